"""One running site: its ledger, its settings, its clock, and what it keeps in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from luoshi.app.export import office_of
from luoshi.serving.page_cache import PageCache
from luoshi.serving.recent import Recent
from luoshi.serving.throttle import Throttle
from luoshi.settings.web import WebSettings

if TYPE_CHECKING:
    from luoshi.exports import Office as TableOffice
    from luoshi.stores import Store


_FRESH: Final = 0.1
_STALE: Final = 1.0


def _local_day() -> date:
    return datetime.now().astimezone().date()


@dataclass(slots=True)
class Site:
    """What every request is answered from; made once by ``create_app``.

    ``store`` is the ledger with ``store.office`` beside it, ``clock`` gives the day that lights are
    reckoned for, ``secret`` signs cookies and tokens of forms. ``place`` is the path or address by which its
    worker processes open the same ledger; without one there are none.
    """

    store: Store
    settings: WebSettings
    secret: bytes
    clock: Callable[[], date] = _local_day
    pages: PageCache = field(default_factory=PageCache)
    recent: Recent = field(default_factory=Recent)
    throttle: Throttle = field(init=False)
    place: str = ""
    _head: tuple[int, float, int] = (0, 0.0, -1)
    _asked: asyncio.Future[None] | None = None

    def __post_init__(self) -> None:
        """Begin to count wrong passwords."""
        self.throttle = Throttle(self.settings.sign_in_tries, self.settings.sign_in_minutes)

    def today(self) -> date:
        """Give the day that counts."""
        return self.clock()

    async def head(self) -> int:
        """Give the end of the chain, which kept pages are found by; it mostly costs no question.

        What this process writes is seen at once. What another writes is asked for after a tenth of a
        second, once for all who wait; meanwhile they are given the one of before, up to a second long.
        """
        written = self.store.writes
        while True:
            head, at, stamp = self._head
            age = time.monotonic() - at
            if stamp >= written and age < _FRESH:
                return head
            asked = self._asked
            # one that is done, but whose callback did not run yet, would not let this loop wait at all
            if asked is None or asked.done():
                asked = self._asked = asyncio.ensure_future(self._look())
                asked.add_done_callback(self._looked)
            if stamp >= written and age < _STALE:
                return head
            await asyncio.shield(asked)

    async def _look(self) -> None:
        stamp, at = self.store.writes, time.monotonic()
        head = await run_in_threadpool(self.store.head)
        if head != self._head[0]:  # nobody asks for pages of before any more
            self.pages.clear()
        self._head = (head, at, stamp)

    def _looked(self, asked: asyncio.Future[None]) -> None:
        if self._asked is asked:
            self._asked = None
        if not asked.cancelled():
            asked.exception()  # who waits for it is told; nobody else need be

    def table(self) -> TableOffice:
        """Give the office's workflow and rules of lights, for today."""
        return office_of(self.store, self.today())


def site_of(connection: HTTPConnection) -> Site:
    """Give the site that a request belongs to."""
    site: Site = connection.app.state.site
    return site
