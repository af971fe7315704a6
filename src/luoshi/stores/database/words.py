"""What is found by its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection

from luoshi.searching.query import Query
from luoshi.stores import searching
from luoshi.stores.contract import Facets, Found, FoundDocument, FoundListed
from luoshi.stores.database.connections import Connections


class Words(Connections):
    """Searches the ledger."""

    def search(
        self, query: Query, *, day: date, limit: int = 50, after: tuple[int, int] | None = None
    ) -> Found:
        """Give the rows that meet a query, page by page."""
        with self._searching(query) as connection:
            return searching.page(connection, query, day.isoformat(), after=after, limit=limit)

    def search_listed(
        self,
        query: Query,
        *,
        day: date,
        limit: int = 50,
        after: tuple[int, int] | None = None,
        unit: str | None = None,
    ) -> FoundListed:
        """Give the rows that meet a query as a list shows them, page by page."""
        with self._searching(query, lit=True) as connection:
            return searching.listed(connection, query, day.isoformat(), unit=unit, after=after, limit=limit)

    def search_count(self, query: Query, *, day: date, unit: str | None = None) -> tuple[int, bool]:
        """Give the number of rows that meet a query, and whether it is exact."""
        with self._searching(query) as connection:
            return searching.count(connection, query, day.isoformat(), unit)

    def search_facets(self, query: Query, *, day: date, unit: str | None = None) -> Facets:
        """Count the rows that meet a query by their values."""
        with self._searching(query, lit=True) as connection:
            return searching.facets(connection, query, day.isoformat(), unit)

    def search_documents(self, query: Query, *, limit: int = 10) -> tuple[FoundDocument, ...]:
        """Give the documents whose title, name, body or text meets a query."""
        with self._searching(query) as connection:
            return searching.documents(connection, query, limit)

    @contextmanager
    def _searching(self, query: Query, *, lit: bool = False) -> Iterator[Connection]:
        """Give a connection to search on, with an index as this version makes it."""
        lit = lit or searching.asks_light(query)
        with self._reading(lit=lit) as connection:
            if searching.current(connection):
                searching.prepare(connection)
                yield connection
                return
        self._write(searching.refresh)
        with self._reading(lit=lit) as connection:
            searching.prepare(connection)
            yield connection
