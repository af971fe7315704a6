"""Where the numbers of rows come from, in order: each source is one condition that has an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Table,
    any_,
    func,
    literal,
    select,
)

from luoshi.stores.tables import bodies, days, statements

CHUNK = 900  # older SQLite takes at most 999 values
FEW = 2000  # so many numbers are sorted at once
FAR = 8000  # so many days are looked at to find out whether there are few
NAMES = 200  # so many names are looked up
Numbers = Callable[[int, int], Select[Any]]
"""The numbers past a number: the next ones, at most so many, or those up to another."""
Some = Callable[[ColumnElement[int]], ColumnElement[bool]]
"""Says that a column holds one of some numbers."""
Narrow = Callable[[Some], Select[Any]]
"""Those of some numbers that meet a condition, without a look at the records."""


@dataclass(frozen=True, slots=True)
class Source:
    """Gives the numbers of rows that meet one condition.

    ``within`` is set where they do not come in order and only may be used where they are few: it is what an
    index of ``days`` serves. ``windowed`` is set where several values fit, each in an order of its own: the
    numbers then are asked for between two bounds. ``narrow`` picks those that meet the condition.
    """

    numbers: Numbers
    narrow: Narrow | None = None
    within: ColumnElement[bool] | None = None
    windowed: Numbers | None = None

    def many(self, connection: Connection, after: int, most: int) -> int:
        """Count the numbers past ``after``, at most ``most``; also ``most`` where that would take long."""
        if self.within is not None:
            far = select(days.c.number).where(self.within).limit(FAR).subquery()
            if connection.execute(select(func.count()).select_from(far)).scalar_one() == FAR:
                return most
        found = self.numbers(after, most).order_by(None).subquery()
        return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def chunks(
    connection: Connection, source: Source, after: int, size: int, *, final: bool = False
) -> Iterator[Sequence[int]]:
    """Give the numbers past ``after``, ``size`` of them first and then more at a time.

    ``final`` says that each number counts: then windows are not made for more than ``size``.
    """
    if source.within is not None:
        every = list(connection.execute(source.numbers(after, FEW)).scalars())
        while every:
            yield every[:size]
            every, size = every[size:], min(3 * size, CHUNK)
    elif source.windowed is not None:
        yield from _windows(connection, source.windowed, after, size, final=final)
    else:
        while numbers := list(connection.execute(source.numbers(after, size)).scalars()):
            yield numbers
            after, size = numbers[-1], min(3 * size, CHUNK)


def _windows(
    connection: Connection, between: Numbers, after: int, size: int, *, final: bool
) -> Iterator[Sequence[int]]:
    """Give numbers from windows that are made as wide as it takes for ``size`` of them, then more.

    Where they are ``final``, ``size`` is what is wanted, and fewer only come at the end.
    """
    last = connection.execute(select(func.max(statements.c.number))).scalar() or 0
    span = 10 * size
    waiting: list[int] = []
    while after < last:
        numbers = sorted(set(connection.execute(between(after, after + span)).scalars()))
        after += span
        waiting += numbers
        if not final or len(waiting) >= size or after >= last:
            yield from (waiting[start : start + CHUNK] for start in range(0, len(waiting), CHUNK))
            waiting = []
        size = size if final else min(3 * size, CHUNK)
        span = max(size, span * size // max(len(numbers), size // 8 + 1))


def some(connection: Connection, numbers: Sequence[int]) -> Some:
    """Say that a column holds one of these numbers, as the database takes it best."""
    if connection.dialect.name == "postgresql":  # one value: hundreds cost it more than the search
        return lambda column: column == any_(literal(list(numbers), ARRAY(BigInteger)))
    return lambda column: column.in_(numbers)


def equal(table: Table, column: ColumnElement[Any], value: object) -> Source:
    """Give the rows that have a value."""

    def numbers(after: int, most: int) -> Select[Any]:
        asked = select(table.c.number).where(column == value, table.c.number > after)
        return asked.order_by(table.c.number).limit(most)

    return Source(numbers, _indexed(table, column, [value]) if table is statements else None)


def any_of(
    table: Table, column: ColumnElement[Any], values: Sequence[str], *more: ColumnElement[bool]
) -> Source:
    """Give the rows that have one of some values, or it in ``themes`` or ``bodies``."""
    held = column == values[0] if len(values) == 1 else column.in_(values)

    def numbers(after: int, most: int) -> Select[Any]:
        asked = select(table.c.number).where(held, table.c.number > after, *more)
        asked = asked.distinct() if table is bodies else asked
        return (asked.order_by(table.c.number) if len(values) == 1 else asked).limit(most)

    def between(after: int, until: int) -> Select[Any]:
        return select(table.c.number).where(held, table.c.number > after, table.c.number <= until, *more)

    def beside(of: Some) -> Select[Any]:
        return select(table.c.number).where(of(table.c.number), held, *more)

    narrow = _indexed(table, column, values) if table is statements else beside
    return Source(numbers, narrow, windowed=None if len(values) == 1 else between)


def within(condition: ColumnElement[bool], *more: ColumnElement[bool]) -> Source:
    """Give the rows whose days meet a condition that an index serves, not by number, and more of them."""

    def numbers(after: int, most: int) -> Select[Any]:
        asked = select(days.c.number).where(condition, *more, days.c.number > after)
        return asked.order_by(days.c.number).limit(most)

    return Source(numbers, within=condition)


def dated(source: Source, conditions: Sequence[ColumnElement[bool]]) -> Source:
    """Have the windows of a source only give the rows whose days meet conditions; others as they are.

    The days are read along an index by number as well, so that both sides of a window are few.
    """
    between = source.windowed
    if between is None or not conditions:
        return source

    def within(after: int, until: int) -> Select[Any]:
        asked = between(after, until)
        fit = select(days.c.number).where(days.c.number > after, days.c.number <= until, *conditions)
        return asked.where(next(iter(asked.selected_columns)).in_(fit))

    return replace(source, windowed=within)


def _indexed(table: Table, column: ColumnElement[Any], values: Sequence[object]) -> Narrow:
    # SQLite would turn the long records; the index alone has all that is asked
    hint = f"INDEXED BY ix_{table.name}_{column.key}_number"

    def narrow(of: Some) -> Select[Any]:
        held = column == values[0] if len(values) == 1 else column.in_(values)
        return select(table.c.number).where(held, of(table.c.number)).with_hint(table, hint, "sqlite")

    return narrow
