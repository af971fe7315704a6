"""What a running server works with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from luoshi.stores import Store

Record = dict[str, Any]
_Made = TypeVar("_Made")
_HELD: Final = 4
"""Results kept in memory: an assistant asks for the pages of one after another."""


@dataclass(slots=True)
class Desk:
    """A ledger, the folders whose files may be read, and who writes (``None``: nobody)."""

    store: Store
    folders: tuple[Path, ...] = ()
    author: str | None = None
    today: Callable[[], date] = date.today
    _made: OrderedDict[tuple[str, ...], Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def once(self, key: tuple[str, ...], make: Callable[[], _Made]) -> _Made:
        """Give what was made under a key, made where it is not held; calls come from several threads."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                held: _Made = self._made[key]
                return held
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > _HELD:
                self._made.popitem(last=False)
        return made
