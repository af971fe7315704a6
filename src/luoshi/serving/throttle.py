"""Against guessing: how often may be tried for one name, and from one address.

The counts are kept in memory and bounded. They begin anew when the site is started again, and each process
counts for itself: what they hold off is a program that tries thousands, and that stays so. What was tried is
told by the audit entries, which are kept.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import HTTPConnection

from luoshi.serving.refusals import TooOften

_MOST: Final = 50_000
"""Names and addresses counted at most; the one that was not tried for longest is forgotten first."""


@dataclass(slots=True)
class _Count:
    since: float
    tries: int


class Throttle:
    """Counts tries by what they are for; safe between threads.

    A try counts from its beginning, so that many at once are no way around it, and is given back where it
    was right. ``clock`` gives seconds that never go back.
    """

    def __init__(self, tries: int, minutes: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries = tries
        self._seconds = minutes * 60
        self._clock = clock
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, *keys: str) -> None:
        """Count a try for each key.

        Raises:
            TooOften: for one of them there were too many; then none counts this one.
        """
        now = self._clock()
        with self._lock:
            known = [count for key in keys if (count := self._known(key, now)) is not None]
            spent = [count for count in known if count.tries >= self._tries]
            if spent:  # nothing is kept of a refused try: who is refused could else crowd out true counts
                raise TooOften(max(1, math.ceil(max(x.since for x in spent) + self._seconds - now)))
            for key in keys:
                self._count(key, now).tries += 1
            while len(self._counts) > _MOST:
                self._counts.popitem(last=False)

    def forget(self, key: str) -> None:
        """Begin anew for a key: the person showed that they know the password."""
        with self._lock:
            self._counts.pop(key, None)

    def give_back(self, key: str) -> None:
        """Take back one try of a key."""
        with self._lock:
            count = self._counts.get(key)
            if count is not None:
                count.tries = max(0, count.tries - 1)

    def _known(self, key: str, now: float) -> _Count | None:
        count = self._counts.get(key)
        if count is None or now - count.since >= self._seconds:
            return None
        self._counts.move_to_end(key)
        return count

    def _count(self, key: str, now: float) -> _Count:
        count = self._known(key, now)
        if count is None:
            count = self._counts[key] = _Count(now, 0)
            self._counts.move_to_end(key)
        return count


def address_of(connection: HTTPConnection) -> str:
    """Give the address that a request came from; empty where the server does not know it."""
    return connection.client.host if connection.client else ""


def origin_of(connection: HTTPConnection) -> str:
    """Give what tries from an address are counted by: of IPv6 the network, which one household has whole."""
    said = address_of(connection)
    try:
        address = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
