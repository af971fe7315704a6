"""Pages kept in memory until the ledger, the day or the reader's scope is another."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import blake2b

from starlette.concurrency import run_in_threadpool

from luoshi.serving.packing import Packed, pack, unpack

_MOST = 24 * 2**20
"""Bytes kept at most, packed; the page that was not asked for longest goes first."""
_EACH = 1024
"""Bytes that a page takes beside its body and its key, about."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page, packed, with its ETag."""

    packed: Packed
    etag: str

    @property
    def body(self) -> bytes:
        """The page itself, in UTF-8."""
        return unpack(self.packed)


def kept_of(page: str) -> Kept:
    """Pack a page."""
    body = page.encode()
    return Kept(pack(body), f'"{blake2b(body, digest_size=12).hexdigest()}"')


class PageCache:
    """Keeps rendered pages by what they depend on; safe between threads.

    The key must hold all that the page shows: the question, the scope of the reader, the language, the
    day and the end of the chain (``Store.head``). What is per person (the name, the form's token) may not
    stand in a kept part.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = threading.Lock()
        self._making: dict[Hashable, asyncio.Future[Kept]] = {}

    def find(self, key: Hashable) -> Kept | None:
        """Give the page of a key where it is kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    async def made(self, key: Hashable, make: Callable[[], str]) -> Kept:
        """Give the page of a key; where it is not kept it is made once, in a thread, for all who wait."""
        found = self.find(key)
        if found is not None:
            return found
        task = self._making.get(key)
        if task is None:
            task = asyncio.ensure_future(run_in_threadpool(self.get, key, make))
            self._making[key] = task
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(task)

    def get(self, key: Hashable, make: Callable[[], str]) -> Kept:
        """Give the page of a key, made where it is not kept."""
        found = self.find(key)
        if found is not None:
            return found
        made = kept_of(make())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._sizes[key] = _EACH + len(repr(key)) + len(made.packed.blocks)
                self._size += self._sizes[key]
            while self._size > self._most and self._kept:
                gone, _ = self._kept.popitem(last=False)
                self._size -= self._sizes.pop(gone)
        return made

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._sizes.clear()
            self._size = 0
