"""Writes a document and its statements: events, rows and the new end of the chain at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from luoshi.codec import dumps, to_record
from luoshi.errors import ChainError, StoreError
from luoshi.ledger.chain import Head, link
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, Draft, Event, draft, moment
from luoshi.model import Document, Facts, Statement
from luoshi.stores import finding
from luoshi.stores.shelf import KeptFile
from luoshi.stores.store import Added
from luoshi.stores.tables import documents, events, meta, statements

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A document made ready: the values of its row, its event, and those of its statements."""

    document: dict[str, Any]
    added: Draft
    created: list[tuple[Draft, dict[str, Any]]]


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
    if plain(document.text) != document.text:
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
        created.append((Draft(CREATED, statement.id, when, name, "", payload), _columns(statement, record)))
    return Entry({"sha256": document.sha256, "text": document.text} | said | read, added, created)


def record(connection: Connection, entry: Entry) -> Added:
    """Write an entry in the transaction of ``connection``, which must be one that writes.

    Raises:
        ChainError: the events do not end where the ledger says; nothing may be added to them.
    """
    sha256: str = entry.document["sha256"]
    if finding.holds(connection, sha256):  # another process was quicker
        return Added(sha256, 0, already=True)
    head = _checked_head(connection)
    number = connection.execute(select(func.max(statements.c.number))).scalar() or 0
    added = link(head, entry.added)
    connection.execute(insert(events), _values(added))
    connection.execute(insert(documents), entry.document | {"added_sequence": added.sequence})
    head = Head(added.sequence, added.hash)
    for start in range(0, len(entry.created), _BATCH):
        sealed, rows = [], []
        for made, columns in entry.created[start : start + _BATCH]:
            event = link(head, made)
            head = Head(event.sequence, event.hash)
            number += 1
            sealed.append(_values(event))
            rows.append(columns | {"number": number, "sequence": event.sequence})
        connection.execute(insert(events), sealed)
        connection.execute(insert(statements), rows)
    _set_head(connection, head)
    return Added(sha256, len(entry.created), already=False)


def plain(words: str) -> str:
    """Write half characters, as in file names that are no UTF-8, with a backslash."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain_or_none(words: str | None) -> str | None:
    return None if words is None else plain(words)


def _columns(statement: Statement, record: str) -> dict[str, Any]:
    deadline = statement.deadline
    return {
        "id": statement.id,
        "document": statement.document,
        "type": statement.type,
        "section": plain(statement.section[0]) if statement.section else "",
        "force": statement.force,
        "kind": statement.kind,
        "deadline_until": deadline.until if deadline else None,
        "state": CREATED,
        "record": record,
    }


def _values(event: Event) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "kind": event.kind,
        "subject": event.subject,
        "at": event.at,
        "author": event.author,
        "reason": event.reason,
        "payload": event.payload_json,
        "previous": event.previous,
        "hash": event.hash,
    }


def _checked_head(connection: Connection) -> Head:
    head, last = finding.head(connection), finding.last(connection)
    if head != last:
        raise ChainError(
            f"The events end at {last.sequence}, but the ledger was recorded up to event {head.sequence}: "
            "it was changed by hand. Put back a copy; luoshi ledger verify-chain shows what is wrong.",
            code="chain_end",
            details={"last": last.sequence, "head": head.sequence},
        )
    return head


def _set_head(connection: Connection, head: Head) -> None:
    for key, value in (("head_sequence", str(head.sequence)), ("head_hash", head.hash)):
        connection.execute(update(meta).where(meta.c.key == key).values(value=value))
