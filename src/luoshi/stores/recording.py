"""Writes a document and its statements: events, rows and the new end of the chain at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from luoshi.codec import dumps, to_record
from luoshi.errors import StoreError
from luoshi.ledger import Row, Status
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, Draft, draft, moment
from luoshi.lexicon.lights import LightRules
from luoshi.model import Document, Facts, Statement
from luoshi.stores import finding
from luoshi.stores.chaining import Tail
from luoshi.stores.contract.done import Added
from luoshi.stores.projecting import plain
from luoshi.stores.projection import Projector
from luoshi.stores.searching import documents_index
from luoshi.stores.shelf import KeptFile
from luoshi.stores.tables import documents, statements

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A document made ready: its values, its event, and its statements, each with its event and record."""

    document: dict[str, Any]
    added: Draft
    created: list[tuple[Draft, Statement, str]]


def prepare(  # noqa: PLR0913 - what Store.add_document takes
    document: Document,
    facts: Facts,
    found: Iterable[Statement],
    *,
    author: str,
    at: datetime,
    source: str,
    file: KeptFile | None = None,
) -> Entry:
    """Make all that is to be written, but for its place in the chain.

    Raises:
        StoreError: the text holds half characters, which no database keeps, or a statement is
            of another document.
    """
    if not _whole(document.text):
        raise StoreError(
            f"{source} holds half characters (lone surrogates); save it as UTF-8 and add it again.",
            code="half_characters",
            details={"source": plain(source)},
        )
    date = facts.date or document.date
    said = {
        "source": plain(source),
        "date": date.isoformat() if date else None,
        "kind": facts.kind,
        "title": _plain_or_none(facts.title or document.title),
        "body": _plain_or_none(facts.body),
        "characters": len(document.text),
    }
    read = {
        "format": document.format,
        "parser": plain(document.parser) or None,
        "file": file.digest if file else None,
        "ending": plain(file.ending)[:20] if file else None,
    }
    name, when = plain(author), moment(at)
    added = draft(
        DOCUMENT_ADDED,
        document.sha256,
        said | read | {"encoding": document.encoding, "publisher": _plain_or_none(document.publisher)},
        at=when,
        author=name,
    )
    created = []
    for statement in found:
        if statement.document != document.sha256:
            raise StoreError(
                f"The statement {statement.id} is of another document than {source}.",
                code="other_document",
                details={"id": statement.id, "source": plain(source)},
            )
        record = dumps(to_record(statement))
        payload = f'{{"statement":{record}}}'
        created.append((Draft(CREATED, statement.id, when, name, "", payload), statement, record))
    return Entry({"sha256": document.sha256, "text": document.text} | said | read, added, created)


def record(connection: Connection, entry: Entry, rules: LightRules) -> Added:
    """Write an entry in the transaction of ``connection``, which must be one that writes.

    Raises:
        ChainError: the events do not end where the ledger says; nothing may be added to them.
        StoreError: the clock is behind the last event.
    """
    sha256: str = entry.document["sha256"]
    tail = Tail.held(connection)
    if finding.holds(connection, sha256):  # another process was quicker
        return Added(sha256, 0, already=True)
    number = connection.execute(select(func.max(statements.c.number))).scalar() or 0
    (added,) = tail.add([entry.added])
    write_document(connection, entry, added.sequence)
    projector = Projector(connection, rules)
    for start in range(0, len(entry.created), _BATCH):
        batch = entry.created[start : start + _BATCH]
        sealed = tail.add(draft for draft, _, _ in batch)
        projector.insert(
            (Row(number + at, statement, sha256, event.sequence, Status(event.sequence)), record)
            for at, (event, (_, statement, record)) in enumerate(zip(sealed, batch, strict=True), 1)
        )
        number += len(batch)
    return Added(sha256, len(entry.created), already=False)


def write_document(connection: Connection, entry: Entry, sequence: int) -> None:
    """Write the document of an entry, which the event at ``sequence`` added."""
    values = entry.document | {"added_sequence": sequence}
    connection.execute(insert(documents), values)
    documents_index.add(connection, [values])


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain_or_none(words: str | None) -> str | None:
    return None if words is None else plain(words)
