"""Reads: events, rows and documents, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Select, select

from luoshi.codec import from_record
from luoshi.errors import LuoshiError, StoreError, UsageError
from luoshi.ledger import GENESIS, DocumentEntry, Event, Head, Row
from luoshi.ledger.events import subject_of
from luoshi.stores import statuses
from luoshi.stores.tables import documents as documents_table
from luoshi.stores.tables import events as events_table
from luoshi.stores.tables import meta
from luoshi.stores.tables import statements as table

_STREAM = 500
ROW = select(
    table.c.number, table.c.record, table.c.document, table.c.sequence, table.c.status, table.c.parent
)
"""What ``read_row`` reads."""
DOCUMENT = tuple(
    documents_table.c["added_sequence" if field.name == "sequence" else field.name]
    for field in fields(DocumentEntry)
)
"""The columns of which a ``DocumentEntry`` is made, in its order."""
_HUGE = 2**63 - 1


def holds(connection: Connection, sha256: str) -> bool:
    """Tell whether a document is in the ledger."""
    asked = select(documents_table.c.sha256).where(documents_table.c.sha256 == sha256)
    return connection.execute(asked).first() is not None


def head(connection: Connection, *, hold: bool = False) -> Head:
    """Give the recorded end of the chain; ``hold`` keeps other writers from it."""
    asked = select(meta).where(meta.c.key.in_(("head_sequence", "head_hash"))).order_by(meta.c.key)
    # SQLite has no such clause and needs none: its transactions that write come one after the other
    kept = {row.key: row.value for row in connection.execute(asked.with_for_update() if hold else asked)}
    try:
        return Head(int(kept["head_sequence"]), kept["head_hash"])
    except (KeyError, ValueError) as error:
        raise StoreError(
            "The ledger's table meta does not say where its events end: it was changed by hand; "
            "put back a copy.",
            code="ledger_no_end",
        ) from error


def head_sequence(connection: Connection) -> int:
    """Give the sequence of the recorded end: what each page asks first, so as plainly as can be."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'head_sequence'").scalar()
    return int(found) if found is not None else head(connection).sequence


def last(connection: Connection) -> tuple[Head, str]:
    """Give the end of the chain as the events themselves have it, and its time (``""``: no event yet)."""
    columns = events_table.c
    newest = select(columns.sequence, columns.hash, columns.at).order_by(columns.sequence.desc())
    row = connection.execute(newest.limit(1)).first()
    return (Head(row[0], row[1]), row[2]) if row else (GENESIS, "")


def events(connection: Connection, since: int = 0) -> Iterator[Event]:
    """Stream the events after a sequence."""
    asked = select(events_table).where(events_table.c.sequence > since).order_by(events_table.c.sequence)
    for values in _stream(connection, asked):
        yield Event(*values)


def numbered(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    """Give the rows of these numbers that are there, by number."""
    found = []
    possible = [number for number in numbers if number <= _HUGE]
    for start in range(0, len(possible), _STREAM):
        asked = ROW.where(table.c.number.in_(possible[start : start + _STREAM])).order_by(table.c.number)
        found += [read_row(values) for values in connection.execute(asked)]
    return found


def named(connection: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Give the rows of these numbers.

    Raises:
        UsageError: one is not there.
    """
    found = {row.number: row for row in numbered(connection, numbers)}
    for number in numbers:
        if number not in found:
            raise _no_row(number)
    return found


def known(connection: Connection, numbers: Sequence[int]) -> None:
    """Check that there are rows of these numbers.

    Raises:
        UsageError: one is not there.
    """
    for start in range(0, len(numbers), _STREAM):
        part = numbers[start : start + _STREAM]
        there = set(connection.execute(select(table.c.number).where(table.c.number.in_(part))).scalars())
        for number in part:
            if number not in there:
                raise _no_row(number)


def created(connection: Connection, number: int) -> Event:
    """Give the event that made a row.

    Raises:
        UsageError: there is no such row.
    """
    asked = select(events_table).join(table, table.c.sequence == events_table.c.sequence)
    found = connection.execute(asked.where(table.c.number == number)).first() if number <= _HUGE else None
    if found is None:
        raise _no_row(number)
    return Event(*found)


def later(connection: Connection, number: int) -> list[Event]:
    """Give the later events on a row, in order."""
    asked = select(events_table).where(events_table.c.subject == subject_of(number))
    return [Event(*values) for values in connection.execute(asked.order_by(events_table.c.sequence))]


def parts(connection: Connection, number: int) -> list[int]:
    """Give the numbers of the rows that were split from a row."""
    asked = select(table.c.number).where(table.c.parent == number).order_by(table.c.number)
    return list(connection.execute(asked).scalars())


def _no_row(number: int) -> UsageError:
    return UsageError(
        f"The ledger has no row {number}; luoshi ledger list shows its rows.",
        code="no_row",
        details={"row": number},
    )


def row(connection: Connection, number_or_id: int | str) -> Row | None:
    """Give one row by its number or its statement's id.

    Raises:
        StoreError: two statements share the id; names their numbers.
    """
    text_of = str(number_or_id)
    if text_of.isdecimal():
        number = int(text_of)
        asked = ROW.where(table.c.number == number) if number <= _HUGE else None
    else:
        asked = ROW.where(table.c.id == text_of).order_by(table.c.number)
    found = connection.execute(asked).all() if asked is not None else []
    if len(found) > 1:
        numbers = ", ".join(str(values.number) for values in found)
        raise StoreError(
            f"The id {text_of} is shared by the rows {numbers}; name one by its number.",
            code="same_id",
            details={"id": text_of, "rows": numbers},
        )
    return read_row(found[0]) if found else None


def documents(connection: Connection) -> Iterator[DocumentEntry]:
    """Stream the documents in the order in which they were added."""
    asked = select(*DOCUMENT).order_by(documents_table.c.added_sequence)
    for values in _stream(connection, asked):
        yield DocumentEntry(*values)


def text(connection: Connection, sha256: str) -> str | None:
    """Give the text of a document."""
    asked = select(documents_table.c.text).where(documents_table.c.sha256 == sha256)
    return connection.execute(asked).scalar()


def read_row(values: Sequence[Any]) -> Row:
    """Give the row of the columns of ``ROW``.

    Raises:
        StoreError: they hold none.
    """
    number, record, document, sequence, status, parent = values
    try:
        return Row(number, from_record(json.loads(record)), document, sequence, statuses.read(status), parent)
    except (LuoshiError, ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"The row {number} cannot be read ({error}): it was changed by hand, or is of another luoshi; "
            "luoshi ledger verify-chain shows what is wrong.",
            code="row_unreadable",
            details={"row": number, "reason": str(error)},
        ) from error


def _stream(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    yield from connection.execute(asked.execution_options(yield_per=_STREAM))
