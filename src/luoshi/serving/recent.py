"""Who was just here: spares each page the check of the cookie and a question to the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool

from luoshi.people import Person
from luoshi.serving.visitors import Seen

_SECONDS: Final = 2.0
"""How long an account that another process shut, or a session that it ended, is still let in."""
_MOST: Final = 10_000


class Recent:
    """Keeps visitors by their cookie, for two seconds and no longer than this process writes of no office.

    ``stamp`` counts the office's writes (``Office.writes``): who signs out, is shut or gets another role
    is looked up anew at once.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, int, Seen]] = {}
        self._asked: dict[tuple[str, int], asyncio.Future[Person | None]] = {}

    def get(self, cookie: str, stamp: int) -> Seen | None:
        """Give who has a cookie, where that was looked up just now."""
        until, made, seen = self._kept.get(cookie, (0.0, -1, None))
        return seen if made == stamp and time.monotonic() < until else None

    def put(self, cookie: str, stamp: int, seen: Seen) -> None:
        """Keep what was looked up; ``stamp`` is the one from before."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[cookie] = (time.monotonic() + _SECONDS, stamp, seen)

    async def looked_up(self, cookie: str, stamp: int, look: Callable[[], Person | None]) -> Person | None:
        """Ask the database in a thread, once for all requests that came with a cookie at the same time."""
        asked = self._asked.get((cookie, stamp))
        if asked is None:
            asked = self._asked[cookie, stamp] = asyncio.ensure_future(run_in_threadpool(look))
            asked.add_done_callback(lambda _: self._asked.pop((cookie, stamp), None))
        return await asyncio.shield(asked)
