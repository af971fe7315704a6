"""Counts and figures for pictures: rows by the month in which they are due, and the figures of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from luoshi.stores import sources, zones
from luoshi.stores.contract.counted import DueCounts, Figures, Within
from luoshi.stores.contract.listed import Record
from luoshi.stores.tables import days, documents, statements, themes

__all__ = ["BY", "DueCounts", "Figures", "Within", "due_counts", "due_rows", "figures"]

BY = ("zone", "theme", "lead")
_SETS = '"targets":[{'  # as the canonical form of a record has it where there is one


def due_counts(connection: Connection, by: str, within: Within) -> DueCounts:
    """Count commitments that are not closed; ``by`` is one of ``BY``."""
    month = func.substr(days.c.due, 1, 7)
    name = _name(by)
    dated = _dated(select(month, name, func.count()), by, within).where(days.c.due.is_not(None))
    if by == "zone":
        dated = dated.where(~zones.is_hidden())
    found = Counter[tuple[str, str]]()
    for at, said, count in connection.execute(dated.group_by(month, name)):
        found[at, said or ""] += int(count)
    if by == "zone":
        hidden = _dated(select(month, statements.c.record), by, within).where(days.c.due.is_not(None))
        for at, record in connection.execute(hidden.where(zones.is_hidden())):
            found[at, zones.own(record)] += 1
    each = _dated(select(month, func.count()), "", within).group_by(month)
    totals = {row[0]: int(row[1]) for row in connection.execute(each)}
    undated = totals.pop(None, 0)
    return DueCounts(dict(found), totals, undated)


def due_rows(
    connection: Connection, by: str, name: str | None, months: tuple[str, str], within: Within
) -> list[int]:
    """Give the numbers of the rows behind a count, by their last day.

    ``months``: the first and the last, both inclusive; ``name`` ``None``: whatever theirs is.
    """
    columns = (days.c.due, days.c.number)
    asked = _dated(select(*columns), by if name is not None else "", within)
    # a day sorts behind its month, and U+007F behind every day
    asked = asked.where(days.c.due >= months[0], days.c.due <= months[1] + "\x7f")
    if name is None:
        return _sorted(connection.execute(asked))
    told = asked.where(func.coalesce(_name(by), "") == name)
    if by != "zone":
        return _sorted(connection.execute(told))
    found = [tuple(row) for row in connection.execute(told.where(~zones.is_hidden()))]
    hidden = asked.add_columns(statements.c.record).where(zones.is_hidden())
    found += [
        (due, number) for due, number, record in connection.execute(hidden) if zones.own(record) == name
    ]
    return _sorted(found)


def _sorted(rows: Iterable[Any]) -> list[int]:
    return [number for _, number in sorted(map(tuple, rows))]


def figures(connection: Connection, within: Within) -> Iterator[Figures]:
    """Stream the rows that have figures, by number."""
    asked = select(statements.c.number, documents.c.body, documents.c.date, statements.c.record).join(
        documents, documents.c.sha256 == statements.c.document
    )
    asked = asked.where(
        statements.c.record.contains(_SETS, autoescape=True), statements.c.review.in_(within.reviews)
    )
    for part in _parts(asked, within.documents):
        for number, body, day, record in connection.execute(part.order_by(statements.c.number)):
            yield Figures(number, body or zones.own(record), day, Record(record)["targets"])


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
