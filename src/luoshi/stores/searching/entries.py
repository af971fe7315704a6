"""A statement as the index has it, and its place in the order in which results are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from luoshi.model import Statement
from luoshi.searching.folding import fold
from luoshi.searching.grams import Trait, traits
from luoshi.searching.indexed import heading_of
from luoshi.stores.tables import documents

_BITS = 32
MASK = (1 << _BITS) - 1
"""A place holds the number of the row in its last bits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of a statement; ``text`` and ``heading`` (the innermost) are folded."""

    place: int
    text: str
    heading: str
    traits: frozenset[Trait]


def place_of(number: int, day: str | None) -> int:
    """Give the place of a row or document: later days (ISO) after earlier ones, then by number.

    A text without a date comes before all others.
    """
    return (date.fromisoformat(day).toordinal() << _BITS | number) if day else number


def first_place(day: str) -> int:
    """Give what no place of a day or a later one is below."""
    return date.fromisoformat(day).toordinal() << _BITS


def entry_of(number: int, statement: Statement, day: str | None) -> Entry:
    """Give the entry of a row; ``day`` is the date of its document."""
    text, heading = fold(statement.text), heading_of(statement)
    return Entry(place_of(number, day), text, heading, traits(statement))


def entries_of(connection: Connection, rows: Sequence[tuple[int, Statement]]) -> Iterator[Entry]:
    """Give the entries of rows, given by their numbers."""
    days = _days(connection, {statement.document for _, statement in rows})
    for number, statement in rows:
        yield entry_of(number, statement, days.get(statement.document))


def _days(connection: Connection, named: Iterable[str]) -> dict[str, str | None]:
    asked = select(documents.c.sha256, documents.c.date).where(documents.c.sha256.in_(sorted(named)))
    return {row[0]: row[1] for row in connection.execute(asked)}


def values_of(entry: Entry) -> dict[str, Any]:
    """Give an entry as the columns of a table."""
    return {"place": entry.place, "text": entry.text, "heading": entry.heading}
