"""What the events add up to: documents, and rows with their status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from luoshi.errors import LuoshiError
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Event, row_of
from luoshi.ledger.row import Evidence, Extension, Milestone, Row, Status
from luoshi.model import Statement

Read = Callable[[Mapping[str, Any]], Statement]


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
class Ledger:
    """Documents and rows, each in the order in which they came."""

    documents: tuple[DocumentEntry, ...]
    rows: tuple[Row, ...]


def fold(events: Iterable[Event], read: Read) -> Ledger:
    """Give the state that a chain of events leads to; ``read`` is ``codec.from_record``.

    Raises:
        LuoshiError: an event is of a kind that this version does not know, or holds a record that
            ``read`` refuses.
    """
    documents: list[DocumentEntry] = []
    made: list[Event] = []
    later: dict[int, list[Event]] = {}
    for event in events:
        if event.kind == kinds.DOCUMENT_ADDED:
            documents.append(document_entry(event))
        elif event.kind == kinds.CREATED:
            made.append(event)
        elif event.kind in kinds.ROW_KINDS:
            later.setdefault(row_of(event), []).append(event)
        else:
            raise LuoshiError(
                f"Event {event.sequence} is of the kind {event.kind!r}, which this luoshi does not know; "
                "use a newer one."
            )
    rows = [fold_row(number, event, later.get(number, ()), read) for number, event in enumerate(made, 1)]
    return Ledger(tuple(documents), tuple(rows))


def fold_row(number: int, created: Event, history: Sequence[Event], read: Read) -> Row:
    """Give one row from the event that created it and the later events on it, in order."""
    record, status, parent = fold_record(created, history)
    statement = read(record)
    return Row(number, statement, statement.document, created.sequence, status, parent)


def fold_record(created: Event, history: Sequence[Event]) -> tuple[dict[str, Any], Status, int | None]:
    """Give the record of the statement as it stands, its status, and the row it was split from.

    The corrections that people made lie over the record of the newest reading.
    """
    payload = created.payload
    record: dict[str, Any] = payload["statement"]
    status = Status(created.sequence)
    for event in effective(history):
        if event.kind == kinds.REVISED:
            record = event.payload["statement"]
        status = apply(status, event)
    if history:
        status = _with(status, version=history[-1].sequence)
    return {**record, **status.corrections}, status, payload.get("from")


def effective(history: Sequence[Event]) -> list[Event]:
    """Give the events of a row that count: those that were not undone, in order.

    An undo is an event like others: undone itself, what it undid counts again.
    """
    gone: set[int] = set()
    kept = []
    for event in reversed(history):
        if event.sequence in gone:
            continue
        if event.kind == kinds.UNDONE:
            gone.add(event.payload["sequence"])
        else:
            kept.append(event)
    kept.reverse()
    return kept


_SLOTS = {each.name: vars(Status)[each.name] for each in fields(Status)}
_COPIED = tuple((slot.__get__, slot.__set__) for slot in _SLOTS.values())


def _with(status: Status, **changes: object) -> Status:
    """Give a status with changes, as ``dataclasses.replace`` does: in the inner loop, and so slot by slot."""
    changed = object.__new__(Status)
    for get, put in _COPIED:
        put(changed, get(status))
    for name, value in changes.items():
        _SLOTS[name].__set__(changed, value)
    return changed


def apply(status: Status, event: Event) -> Status:
    """Give the status after one more event on the row.

    The day of a step is the one that it states: the day where it was taken, which its time in UTC may miss.
    """
    said = event.payload
    status = _with(status, version=event.sequence, state=said.get("state", status.state))
    change = _CHANGES.get(event.kind)
    return change(status, said, said.get("day") or event.at[:10]) if change else status


def _reviewed(status: Status, said: Mapping[str, Any], day: str) -> Status:
    decision = said["decision"]
    if decision == "absorbed":  # another row was merged into this one
        return _with(status, absorbed=(*status.absorbed, *said["rows"]))
    corrections = {**status.corrections, **said.get("changes", {})}
    return _with(
        status,
        review=decision,
        corrections=corrections,
        note=said.get("note", status.note),
        into=said.get("into"),
        unmatched=False,
    )


def _assigned(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(
        status,
        lead=said["lead"],
        supporting=tuple(said.get("supporting", ())),
        leader=said.get("leader"),
        due=said.get("due") or status.due,
        begun=status.begun or day,
    )


def _planned(status: Status, said: Mapping[str, Any], day: str) -> Status:
    milestones = tuple(Milestone(each["text"], each.get("due")) for each in said.get("milestones", ()))
    return _with(status, measures=tuple(said.get("measures", ())), milestones=milestones)


def _reported(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(
        status,
        progress=said["progress"],
        percentage=said.get("percentage", status.percentage),
        problems=said.get("problems", ""),
        next_steps=said.get("next_steps", ""),
        reported=day,
        evidence=(*status.evidence, *(Evidence(**each) for each in said.get("evidence", ()))),
    )


def _proved(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, evidence=(*status.evidence, *(Evidence(**each) for each in said["evidence"])))


def _returned(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, returned=status.returned + 1)


def _extended(status: Status, said: Mapping[str, Any], day: str) -> Status:
    extension = Extension(said["until"], said["approval"], day)
    return _with(status, due=said["until"], extensions=(*status.extensions, extension))


def _reminded(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, reminded=day, reminders=status.reminders + 1)


def _closed(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, closed=day)


def _reopened(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, closed=None)


def _revised(status: Status, said: Mapping[str, Any], day: str) -> Status:
    review = "pending" if status.review == "withdrawn" else status.review
    return _with(status, unmatched=False, review=review)


def _unmatched(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, unmatched=True)


def _withdrawn(status: Status, said: Mapping[str, Any], day: str) -> Status:
    return _with(status, review="withdrawn")


_CHANGES: Mapping[str, Callable[[Status, Mapping[str, Any], str], Status]] = {
    kinds.REVIEWED: _reviewed,
    kinds.ASSIGNED: _assigned,
    kinds.PLANNED: _planned,
    kinds.REPORTED: _reported,
    kinds.PROVED: _proved,
    kinds.RETURNED: _returned,
    kinds.EXTENDED: _extended,
    kinds.REMINDED: _reminded,
    kinds.CLOSED: _closed,
    kinds.REOPENED: _reopened,
    kinds.REVISED: _revised,
    kinds.UNMATCHED: _unmatched,
    kinds.WITHDRAWN: _withdrawn,
}


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
