"""The lists of reminders: what is due, what is late, what was not reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.lexicon.lights import LightRules
from luoshi.stores import finding
from luoshi.stores.contract.found import Reminder, Reminders
from luoshi.stores.tables import days

KINDS = ("due", "late", "silent")
_WEEK = timedelta(days=7)
_CHUNK = 500
_COLUMNS = days.c
After = tuple[str | None, int]


def reminders(connection: Connection, day: date, rules: LightRules, limit: int | None) -> Reminders:
    """Give the three lists, each with its first rows."""
    return Reminders(*(_reminder(connection, _condition(kind, day, rules), limit) for kind in KINDS))


def reminded(
    connection: Connection, kind: str, day: date, rules: LightRules, after: After | None
) -> Iterator[Row]:
    """Stream one list past a place in it.

    Raises:
        UsageError: there is no such list.
    """
    if kind not in KINDS:
        raise UsageError(
            f"There is no list of reminders {kind!r}; there are {', '.join(KINDS)}.",
            code="no_reminders",
            details={"kind": kind, "known": ", ".join(KINDS)},
        )
    return _rows(connection, _condition(kind, day, rules), after)


def _reminder(connection: Connection, condition: ColumnElement[bool], limit: int | None) -> Reminder:
    asked = select(func.count()).select_from(days).where(_COLUMNS.is_open == 1, condition)
    count = connection.execute(asked).scalar_one()
    return Reminder(count, tuple(islice(_rows(connection, condition, None, limit), limit)))


def _condition(kind: str, day: date, rules: LightRules) -> ColumnElement[bool]:
    today = day.isoformat()
    if kind == "due":
        return and_(_COLUMNS.due >= today, _COLUMNS.due < _after(day, _WEEK))
    if kind == "late":
        return _COLUMNS.due < today
    # a report is due so many days after the last one: before the month began is that much later
    unheard = _after(day.replace(day=1), timedelta(days=rules.report_every))
    return _COLUMNS.report_due < max(today, unheard)


def _rows(
    connection: Connection, condition: ColumnElement[bool], after: After | None, limit: int | None = None
) -> Iterator[Row]:
    """Stream open rows by due day and number, those without a day last."""
    size = min(limit or _CHUNK, _CHUNK)
    for without in (False, True):
        while not (after is not None and after[0] is None and not without):
            numbers = [
                (due, number)
                for due, number in connection.execute(_page(condition, after, without=without).limit(size))
            ]
            if not numbers:
                break
            found = {row.number: row for row in finding.numbered(connection, [each for _, each in numbers])}
            yield from (found[number] for _, number in numbers)
            after = numbers[-1]


def _page(condition: ColumnElement[bool], after: After | None, *, without: bool) -> Select[Any]:
    asked = select(_COLUMNS.due, _COLUMNS.number).where(_COLUMNS.is_open == 1, condition)
    if without:
        asked = asked.where(_COLUMNS.due.is_(None)).order_by(_COLUMNS.number)
        return asked.where(_COLUMNS.number > after[1]) if after and after[0] is None else asked
    asked = asked.where(_COLUMNS.due.is_not(None)).order_by(_COLUMNS.due, _COLUMNS.number)
    if after is not None and after[0] is not None:
        due, number = after
        past = or_(_COLUMNS.due > due, and_(_COLUMNS.due == due, _COLUMNS.number > number))
        asked = asked.where(_COLUMNS.due >= due, past)
    return asked


def _after(day: date, span: timedelta) -> str:
    return (min(day, date.max - span) + span).isoformat()
