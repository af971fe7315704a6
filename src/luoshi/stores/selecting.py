"""Which rows a filter lets through, page by page, at a cost that hardly grows with the ledger.

A page goes by number. Of the conditions that have an index, the one that lets the fewest rows
through gives the numbers, in order, some hundreds at a time; the others are looked at for
those only. So no database's planner has to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from luoshi.ledger import Row
from luoshi.stores import finding, sources
from luoshi.stores.store import Filter
from luoshi.stores.tables import days, statements
from luoshi.stores.terms import Wanted, terms_of


def rows(connection: Connection, wanted: Filter, *, after: int, limit: int | None) -> Iterator[Row]:
    """Stream the rows that a filter lets through, by number."""
    terms = terms_of(connection, wanted)
    if terms.nothing or limit == 0:
        return
    left = limit
    asked = terms.asked(finding.ROW).order_by(statements.c.number)
    size = min(sources.CHUNK, max(50, limit or sources.CHUNK))
    driver = _driver(connection, terms, after)
    for numbers in sources.chunks(connection, driver, after, size):
        fit = _narrowed(connection, terms, driver, numbers)
        while fit:
            part, fit = fit[:size], fit[size:]
            for values in connection.execute(
                asked.where(sources.some(connection, part)(statements.c.number))
            ):
                row = finding.read_row(values)
                if not all(word in row.statement.text for word in terms.words):
                    continue
                yield row
                left = None if left is None else left - 1
                if left == 0:
                    return


def _narrowed(
    connection: Connection, terms: Wanted, driver: sources.Source, numbers: Sequence[int]
) -> Sequence[int]:
    """Leave out numbers by what the small tables and the indexes say, before long records are read."""
    if terms.dated:
        asked = select(days.c.number).where(sources.some(connection, numbers)(days.c.number), *terms.dated)
        numbers = sorted(connection.execute(asked).scalars())
    for source in terms.sources:
        if source is not driver and source.narrow is not None and len(numbers) > 1:
            numbers = sorted(
                set(connection.execute(source.narrow(sources.some(connection, numbers))).scalars())
            )
    return numbers


def count(connection: Connection, wanted: Filter) -> int:
    """Count the rows that a filter lets through."""
    terms = terms_of(connection, wanted)
    if terms.nothing:
        return 0
    if terms.words:
        return sum(1 for _ in rows(connection, wanted, after=0, limit=None))
    asked = terms.asked(select(func.count()).select_from(statements))
    return int(connection.execute(asked).scalar_one())


def _driver(connection: Connection, terms: Wanted, after: int) -> sources.Source:
    """Give the source with the fewest numbers; all numbers where none has few enough."""
    sorted_ones = [source for source in terms.sources if source.within is None]
    if terms.sources == sorted_ones and len(sorted_ones) == 1:
        return sorted_ones[0]
    best, fewest = None, sources.FEW
    for source in terms.sources:
        many = source.many(connection, after, fewest)
        if many < fewest:
            best, fewest = source, many
    # of those with many numbers, the one that was asked for by name is likely to have the fewest
    return best or (sorted_ones[-1] if sorted_ones else _all(terms))


def _all(terms: Wanted) -> sources.Source:
    table = days if terms.dated else statements

    def numbers(after: int, most: int) -> Select[Any]:
        asked = select(table.c.number).where(table.c.number > after, *terms.dated)
        return asked.order_by(table.c.number).limit(most)

    return sources.Source(numbers)
