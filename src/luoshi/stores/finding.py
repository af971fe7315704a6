"""Reads: events, rows and documents, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, select

from luoshi.codec import from_record
from luoshi.errors import LuoshiError, StoreError
from luoshi.ledger import GENESIS, DocumentEntry, Event, Head, Row
from luoshi.model import Statement
from luoshi.stores.store import Filter
from luoshi.stores.tables import documents as documents_table
from luoshi.stores.tables import events as events_table
from luoshi.stores.tables import meta
from luoshi.stores.tables import statements as table

_STREAM = 500
_ROW = select(table.c.number, table.c.record, table.c.state, table.c.document, table.c.sequence)
_HUGE = 2**63 - 1


def holds(connection: Connection, sha256: str) -> bool:
    """Tell whether a document is in the ledger."""
    asked = select(documents_table.c.sha256).where(documents_table.c.sha256 == sha256)
    return connection.execute(asked).first() is not None


def head(connection: Connection) -> Head:
    """Give the recorded end of the chain."""
    kept = {row.key: row.value for row in connection.execute(select(meta))}
    try:
        return Head(int(kept["head_sequence"]), kept["head_hash"])
    except (KeyError, ValueError) as error:
        raise StoreError(
            "The ledger's table meta does not say where its events end: it was changed by hand; "
            "put back a copy.",
            code="ledger_no_end",
        ) from error


def last(connection: Connection) -> Head:
    """Give the end of the chain as the events themselves have it."""
    newest = select(events_table.c.sequence, events_table.c.hash).order_by(events_table.c.sequence.desc())
    row = connection.execute(newest.limit(1)).first()
    return Head(*row) if row else GENESIS


def events(connection: Connection, since: int = 0) -> Iterator[Event]:
    """Stream the events after a sequence."""
    asked = select(events_table).where(events_table.c.sequence > since).order_by(events_table.c.sequence)
    for values in _stream(connection, asked):
        yield Event(*values)


def rows(connection: Connection, wanted: Filter, *, after: int, limit: int | None) -> Iterator[Row]:
    """Stream the rows that a filter lets through, by number."""
    asked = _ROW.where(table.c.number > after).order_by(table.c.number)
    for name in ("document", "type", "kind", "force", "state", "section"):
        value = getattr(wanted, name)
        if value is not None:
            asked = asked.where(table.c[name] == value)
    if wanted.due_from is not None:
        asked = asked.where(table.c.deadline_until >= wanted.due_from)
    if wanted.due_until is not None:
        asked = asked.where(table.c.deadline_until <= wanted.due_until)
    inside = any((wanted.grade, wanted.theme, wanted.actor))  # what only the record itself says
    if limit is not None and not inside:
        asked = asked.limit(limit)
    found = map(_row, _stream(connection, asked))
    yield from islice((row for row in found if _fits(row.statement, wanted)), limit) if inside else found


def _fits(statement: Statement, wanted: Filter) -> bool:
    measured = statement.measurability
    if wanted.grade is not None and (measured is None or measured.grade != wanted.grade):
        return False
    if wanted.theme is not None and not any(
        wanted.theme in theme for theme in (*statement.themes, *statement.subthemes)
    ):
        return False
    return wanted.actor is None or any(wanted.actor in actor.name for actor in statement.actors)


def row(connection: Connection, number_or_id: int | str) -> Row | None:
    """Give one row by its number or its statement's id.

    Raises:
        StoreError: two statements share the id; names their numbers.
    """
    text_of = str(number_or_id)
    if text_of.isdecimal():
        number = int(text_of)
        asked = _ROW.where(table.c.number == number) if number <= _HUGE else None
    else:
        asked = _ROW.where(table.c.id == text_of).order_by(table.c.number)
    found = connection.execute(asked).all() if asked is not None else []
    if len(found) > 1:
        numbers = ", ".join(str(values.number) for values in found)
        raise StoreError(
            f"The id {text_of} is shared by the rows {numbers}; name one by its number.",
            code="same_id",
            details={"id": text_of, "rows": numbers},
        )
    return _row(found[0]) if found else None


def documents(connection: Connection) -> Iterator[DocumentEntry]:
    """Stream the documents in the order in which they were added."""
    columns = documents_table.c
    asked = select(
        columns.sha256,
        columns.source,
        columns.date,
        columns.kind,
        columns.title,
        columns.body,
        columns.characters,
        columns.added_sequence,
        columns.format,
        columns.parser,
        columns.file,
        columns.ending,
    ).order_by(columns.added_sequence)
    for values in _stream(connection, asked):
        yield DocumentEntry(*values)


def text(connection: Connection, sha256: str) -> str | None:
    """Give the text of a document."""
    asked = select(documents_table.c.text).where(documents_table.c.sha256 == sha256)
    return connection.execute(asked).scalar()


def _row(values: Sequence[Any]) -> Row:
    number, record, state, document, sequence = values
    try:
        return Row(number, from_record(json.loads(record)), state, document, sequence)
    except (LuoshiError, ValueError) as error:
        raise StoreError(
            f"The row {number} cannot be read ({error}): it was changed by hand, or is of another luoshi; "
            "luoshi ledger verify-chain shows what is wrong.",
            code="row_unreadable",
            details={"row": number, "reason": str(error)},
        ) from error


def _stream(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    yield from connection.execute(asked.execution_options(yield_per=_STREAM))
