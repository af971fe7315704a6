"""Rows folded anew from their events, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from luoshi.codec import from_record
from luoshi.ledger import Event, Row
from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import CREATED, REVISED, row_of, subject_of
from luoshi.ledger.fold import fold_record
from luoshi.stores.tables import events, statements

BATCH = 500
Folded = tuple[Row, str]
"""A row, and the record of its statement as canonical JSON."""


def refold(connection: Connection, numbers: Sequence[int]) -> Iterator[Folded]:
    """Give the rows of these numbers as their events have them, by number."""
    for start in range(0, len(numbers), BATCH):
        wanted = numbers[start : start + BATCH]
        asked = select(statements.c.number, events).join(events, events.c.sequence == statements.c.sequence)
        asked = asked.where(statements.c.number.in_(wanted)).order_by(statements.c.number)
        made = [(number, Event(*values)) for number, *values in connection.execute(asked)]
        yield from fold_batch(connection, made)


def fold_batch(connection: Connection, made: Sequence[tuple[int, Event]]) -> Iterator[Folded]:
    """Give the rows that these events created."""
    later = histories(connection, [number for number, _ in made])
    for number, created in made:
        yield fold_one(number, created, later.get(number, []))


def fold_one(number: int, created: Event, history: Sequence[Event]) -> Folded:
    """Give a row from its events."""
    record, status, parent = fold_record(created, history)
    statement = from_record(record)
    row = Row(number, statement, statement.document, created.sequence, status, parent)
    if status.corrections or any(event.kind == REVISED for event in history):
        return row, canonical(record)
    return row, sealed_record(created, parent)


def sealed_record(created: Event, parent: int | None) -> str:
    """Give the record that an event of the kind ``created`` carries, as it is written there."""
    return created.payload_json[len(opening(parent)) : -1]


def opening(parent: int | None) -> str:
    """Give what stands before the record in such an event."""
    return '{"statement":' if parent is None else f'{{"from":{parent},"statement":'


def histories(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Event]]:
    """Give the later events of rows, each in order; rows without any are left out."""
    found: dict[int, list[Event]] = {}
    for start in range(0, len(numbers), BATCH):
        subjects = [subject_of(number) for number in numbers[start : start + BATCH]]
        asked = select(events).where(events.c.subject.in_(subjects)).order_by(events.c.sequence)
        for values in connection.execute(asked).all():  # at once: one by one costs as much again
            event = Event(*values)
            found.setdefault(row_of(event), []).append(event)
    return found


def created(connection: Connection) -> Iterator[list[tuple[int, Event]]]:
    """Give the events that created rows with the numbers they made, in batches."""
    after, number = 0, 0
    while True:
        asked = select(events).where(events.c.kind == CREATED, events.c.sequence > after)
        found = [
            Event(*values) for values in connection.execute(asked.order_by(events.c.sequence).limit(BATCH))
        ]
        if not found:
            return
        yield list(enumerate(found, number + 1))
        number += len(found)
        after = found[-1].sequence
