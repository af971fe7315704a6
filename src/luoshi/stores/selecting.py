"""Which rows a filter lets through, page by page, at a cost that hardly grows with the ledger.

A page goes by number. Of the conditions that have an index, the one that lets the fewest rows
through gives the numbers, in order, some hundreds at a time; the others are looked at for
those only. So no database's planner has to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, func, select

from luoshi.ledger import Row
from luoshi.stores import finding, sources
from luoshi.stores.contract.filters import Filter
from luoshi.stores.tables import days, statements
from luoshi.stores.terms import Wanted, terms_of


def rows(connection: Connection, wanted: Filter, *, after: int, limit: int | None) -> Iterator[Row]:
    """Stream the rows that a filter lets through, by number."""
    words = (wanted.words or "").split()
    found = (
        finding.read_row(each) for each in values(connection, wanted, finding.ROW, after=after, most=limit)
    )
    yield from islice((row for row in found if all(word in row.statement.text for word in words)), limit)


def values(
    connection: Connection, wanted: Filter, columns: Select[Any], *, after: int, most: int | None
) -> Iterator[Any]:
    """Stream columns of ``statements`` of the rows that a filter lets through, by number.

    ``most`` is how many will be taken; more may come. Words are only looked for in the whole record here.
    """
    terms = terms_of(connection, wanted)
    if terms.nothing or most == 0:
        return
    asked = terms.asked(columns).order_by(statements.c.number)
    size = min(sources.CHUNK, max(50, most or sources.CHUNK))
    driver = _driver(connection, terms, after)
    left = _left(terms, driver)
    final = not left and not terms.words
    for numbers in sources.chunks(connection, sources.dated(driver, terms.dated), after, size, final=final):
        fit = _narrowed(connection, left, numbers)
        while fit:
            part, fit = fit[:size], fit[size:]
            # at most some hundreds, and faster at once than one by one
            yield from connection.execute(
                asked.where(sources.some(connection, part)(statements.c.number))
            ).all()


def _left(terms: Wanted, driver: sources.Source) -> list[sources.Narrow]:
    """Give what can narrow the numbers of the driver, the days first."""
    left = [each.narrow for each in terms.sources if each is not driver and each.narrow is not None]
    if terms.dated and driver.windowed is None:
        left.insert(0, lambda of: select(days.c.number).where(of(days.c.number), *terms.dated))
    return left


def _narrowed(
    connection: Connection, left: Sequence[sources.Narrow], numbers: Sequence[int]
) -> Sequence[int]:
    """Leave out numbers by what the small tables and the indexes say, before long records are read."""
    for narrow in left:
        if numbers:
            numbers = sorted(set(connection.execute(narrow(sources.some(connection, numbers))).scalars()))
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
