"""Search as a page shows it: rows as a list has them, within what a person may see; the counts apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from luoshi.app.search import place_of, understood
from luoshi.searching import Query, marks
from luoshi.searching.marking import Mark

if TYPE_CHECKING:
    from luoshi.ledger import DocumentEntry
    from luoshi.stores import Facets, FoundDocument, Store
    from luoshi.stores.listing import Listed

_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class ListedHit:
    """A row that meets the query, its document, and where the words stand in its text (code points)."""

    row: Listed
    document: DocumentEntry
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of hits, as ``luoshi.app.search.Page`` but for the counts; the next one begins ``after`` it."""

    hits: tuple[ListedHit, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the hits: how many there are (at least, where not ``exact``), counts, texts."""

    total: int
    exact: bool
    facets: Facets
    documents: tuple[FoundDocument, ...]


def listed(  # noqa: PLR0913 - what an address of the page carries
    store: Store,
    query: str,
    *,
    day: date,
    limit: int = 30,
    after: str | None = None,
    synonyms: bool = False,
    unit: str | None = None,
) -> ListedPage:
    """Give a page of the rows that meet a query, ``unit``: only of those that are its own.

    Raises:
        UsageError: as ``luoshi.app.search.search``.
    """
    asked = understood(query, synonyms=synonyms)
    found = store.search_listed(asked, day=day, limit=limit, after=place_of(after), unit=unit)
    hits = tuple(
        ListedHit(row, found.documents[row.number], marks(asked, row.record["text"])) for row in found.rows
    )
    return ListedPage(hits, ".".join(map(str, found.after)) if found.after else None)


def beside(store: Store, query: str, *, day: date, synonyms: bool = False, unit: str | None = None) -> Beside:
    """Count what meets a query; who sees one unit's rows alone is told of no texts.

    Raises:
        UsageError: as ``luoshi.app.search.search``.
    """
    asked: Query = understood(query, synonyms=synonyms)
    facets = store.search_facets(asked, day=day, unit=unit)
    total, exact = facets.counted, facets.exact
    if not exact:
        total, exact = store.search_count(asked, day=day, unit=unit)
    documents = store.search_documents(asked, limit=_DOCUMENTS) if unit is None else ()
    return Beside(total, exact, facets, documents)
