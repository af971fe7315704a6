"""Words found in a ledger, in one connection: pages of hits, counts, facets, documents."""

from __future__ import annotations

from sqlalchemy import Connection

from luoshi.searching.query import Query, named_fields
from luoshi.stores import finding, listing, units
from luoshi.stores.chaining import Tail
from luoshi.stores.contract import Facets, Found, FoundDocument, FoundListed
from luoshi.stores.projecting import key
from luoshi.stores.searching import asking, documents_found, facets_counted, index
from luoshi.stores.searching.entries import MASK

current = index.current


def refresh(connection: Connection) -> None:
    """Make the index anew where it is not as this version makes it, in a transaction that writes."""
    Tail.held(connection)
    if not index.current(connection):
        index.rebuild(connection)


def prepare(connection: Connection) -> None:
    """Set up a connection that is about to search."""
    index.of(connection).prepare(connection)


def page(
    connection: Connection, query: Query, day: str, *, after: tuple[int, int] | None, limit: int
) -> Found:
    """Give a page of rows; see ``Store.search``."""
    asked = asking.asked_of(connection, query, day)
    got = asking.hits(connection, asked, after=after, limit=limit + 1)
    more, got = len(got) > limit, got[:limit]
    numbers = [place & MASK for _, place in got]
    by_number = {row.number: row for row in finding.numbered(connection, numbers)}
    rows = tuple(by_number[number] for number in numbers)
    named = documents_found.entries(connection, [row.document for row in rows])
    return Found(rows, named, got[-1] if more else None)


def listed(
    connection: Connection,
    query: Query,
    day: str,
    *,
    unit: str | None,
    after: tuple[int, int] | None,
    limit: int,
) -> FoundListed:
    """Give a page of rows as a list shows them; see ``Store.search_listed``."""
    got = asking.hits(connection, _asked(connection, query, day, unit), after=after, limit=limit + 1)
    more, got = len(got) > limit, got[:limit]
    numbers = [place & MASK for _, place in got]
    by_number = {row.number: row for row in listing.numbered(connection, numbers)}
    entries = documents_found.entries(connection, [row.record["document"] for row in by_number.values()])
    named = {number: entries[row.record["document"]] for number, row in by_number.items()}
    return FoundListed(tuple(by_number[number] for number in numbers), named, got[-1] if more else None)


def count(connection: Connection, query: Query, day: str, unit: str | None = None) -> tuple[int, bool]:
    """Give the number of rows; see ``Store.search_count``."""
    return asking.count(connection, _asked(connection, query, day, unit))


def facets(connection: Connection, query: Query, day: str, unit: str | None = None) -> Facets:
    """Count rows by their values; see ``Store.search_facets``."""
    return facets_counted.facets(connection, _asked(connection, query, day, unit))


def _asked(connection: Connection, query: Query, day: str, unit: str | None) -> asking.Asked:
    found = asking.asked_of(connection, query, day)
    if unit is not None:
        number = index.of(connection).PLACE.op("&")(MASK)
        found.conditions.append(number.in_(units.numbers(key(unit))))
    return found


def documents(connection: Connection, query: Query, limit: int) -> tuple[FoundDocument, ...]:
    """Give documents; see ``Store.search_documents``."""
    return documents_found.found_documents(connection, query, limit)


def asks_light(query: Query) -> bool:
    """Say whether the query is about lights, which the days of the rows must be current for."""
    return any(field.name == "light" for field in named_fields(query))
