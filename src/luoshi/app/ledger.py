"""The ledger as a Python object: open it, add texts, read its rows and events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from luoshi.app.record import Recorded
    from luoshi.ledger import Event, Row
    from luoshi.stores import Filter, Store


def open_ledger(url: str | os.PathLike[str], *, create: bool = True) -> Store:
    """Open a ledger whose lights turn by the rules of the current folder; see ``stores.open_store``.

    Raises:
        LuoshiError: it cannot be opened, or the office's own rules are broken.
    """
    from luoshi import settings
    from luoshi.stores import open_store

    rules = settings.light_rules()
    store = open_store(url, create=create)
    store.lights = rules
    return store


class Ledger:
    """A ledger on disk; use it in a ``with`` block, or ``close`` it.

    Raises:
        LuoshiError: it cannot be opened, or is none.
    """

    def __init__(self, url: str | os.PathLike[str] = "luoshi.db", *, create: bool = True) -> None:
        self._store = open_ledger(url, create=create)

    def add(self, *paths: str | os.PathLike[str], date: date | None = None) -> list[Recorded]:
        """Read, extract and record files and folders; one result a file, errors among them.

        ``date`` is that of a single file; of several, only of those whose text says none.
        """
        from luoshi.app.extract import find_files
        from luoshi.app.record import Recorded, record_files

        found = find_files(paths)
        failed = [Recorded(getattr(error, "source", "?"), error=error) for error in found.failed]
        return failed + list(record_files(self._store, found.files, date))

    def events(self, since: int = 0) -> Iterator[Event]:
        """Give the events after the number ``since``, oldest first."""
        return self._store.events(since)

    def state(self, wanted: Filter | None = None, *, limit: int | None = None) -> Iterator[Row]:
        """Give the rows as they stand now, by number."""
        return self._store.rows(wanted, limit=limit)

    def search(self, words: str, *, limit: int | None = None) -> Iterator[Row]:
        """Give the rows whose statement holds all the words, by number."""
        wanted = words.split()
        found = 0
        for row in self._store.rows():
            if all(word in row.statement.text for word in wanted):
                yield row
                found += 1
                if limit is not None and found >= limit:
                    return

    def verify_chain(self) -> int:
        """Check every event and row; give the number of events.

        Raises:
            ChainError: naming the event that was edited, lost or moved.
        """
        return self._store.verify_chain()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
