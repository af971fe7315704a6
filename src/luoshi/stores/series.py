"""Counts and figures for pictures: rows by the month in which they are due, and the figures of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from luoshi.stores import sources
from luoshi.stores.listing import Record
from luoshi.stores.tables import days, documents, statements, themes

BY = ("zone", "theme", "lead")
_SETS = '"targets":[{'  # as the canonical form of a record has it where there is one


@dataclass(frozen=True, slots=True)
class Within:
    """Which rows count: those whose review is one of ``reviews``, of these documents (``None``: of all).

    ``open_only``: only what was handed out and is not closed; else also what nobody was handed yet.
    """

    reviews: tuple[str, ...]
    documents: tuple[str, ...] | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Commitments that are not closed, by month (``2026-06``) and name; a row with two themes counts in both.

    ``totals`` counts each row once; ``undated`` are those without a last day.
    """

    counts: dict[tuple[str, str], int]
    totals: dict[str, int]
    undated: int


class Figures(NamedTuple):
    """A row with figures: whose text it is in (else who has the lead), its targets as the record has them."""

    number: int
    body: str
    day: str | None
    targets: list[dict[str, Any]]


def due_counts(connection: Connection, by: str, within: Within) -> DueCounts:
    """Count commitments that are not closed; ``by`` is one of ``BY``."""
    month = func.substr(days.c.due, 1, 7)
    name = _name(by)
    dated = _dated(select(month, name, func.count()), by, within).where(days.c.due.is_not(None))
    found = {(row[0], row[1] or ""): int(row[2]) for row in connection.execute(dated.group_by(month, name))}
    each = _dated(select(month, func.count()), "", within).group_by(month)
    totals = {row[0]: int(row[1]) for row in connection.execute(each)}
    undated = totals.pop(None, 0)
    return DueCounts(found, totals, undated)


def due_rows(
    connection: Connection, by: str, name: str | None, months: tuple[str, str], within: Within
) -> list[int]:
    """Give the numbers of the rows behind a count, by their last day.

    ``months``: the first and the last, both inclusive; ``name`` ``None``: whatever theirs is.
    """
    asked = _dated(select(days.c.number), by if name is not None else "", within)
    if name is not None:
        asked = asked.where(func.coalesce(_name(by), "") == name)
    # a day sorts behind its month, and U+007F behind every day
    asked = asked.where(days.c.due >= months[0], days.c.due <= months[1] + "\x7f")
    return list(connection.execute(asked.order_by(days.c.due, days.c.number)).scalars())


def figures(connection: Connection, within: Within) -> Iterator[Figures]:
    """Stream the rows that have figures, by number."""
    asked = select(
        statements.c.number, documents.c.body, statements.c.lead, documents.c.date, statements.c.record
    ).join(documents, documents.c.sha256 == statements.c.document)
    asked = asked.where(
        statements.c.record.contains(_SETS, autoescape=True), statements.c.review.in_(within.reviews)
    )
    for part in _parts(asked, within.documents):
        for number, body, lead, day, record in connection.execute(part.order_by(statements.c.number)):
            yield Figures(number, body or lead or "", day, Record(record)["targets"])


def _dated(columns: Select[Any], by: str, within: Within) -> Select[Any]:
    asked = columns.select_from(days).join(statements, statements.c.number == days.c.number)
    if by == "zone":
        asked = asked.join(documents, documents.c.sha256 == statements.c.document)
    if by == "theme":
        # finer themes are written with a stroke; each row has the field of each of them too
        field = ~themes.c.theme.contains("/", autoescape=True)
        asked = asked.outerjoin(themes, (themes.c.number == days.c.number) & field)
    asked = asked.where(
        statements.c.type == "commitment",
        statements.c.state != "closed",
        statements.c.review.in_(within.reviews),
    )
    if within.open_only:
        asked = asked.where(days.c.is_open == 1)
    return asked if within.documents is None else asked.where(statements.c.document.in_(within.documents))


def _name(by: str) -> ColumnElement[Any]:
    if by == "theme":
        return themes.c.theme
    if by == "zone":
        return func.coalesce(documents.c.body, statements.c.lead)
    return func.coalesce(statements.c.lead, "")


def _parts(asked: Select[Any], wanted: Collection[str] | None) -> Iterator[Select[Any]]:
    if wanted is None:
        yield asked
        return
    named: Sequence[str] = sorted(wanted)
    for start in range(0, len(named), sources.CHUNK):
        yield asked.where(statements.c.document.in_(named[start : start + sources.CHUNK]))
