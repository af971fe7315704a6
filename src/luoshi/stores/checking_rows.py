"""Whether the rows say what the events say: untouched ones by one question, the others folded anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from luoshi.errors import LuoshiError
from luoshi.ledger import Event, Row
from luoshi.ledger.events import CREATED, PROVED, REPORTED
from luoshi.ledger.row import CREATED_STATE, PENDING
from luoshi.lexicon.lights import LightRules
from luoshi.stores import checking_beside, projection, refolding
from luoshi.stores.projecting import project
from luoshi.stores.tables import bodies, days, events, statements, themes

_BATCH = 500
Said = tuple[tuple[Any, ...], tuple[Any, ...] | None, Set[str], Set[tuple[str, str]]]
Wrong = tuple[int, int]
"""The event that created a row, and the row's number."""


def first_wrong(connection: Connection, rules: LightRules) -> Wrong | None:
    """Give the first row found that is not what its events make of it; ``None`` where all are.

    Of rows that nobody has touched, what was drawn from the record to filter by is not looked at.
    """
    # first those that name no event of theirs: what the others say of an event holds only after that
    return _untouched(connection) or _misnumbered(connection) or _touched(connection, rules)


def unnamed(connection: Connection, column: ColumnElement[int], kind: str) -> int:
    """Give the first event of a kind that ``column`` of another table names nowhere.

    There is one where that table has a row for each such event, but one row names another, or none.
    """
    named = select(literal(1)).where(column == events.c.sequence).exists()
    asked = select(func.min(events.c.sequence)).where(events.c.kind == kind, ~named)
    return int(connection.execute(asked).scalar() or 0)


def evidence(connection: Connection) -> Iterator[tuple[int, str]]:
    """Give the files that events attach as evidence, each with its event."""
    asked = select(events).where(events.c.kind.in_((REPORTED, PROVED)), events.c.payload.contains('"sha256"'))
    for values in connection.execute(asked.order_by(events.c.sequence).execution_options(yield_per=_BATCH)):
        event = Event(*values)
        for each in event.payload.get("evidence", ()):
            if each["kind"] == "file":
                yield event.sequence, each["sha256"]


def _misnumbered(connection: Connection) -> Wrong | None:
    order = func.row_number().over(order_by=statements.c.sequence).label("due")
    counted = select(statements.c.sequence, statements.c.number, order).subquery()
    asked = select(counted.c.sequence, counted.c.number).where(counted.c.number != counted.c.due)
    return _first(connection, asked)


def _untouched(connection: Connection) -> Wrong | None:
    """Give a row that names no event that creates one, or that no later event is about and yet changed."""
    columns = statements.c
    opening = case(
        (columns.parent.is_(None), literal('{"statement":')),
        else_=literal('{"from":') + cast(columns.parent, Text) + literal(',"statement":'),
    )
    sealed = opening + columns.record + literal("}")
    status = literal('{"version":') + cast(columns.sequence, Text) + literal("}")
    changed = or_(
        events.c.payload != sealed,
        events.c.subject != columns.id,
        columns.status != status,
        columns.state != CREATED_STATE,
        columns.review != PENDING,
        columns.unmatched != 0,
        columns.begun.is_not(None),
        columns.percentage.is_not(None),
        columns.reported.is_not(None),
        columns.closed.is_not(None),
        days.c.is_open.is_(None),
        days.c.is_open != 0,
        days.c.yellow.is_not(None),
        days.c.red.is_not(None),
        days.c.report_due.is_not(None),
    )
    asked = (
        select(columns.sequence, columns.number, events.c.kind)
        .outerjoin(events, events.c.sequence == columns.sequence)
        .outerjoin(days, days.c.number == columns.number)
        .where(
            or_(
                events.c.kind.is_(None),
                events.c.kind != CREATED,
                and_(columns.version == columns.sequence, changed),
            )
        )
        .order_by(columns.number)
    )
    found = connection.execute(asked.limit(1)).first()
    if found is None:
        return None
    sequence, number, kind = found
    return sequence if kind == CREATED else unnamed(connection, columns.sequence, CREATED), number


