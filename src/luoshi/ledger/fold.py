"""What the events add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.errors import LuoshiError
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, Event
from luoshi.model import Statement


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of the ledger; ``sequence`` is the event that added it.

    ``date`` is an ISO date; ``characters`` counts the code points of its text; facts that the
    text does not give are ``None``. ``format`` and ``parser`` say how it was read; ``file`` is the SHA-256
    of the file's bytes and ``ending`` that of its name (``.pdf``), where the file was kept.
    """

    sha256: str
    source: str
    date: str | None
    kind: str | None
    title: str | None
    body: str | None
    characters: int
    sequence: int
    format: str | None = None
    parser: str | None = None
    file: str | None = None
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger: ``number`` (序号) from 1, the statement, and how far it has come.

    ``document`` is the SHA-256 of its text, ``sequence`` the event that created it.
    """

    number: int
    statement: Statement
    state: str
    document: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Documents and rows, each in the order in which they came."""

    documents: tuple[DocumentEntry, ...]
    rows: tuple[Row, ...]


def fold(events: Iterable[Event], read: Callable[[Mapping[str, Any]], Statement]) -> Ledger:
    """Give the state that a chain of events leads to; ``read`` is ``codec.from_record``.

    Raises:
        LuoshiError: an event is of a kind that this version does not know, or holds a record that
            ``read`` refuses.
    """
    documents: list[DocumentEntry] = []
    rows: list[Row] = []
    for event in events:
        if event.kind == DOCUMENT_ADDED:
            documents.append(document_entry(event))
        elif event.kind == CREATED:
            statement = read(event.payload["statement"])
            rows.append(Row(len(rows) + 1, statement, CREATED, statement.document, event.sequence))
        else:
            raise LuoshiError(
                f"Event {event.sequence} is of the kind {event.kind!r}, which this luoshi does not know; "
                "use a newer one."
            )
    return Ledger(tuple(documents), tuple(rows))


def document_entry(event: Event) -> DocumentEntry:
    """Give the document that a ``document_added`` event adds."""
    facts = event.payload
    return DocumentEntry(
        event.subject,
        facts["source"],
        facts["date"],
        facts["kind"],
        facts["title"],
        facts["body"],
        facts["characters"],
        event.sequence,
        *(facts.get(name) for name in ("format", "parser", "file", "ending")),  # old events have not all
    )
