"""Rows as a list shows them, read in one question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, func, literal, select

from luoshi.stores import selecting, sources
from luoshi.stores.contract.filters import Filter
from luoshi.stores.contract.listed import Choices, Listed, Record
from luoshi.stores.tables import days, documents, names, statements
from luoshi.stores.terms import terms_of

__all__ = ["COUNTED", "Choices", "Listed", "Record", "choices", "count", "listed", "numbered"]

COUNTED: Final = 10_000
"""So many rows are counted; where there are more, a list says “more than”."""
_MOST: Final = 500
_SECTIONS: Final = 100  # they stand on every page
_COLUMNS: Final = select(
    statements.c.number,
    statements.c.version,
    statements.c.state,
    statements.c.review,
    statements.c.lead,
    statements.c.record,
    statements.c.status,
    days.c.is_open,
    days.c.due,
    days.c.yellow,
    days.c.red,
)
_JOINED: Final = _COLUMNS.join(days, days.c.number == statements.c.number)


def listed(connection: Connection, wanted: Filter, *, after: int, limit: int) -> list[Listed]:
    """Give the rows past a number that a filter lets through, at most ``limit``."""
    words = (wanted.words or "").split()
    asked = _COLUMNS if _is_dated(wanted) else _JOINED
    found: list[Listed] = []
    for row in selecting.values(connection, wanted, asked, after=after, most=limit):
        read = _read(row)
        if all(word in read.record["text"] for word in words):
            found.append(read)
            if len(found) == limit:
                break
    return found


def numbered(connection: Connection, numbers: Sequence[int]) -> list[Listed]:
    """Give rows by their numbers."""
    asked = _JOINED.where(sources.some(connection, numbers)(statements.c.number))
    return [_read(row) for row in connection.execute(asked.order_by(statements.c.number))]


def count(connection: Connection, wanted: Filter) -> int:
    """Count the rows that a filter lets through, at most ``COUNTED`` + 1."""
    if wanted.words:
        found = selecting.values(connection, wanted, select(statements.c.record), after=0, most=None)
        words = wanted.words.split()
        fit = (1 for (record,) in found if all(word in json.loads(record)["text"] for word in words))
        return sum(islice(fit, COUNTED + 1))
    terms = terms_of(connection, wanted)
    if terms.nothing:
        return 0
    some = terms.asked(select(literal(1)).select_from(statements)).limit(COUNTED + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def choices(connection: Connection, unit: str | None = None) -> Choices:
    """Give what a list can be narrowed by; to a unit only its own name and the themes are told."""
    known = connection.execute(select(names.c.kind, names.c.name).order_by(names.c.name)).all()
    leads, themes = ([row.name for row in known if row.kind == kind][:_MOST] for kind in ("lead", "theme"))
    if unit is not None:
        return Choices((), (), (unit,), tuple(themes))
    columns = documents.c
    held = connection.execute(
        select(columns.sha256, func.coalesce(columns.title, columns.source).label("name"), columns.date)
        .order_by(columns.added_sequence.desc())
        .limit(_MOST)
    )
    sections = connection.execute(select(statements.c.section).distinct().limit(_SECTIONS)).scalars()
    return Choices(
        tuple((row.sha256, f"{row.name}（{row.date}）" if row.date else row.name) for row in held),
        tuple(section for section in sections if section),
        tuple(leads),
        tuple(themes),
    )


def _is_dated(wanted: Filter) -> bool:
    """Say whether the filter's own question joins ``days`` already."""
    asked = (wanted.due_from, wanted.due_until, wanted.is_open, wanted.report_until)
    return wanted.light not in (None, "blue") or any(each is not None for each in asked)


def _read(row: Any) -> Listed:  # noqa: ANN401 - a row of the database
    return Listed._make((*row[:5], Record(row[5]), json.loads(row[6]), *row[7:]))