def _touched(connection: Connection, rules: LightRules) -> Wrong | None:
    batches = list(_batches(connection))
    refused = checking_beside.first_refused(
        connection, batches, lambda numbers: wrong_among(connection, numbers, rules) is None, rules
    )
    if refused is not None:
        return wrong_among(connection, refused, rules)
    return _claiming(connection, sum(map(len, batches)))


def wrong_among(connection: Connection, numbers: Sequence[int], rules: LightRules) -> Wrong | None:
    """Give the first of some rows, all of which later events are about, that is not as its events have it."""
    dated = projection.current(connection, rules)
    asked = select(statements.c.number, statements.c.sequence).where(_in(statements, numbers))
    made = {row.number: row.sequence for row in connection.execute(asked)}
    absent = next((number for number in numbers if number not in made), None)
    if absent is not None:
        return _first_event_on(connection, absent), absent
    kept = _kept(connection, numbers, dated=dated)
    at = numbers[0]
    try:
        for row, record in refolding.refold(connection, numbers):
            at = row.number
            if kept[at] != _due(row, record, rules, dated=dated):
                return row.sequence, row.number
    except LuoshiError:  # what the events say of it cannot be folded
        return made[at], at
    return None


def _claiming(connection: Connection, count: int) -> Wrong | None:
    """Give a row that claims later events without having any; ``count`` rows have some."""
    columns = statements.c
    claiming = columns.version != columns.sequence
    if connection.execute(select(func.count()).where(claiming)).scalar_one() == count:
        return None
    later = events.alias()
    some = select(literal(1)).where(later.c.subject == literal("#") + cast(columns.number, Text)).exists()
    return _first(connection, select(columns.sequence, columns.number).where(claiming, ~some))


def _batches(connection: Connection) -> Iterator[list[int]]:
    """Give the numbers of the rows that later events are about."""
    asked = select(events.c.subject).where(events.c.subject > "#", events.c.subject < "$").distinct()
    subjects = [subject for (subject,) in connection.execute(asked)]
    numbers = sorted(int(subject[1:]) for subject in subjects if subject[1:].isdecimal())
    yield from (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))


def _kept(connection: Connection, numbers: Sequence[int], *, dated: bool) -> dict[int, Said]:
    """Give what the tables say of rows, in the form of ``_due``."""
    sides: dict[int, tuple[set[str], set[tuple[str, str]]]] = defaultdict(lambda: (set(), set()))
    for number, theme in connection.execute(
        select(themes.c.number, themes.c.theme).where(_in(themes, numbers))
    ):
        sides[number][0].add(theme)
    asked = select(bodies.c.number, bodies.c.name, bodies.c.role).where(_in(bodies, numbers))
    for number, name, role in connection.execute(asked):
        sides[number][1].add((name, role))
    found = connection.execute(select(days).where(_in(days, numbers)))
    dates = {values.number: tuple(values) for values in found} if dated else {}
    rows = connection.execute(select(statements).where(_in(statements, numbers)))
    return {
        values.number: (tuple(values), dates.get(values.number), *sides[values.number]) for values in rows
    }


def _due(row: Row, record: str, rules: LightRules, *, dated: bool) -> Said:
    made = project(row, record, rules)
    values = tuple(made.statement[column.name] for column in statements.columns)
    dates = tuple(made.days[column.name] for column in days.columns) if dated else None
    return values, dates, made.themes, made.bodies


def _in(table: Table, numbers: Sequence[int]) -> ColumnElement[bool]:
    return table.c.number.in_(numbers)


def _first(connection: Connection, asked: Select[Any]) -> Wrong | None:
    found = connection.execute(asked.limit(1)).first()
    return (found[0], found[1]) if found else None


def _first_event_on(connection: Connection, number: int) -> int:
    asked = select(func.min(events.c.sequence)).where(events.c.subject == f"#{number}")
    return int(connection.execute(asked).scalar_one())
