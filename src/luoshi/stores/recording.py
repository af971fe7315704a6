"""Writes a document and its statements: events, rows and the new end of the chain at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from luoshi.errors import StoreError
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, Draft, draft, moment
from luoshi.lexicon.lights import LightRules
from luoshi.model import Document
from luoshi.stores import finding
from luoshi.stores.chaining import Tail
from luoshi.stores.contract.done import Added
from luoshi.stores.projecting import Values, plain, plain_or_none
from luoshi.stores.projection import Projector
from luoshi.stores.searching import documents_index
from luoshi.stores.searching.entries import place_of
from luoshi.stores.shelf import KeptFile
from luoshi.stores.tables import documents, statements
from luoshi.stores.written import Ready, Written

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A document made ready: its values, its event, whose author and time its statements share, and these."""

    document: Values
    words: str
    added: Draft
    created: tuple[Written, ...]


def prepare(
    document: Document, ready: Ready, *, author: str, at: datetime, file: KeptFile | None = None
) -> Entry:
    """Make all that is to be written, but for its place in the chain.

    Raises:
        StoreError: the text holds half characters, which no database keeps, or a statement is
            of another document.
    """
    source: str = ready.values["source"]
    if not _whole(document.text):
        raise StoreError(
            f"{source} holds half characters (lone surrogates); save it as UTF-8 and add it again.",
            code="half_characters",
            details={"source": source},
        )
    filed = {
        "file": file.digest if file else None,
        "ending": plain(file.ending)[:20] if file else None,
    }
    values = ready.values | filed
    told = {key: value for key, value in values.items() if key not in ("sha256", "text")}
    publisher = plain_or_none(document.publisher)
    name, when = plain(author), moment(at)
    added = draft(
        DOCUMENT_ADDED,
        document.sha256,
        told | {"encoding": document.encoding, "publisher": publisher},
        at=when,
        author=name,
    )
    for one in ready.rows:
        if one.document != document.sha256:
            raise StoreError(
                f"The statement {one.id} is of another document than {source}.",
                code="other_document",
                details={"id": one.id, "source": source},
            )
    return Entry(values, ready.words, added, ready.rows)


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
        sealed = tail.add(_created(one, entry.added) for one in batch)
        rows = enumerate(zip(sealed, batch, strict=True), number + 1)
        projector.place(((at, event.sequence, one) for at, (event, one) in rows), entry.document["date"])
        number += len(batch)
    return Added(sha256, len(entry.created), already=False)


def _created(one: Written, added: Draft) -> Draft:
    return Draft(CREATED, one.id, added.at, added.author, "", f'{{"statement":{one.record}}}')


def write_document(connection: Connection, entry: Entry, sequence: int) -> None:
    """Write the document of an entry, which the event at ``sequence`` added."""
    values = entry.document | {"added_sequence": sequence}
    connection.execute(insert(documents), values)
    place = place_of(sequence, entry.document["date"])
    documents_index.place(connection, place, entry.words)


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
