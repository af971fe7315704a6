"""Search a ledger: words, fields, a page of hits with marks, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luoshi.errors import UsageError
from luoshi.searching import Query, marks, parse
from luoshi.searching.expanding import expand
from luoshi.searching.marking import Mark

if TYPE_CHECKING:
    from luoshi.ledger import DocumentEntry, Row
    from luoshi.stores import Facets, FoundDocument, Store

_AFTER = re.compile(r"([0-3])\.(\d{1,18})")
_DOCUMENTS = 5
_ROWS = 500  # asked for at a time


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that meets the query, its document, and where the words stand in its text.

    ``marks`` are starts and ends in code points of ``row.statement.text``; empty where only fields were
    asked for.
    """

    row: Row
    document: DocumentEntry
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits.

    ``total`` rows meet the query, at least so many where it is not ``exact``. ``after`` is what the next
    page is asked for with, ``None`` on the last one. ``documents`` are whole texts that meet it, only on
    the first page. ``facets`` are there where they were asked for. ``query`` is what was understood, with
    synonyms.
    """

    query: Query
    hits: tuple[Hit, ...]
    documents: tuple[FoundDocument, ...]
    total: int
    exact: bool
    facets: Facets | None
    after: str | None


def search(  # noqa: PLR0913 - what a person sets on the page of the search
    store: Store,
    query: str,
    *,
    limit: int = 50,
    after: str | None = None,
    facets: bool = False,
    synonyms: bool = False,
    day: date | None = None,
) -> Page:
    """Give a page of what meets a query; ``luoshi.searching.parsing`` has its language.

    The order is that of ``Store.search``. A page begins where the one before ended (``after``), so that no
    hit is skipped or given twice, whatever is added between them.

    Args:
        store: the ledger.
        query: such as ``低空经济 主题：科技创新 期限：<2026-07``.
        limit: how many hits a page has.
        after: ``Page.after`` of the page before.
        facets: count the hits by type, force, kind, state, section, theme, light and year too.
        synonyms: words are also met by other words for the same thing (``data/synonyms.yaml``).
        day: the day that lights are asked for; today unless given.

    Raises:
        UsageError: the query is not well formed (``query_…``; ``details["at"]`` is the place), or ``after``
            is of no page (``search_after``).
    """
    asked = understood(query, synonyms=synonyms)
    on = day or date.today()
    found = store.search(asked, day=on, limit=limit, after=place_of(after))
    total, exact = store.search_count(asked, day=on)
    hits = tuple(
        Hit(row, found.documents[row.document], marks(asked, row.statement.text)) for row in found.rows
    )
    return Page(
        asked,
        hits,
        store.search_documents(asked, limit=_DOCUMENTS) if after is None else (),
        total,
        exact,
        store.search_facets(asked, day=on) if facets else None,
        ".".join(map(str, found.after)) if found.after else None,
    )


def rows(
    store: Store, query: str, *, limit: int | None = None, synonyms: bool = False, day: date | None = None
) -> Iterator[Row]:
    """Stream the rows that meet a query, in the order of ``search``.

    Raises:
        UsageError: at once, where the query is not well formed.
    """
    return _stream(store, understood(query, synonyms=synonyms), limit, day or date.today())


def understood(query: str, *, synonyms: bool = False) -> Query:
    """Give what a query asks for; with ``synonyms`` its words may also be met by other words for them.

    Raises:
        UsageError: the query is not well formed.
    """
    asked = parse(query)
    return expand(asked) if synonyms else asked


def _stream(store: Store, asked: Query, limit: int | None, day: date) -> Iterator[Row]:
    after, left = None, limit
    while left is None or left > 0:
        found = store.search(asked, day=day, limit=min(_ROWS, left or _ROWS), after=after)
        yield from found.rows
        left = None if left is None else left - len(found.rows)
        after = found.after
        if after is None:
            return


def place_of(after: str | None) -> tuple[int, int] | None:
    """Give the place that ``Page.after`` stands for; raises ``UsageError`` (``search_after``)."""
    if after is None:
        return None
    found = _AFTER.fullmatch(after)
    if not found:
        raise UsageError(
            f"There is no page after {after[:40]!r}; begin with the first one.",
            code="search_after",
            details={"after": after[:40]},
        )
    return int(found[1]), int(found[2])
