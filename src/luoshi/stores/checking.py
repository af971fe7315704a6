"""Checks that nothing was changed: the chain, and that texts and rows still say what it says."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, Table, func, literal, or_, select

from luoshi.errors import ChainError
from luoshi.ledger.chain import Fault
from luoshi.ledger.chain import verify as verify_events
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED
from luoshi.stores import finding
from luoshi.stores.tables import documents, events, statements


def verify(connection: Connection, name: str) -> int:
    """Check a whole ledger in one read; give the number of its events.

    Raises:
        ChainError: names the event by its sequence and says what is wrong with it.
    """
    end = verify_events(finding.events(connection), finding.head(connection))
    if isinstance(end, Fault):
        raise ChainError(
            f"{name}: {end}",
            code=f"chain_{end.code}",
            details={"name": name, "sequence": end.sequence, **end.details},
        )
    _check_texts(connection, name)
    _check_rows(connection, name)
    return end.sequence


def _check_texts(connection: Connection, name: str) -> None:
    _check_count(connection, name, documents, DOCUMENT_ADDED)
    asked = select(documents.c.added_sequence, documents.c.sha256, documents.c.text, events.c.subject).join(
        events
    )
    for sequence, named, text, subject in connection.execute(asked.execution_options(yield_per=1)):
        if not sha256(text.encode()).hexdigest() == named == subject:
            raise ChainError(
                f"{name}: event {sequence} is sound, but the text of its document was edited.",
                code="chain_text",
                details={"name": name, "sequence": sequence},
            )


def _check_rows(connection: Connection, name: str) -> None:
    _check_count(connection, name, statements, CREATED)
    sealed = literal('{"statement":') + statements.c.record + literal("}")
    asked = (
        select(statements.c.sequence, statements.c.number)
        .join(events, events.c.sequence == statements.c.sequence)
        .where(or_(events.c.payload != sealed, events.c.subject != statements.c.id))
        .order_by(statements.c.number)
    )
    wrong = connection.execute(asked.limit(1)).first()
    if wrong:
        raise ChainError(
            f"{name}: event {wrong[0]} is sound, but row {wrong[1]}, which it created, was edited.",
            code="chain_row",
            details={"name": name, "sequence": wrong[0], "row": wrong[1]},
        )


def _check_count(connection: Connection, name: str, table: Table, kind: str) -> None:
    kept = connection.execute(select(func.count()).select_from(table)).scalar_one()
    made = connection.execute(select(func.count()).where(events.c.kind == kind)).scalar_one()
    if kept != made:
        raise ChainError(
            f"{name}: the events made {made} {table.name}, but {kept} are there.",
            code=f"chain_count_{table.name}",
            details={"name": name, "made": made, "kept": kept},
        )
