"""How every store is searched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from luoshi.stores.contract.found import Facets, Found, FoundDocument, FoundListed

if TYPE_CHECKING:
    from luoshi.searching.query import Query


class Words(Protocol):
    """Searches the ledger."""

    def search(
        self, query: Query, *, day: date, limit: int = 50, after: tuple[int, int] | None = None
    ) -> Found:
        """Give the rows that meet a query (``luoshi.searching.parse``), page by page.

        First those that hold the words side by side, then those that have them in the heading right above,
        then the others; in each of these the rows of later documents first, then by number from the last.
        ``day`` is that of the lights; ``after`` is what the page before gave (``Found.after``).
        """

    def search_listed(
        self,
        query: Query,
        *,
        day: date,
        limit: int = 50,
        after: tuple[int, int] | None = None,
        unit: str | None = None,
    ) -> FoundListed:
        """Give what ``search`` gives as a list shows it; fast. ``unit``: only its own (``Filter.unit``)."""

    def search_count(self, query: Query, *, day: date, unit: str | None = None) -> tuple[int, bool]:
        """Count the rows that meet a query; say whether that is exact, else there are at least so many."""

    def search_facets(self, query: Query, *, day: date, unit: str | None = None) -> Facets:
        """Count the rows that meet a query by their values."""

    def search_documents(self, query: Query, *, limit: int = 10) -> tuple[FoundDocument, ...]:
        """Give the documents whose title, name, body or text meets a query, later ones first.

        None where the query has a field that only a statement has.
        """
