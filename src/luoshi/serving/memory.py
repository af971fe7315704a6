"""Gives memory that pages no longer need back to the system, where the C library keeps it (GNU's does).

Pages are made of many short strings, and what outlives them lies between: left alone, a site holds
what its busiest minute took, and a little more each time.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

from starlette.concurrency import run_in_threadpool

_SECONDS: Final = 30.0
_ARENA_MAX: Final = -8  # M_ARENA_MAX of GNU's malloc.h
_ARENAS: Final = 2
"""Heaps at most: each thread's own would hold its free memory apart, and one thread at a time runs Python."""


def settle() -> None:
    """Say how many heaps there may be; before threads are started."""
    library = _library()
    if library is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)


async def give_back() -> None:
    """Give back what is free, twice a minute, until cancelled; end at once where no library can."""
    give = trimmer()
    while give is not None:
        await asyncio.sleep(_SECONDS)
        await run_in_threadpool(give)


def trimmer() -> Callable[[], object] | None:
    """Give what gives free memory back; ``None`` where the C library does so by itself, or cannot."""
    library = _library()
    return None if library is None else lambda: library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
        for name in ("mallopt", "malloc_trim"):  # musl has neither
            getattr(library, name)
    except (OSError, AttributeError):
        return None
    return library
