"""The ledger as a Python object: open it, add texts, read its rows and events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from luoshi.app.recorded import Recorded
    from luoshi.app.search import Page
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
        from luoshi.app.record import record_files
        from luoshi.app.recorded import Recorded

        found = find_files(paths)
        failed = [Recorded(getattr(error, "source", "?"), error=error) for error in found.failed]
        return failed + list(record_files(self._store, found.files, date))

    def events(self, since: int = 0) -> Iterator[Event]:
        """Give the events after the number ``since``, oldest first."""
        return self._store.events(since)

    def state(self, wanted: Filter | None = None, *, limit: int | None = None) -> Iterator[Row]:
        """Give the rows as they stand now, by number."""
        return self._store.rows(wanted, limit=limit)

    def frame(self, wanted: Filter | None = None, *, kind: str = "polars") -> Any:  # noqa: ANN401 - by kind
        """Give the rows as a data frame: ``polars``, ``pandas`` or an ``arrow`` table.

        The columns are those of docs/reference/codebook.md; lights are today's.

        Raises:
            UsageError: there is no such kind, or what makes it is not installed (``luoshi[frames]``).
        """
        from luoshi import frames
        from luoshi.errors import UsageError

        makers = {"polars": frames.to_polars, "pandas": frames.to_pandas, "arrow": frames.to_arrow}
        if kind not in makers:
            known = ", ".join(makers)
            raise UsageError(
                f"There is no frame “{kind}”; there are {known}.",
                code="frame_kind",
                details={"kind": kind, "known": known},
            )
        return makers[kind](self.state(wanted), rows=True)

    def search(self, query: str, *, limit: int | None = None, synonyms: bool = False) -> Iterator[Row]:
        """Give the rows that meet a query, the best first; see ``search_page`` for how it is written.

        Raises:
            UsageError: the query is not well formed; ``details["at"]`` is the place.
        """
        from luoshi.app.search import rows

        return rows(self._store, query, limit=limit, synonyms=synonyms)

    def search_page(
        self,
        query: str,
        *,
        limit: int = 50,
        after: str | None = None,
        facets: bool = False,
        synonyms: bool = False,
    ) -> Page:
        """Give a page of what meets a query: rows with marks, documents, how many there are.

        ``低空 经济`` asks for both words, ``"低空经济"`` for the phrase; ``AND OR NOT`` (与 或 非,
        ``-word``), brackets, and fields such as ``主题：科技创新`` or ``until:<2026-07``. ``after`` is
        ``Page.after`` of the page before.

        Raises:
            UsageError: the query is not well formed; ``details["at"]`` is the place.
        """
        from luoshi.app.search import search

        return search(self._store, query, limit=limit, after=after, facets=facets, synonyms=synonyms)

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
