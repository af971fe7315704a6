"""What the process that reads may not do: fetch, take more memory than its limit, run on for ever."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

from luoshi.reading.limits import Limits

_NETWORK: Final = frozenset(
    (
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
    )
)
# Code and libraries that are mapped but no file's doing, where only the whole address space is bounded.
_RESERVED: Final = 2048 * 1024 * 1024


def forbid_network() -> None:
    """Refuse every address and connection for as long as this process lives."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            raise PermissionError("nothing is fetched while a file is read")

    sys.addaudithook(refuse)


def bound(limits: Limits) -> None:
    """Bound memory and processor time, where the system knows how (Windows does not).

    The time is only for a process that nobody watches any more: all its threads count, and the process
    that waits for the answer keeps the limit itself.
    """
    try:
        import resource
    except ImportError:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + limits.seconds * (os.cpu_count() or 1)) + 5
    _set(resource.RLIMIT_CPU, seconds)
    if sys.platform.startswith("linux"):
        # what is written counts, so that the address space that OCR reserves does not
        _set(resource.RLIMIT_DATA, limits.memory)
    else:
        _set(resource.RLIMIT_AS, limits.memory + _RESERVED)
    _set(resource.RLIMIT_CORE, 0)


def _set(kind: int, wanted: int) -> None:
    import resource

    _, most = resource.getrlimit(kind)
    soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    try:
        resource.setrlimit(kind, (soft, most))
    except (OSError, ValueError):
        return  # a system without this limit: the time limit still holds
