"""Checks that nothing was changed: the chain, and that texts, rows and files still say what it says."""

from __future__ import annotations

from dataclasses import fields, replace
from hashlib import sha256

from sqlalchemy import Connection, Table, func, select

from luoshi.errors import ChainError, StoreError
from luoshi.ledger import DocumentEntry, Event
from luoshi.ledger.chain import Fault
from luoshi.ledger.chain import verify as verify_events
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED
from luoshi.ledger.fold import document_entry
from luoshi.lexicon.lights import LightRules
from luoshi.stores import checking_rows, finding, walking
from luoshi.stores.projecting import plain
from luoshi.stores.shelf import FileShelf
from luoshi.stores.tables import documents, events, statements


def verify(connection: Connection, name: str, rules: LightRules, files: FileShelf | None = None) -> int:
    """Check a whole ledger in one read; give the number of its events.

    ``files`` are the kept files, where they are to be checked too.

    Raises:
        ChainError: names the event by its sequence and says what is wrong with it.
    """
    sequence = verify_chain(connection, name)
    with walking.as_it_stands(connection):
        _check_documents(connection, name)
        _check_count(connection, name, statements, CREATED)
        wrong = checking_rows.first_wrong(connection, rules)
    if wrong:
        raise ChainError(
            f"{name}: event {wrong[0]} is sound, but row {wrong[1]}, which it created, was edited.",
            code="chain_row",
            details={"name": name, "sequence": wrong[0], "row": wrong[1]},
        )
    if files is not None:
        _check_files(connection, name, files)
    return sequence


def verify_chain(connection: Connection, name: str) -> int:
    """Check the events alone; give their number.

    Raises:
        ChainError: as ``verify``.
    """
    with walking.as_it_stands(connection):
        head = finding.head(connection)
        sound = walking.walk(connection, head.sequence)
        end = verify_events(finding.events(connection, sound.sequence), head, sound)
    if isinstance(end, Fault):
        raise ChainError(
            f"{name}: {end}",
            code=f"chain_{end.code}",
            details={"name": name, "sequence": end.sequence, **end.details},
        )
    return end.sequence


def _check_documents(connection: Connection, name: str) -> None:
    _check_count(connection, name, documents, DOCUMENT_ADDED)
    added = documents.c.added_sequence
    asked = select(*finding.DOCUMENT, documents.c.text, events).outerjoin(events, events.c.sequence == added)
    width = len(finding.DOCUMENT)
    for values in connection.execute(asked.order_by(added).execution_options(yield_per=1)):
        kept, text, event = DocumentEntry(*values[:width]), values[width], Event(*values[width + 1 :])
        if event.kind != DOCUMENT_ADDED:
            raise _text_edited(name, checking_rows.unnamed(connection, added, DOCUMENT_ADDED))
        if not isinstance(text, str) or not sha256(text.encode()).hexdigest() == kept.sha256 == event.subject:
            raise _text_edited(name, event.sequence)
        _check_facts(name, kept, replace(document_entry(event), characters=len(text)))


def _check_facts(name: str, kept: DocumentEntry, due: DocumentEntry) -> None:
    for field in fields(DocumentEntry):
        said, told = getattr(kept, field.name), getattr(due, field.name)
        # a ledger that was filled from another has only characters that every database keeps
        if said != told and not (
            isinstance(said, str) and isinstance(told, str) and plain(said) == plain(told)
        ):
            raise ChainError(
                f"{name}: event {due.sequence} is sound, but what is kept of its document was edited "
                f"({field.name}).",
                code="chain_document",
                details={"name": name, "sequence": due.sequence, "field": field.name},
            )


def _text_edited(name: str, sequence: int) -> ChainError:
    return ChainError(
        f"{name}: event {sequence} is sound, but the text of its document was edited.",
        code="chain_text",
        details={"name": name, "sequence": sequence},
    )


def _check_files(connection: Connection, name: str, files: FileShelf) -> None:
    asked = select(documents.c.added_sequence, documents.c.file).where(documents.c.file.is_not(None))
    for sequence, digest in connection.execute(asked.order_by(documents.c.added_sequence)):
        _check_file(name, sequence, digest, files)
    for sequence, digest in checking_rows.evidence(connection):
        _check_file(name, sequence, digest, files)


def _check_file(name: str, sequence: int, digest: str, files: FileShelf) -> None:
    try:
        files.open(digest)
    except StoreError as error:
        raise ChainError(
            f"{name}: event {sequence} is sound, but not the file that it names: {error}",
            code="chain_file",
            details={"name": name, "sequence": sequence, "digest": digest, "reason": str(error)},
        ) from error


def _check_count(connection: Connection, name: str, table: Table, kind: str) -> None:
    kept = connection.execute(select(func.count()).select_from(table)).scalar_one()
    made = connection.execute(select(func.count()).where(events.c.kind == kind)).scalar_one()
    if kept != made:
        raise ChainError(
            f"{name}: the events made {made} {table.name}, but {kept} are there.",
            code=f"chain_count_{table.name}",
            details={"name": name, "made": made, "kept": kept},
        )
