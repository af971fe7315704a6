"""The rows that are a unit's own: which it answers for, or helps with, by its exact name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, union

from luoshi.stores import sources
from luoshi.stores.tables import bodies, statements


def is_of(unit: str) -> ColumnElement[bool]:
    """Say that a row of ``statements`` is of a unit; ``unit`` as a column has it (``projecting.key``)."""
    return statements.c.number.in_(numbers(unit))


def numbers(unit: str) -> CompoundSelect[Any]:
    """Ask for the numbers of the rows that are of a unit, all at once."""
    return _either(_leads(unit), _helps(unit))


def source(unit: str) -> sources.Source:
    """Give the numbers of the rows that are of a unit."""

    def numbers(after: int, most: int) -> Select[Any]:
        # each side comes from its index in order, so that a page needs no more than it shows
        sides = (
            each.where(number > after).order_by(number).limit(most).subquery()
            for each, number in ((_leads(unit), statements.c.number), (_helps(unit), bodies.c.number))
        )
        every = _either(*(select(side.c.number) for side in sides)).subquery()
        return select(every.c.number).order_by(every.c.number).limit(most)

    def narrow(of: sources.Some) -> Select[Any]:
        sides = (_leads(unit).where(of(statements.c.number)), _helps(unit).where(of(bodies.c.number)))
        every = _either(*sides).subquery()
        return select(every.c.number)

    return sources.Source(numbers, narrow)


def _leads(unit: str) -> Select[Any]:
    # SQLite would turn the long records; the index alone has all that is asked
    asked = select(statements.c.number).where(statements.c.lead == unit)
    return asked.with_hint(statements, "INDEXED BY ix_statements_lead_number", "sqlite")


def _helps(unit: str) -> Select[Any]:
    return select(bodies.c.number).where(bodies.c.name == unit, bodies.c.role == "supporting")


def _either(*sides: Select[Any]) -> CompoundSelect[Any]:
    return union(*sides)
