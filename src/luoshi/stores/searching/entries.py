"""A statement as the index has it, and its place in the order in which results are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from luoshi.model import Statement
from luoshi.searching.indexed import columns
from luoshi.stores.tables import documents

_BITS = 32
MASK = (1 << _BITS) - 1
"""A place holds the number of the row in its last bits."""


def place_of(number: int, day: str | None) -> int:
    """Give the place of a row or document: later days (ISO) after earlier ones, then by number.

    A text without a date comes before all others.
    """
    return (date.fromisoformat(day).toordinal() << _BITS | number) if day else number


def first_place(day: str) -> int:
    """Give what no place of a day or a later one is below."""
    return date.fromisoformat(day).toordinal() << _BITS


def entries_of(connection: Connection, rows: Sequence[tuple[int, Statement]]) -> Iterator[dict[str, Any]]:
    """Give what the index has of rows, given by their numbers: their ``place`` and ``indexed.columns``."""
    days = _days(connection, {statement.document for _, statement in rows})
    for number, statement in rows:
        place = place_of(number, days.get(statement.document))
        yield {"place": place} | columns(statement, connection.dialect.name)


def _days(connection: Connection, named: Iterable[str]) -> dict[str, str | None]:
    asked = select(documents.c.sha256, documents.c.date).where(documents.c.sha256.in_(sorted(named)))
    return {row[0]: row[1] for row in connection.execute(asked)}
