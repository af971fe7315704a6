"""What the events add up to: documents, and rows with their status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from luoshi.errors import LuoshiError
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Event, row_of
from luoshi.ledger.judgement import ACCEPTED, judgement
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
    if history:
        growing = _Growing(status)
        for event in effective(history):
            if event.kind == kinds.REVISED:
                record = event.payload["statement"]
            growing.take(event)
        growing.version = history[-1].sequence
        status = growing.grown()
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


class _Growing:
    """A status that grows event by event: to make a frozen one after each would take most of the time."""

    __slots__ = tuple(each.name for each in fields(Status))

    if TYPE_CHECKING:  # the fields of a status
        version: int
        state: str

        def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401
        def __setattr__(self, name: str, value: object) -> None: ...

    def __init__(self, status: Status) -> None:
        for name, get in _READ:
            setattr(self, name, get(status))

    def take(self, event: Event) -> None:
        """Go on by one event.

        The day of a step is the one that it states: the day where it was taken, which its time in UTC may
        miss.
        """
        said = event.payload
        self.version = event.sequence
        self.state = said.get("state", self.state)
        change = _CHANGES.get(event.kind)
        if change is not None:
            change(self, said, said.get("day") or event.at[:10])

    def grown(self) -> Status:
        status = object.__new__(Status)  # as Status(...) does it, but its frozen fields cost more by name
        for name, put in _WRITTEN:
            put(status, getattr(self, name))
        return status


_READ = tuple((name, vars(Status)[name].__get__) for name in _Growing.__slots__)
_WRITTEN = tuple((name, vars(Status)[name].__set__) for name in _Growing.__slots__)


def apply(status: Status, event: Event) -> Status:
    """Give the status after one more event on the row."""
    growing = _Growing(status)
    growing.take(event)
    return growing.grown()


def _reviewed(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    decision = said["decision"]
    if decision == "absorbed":  # another row was merged into this one
        status.absorbed = (*status.absorbed, *said["rows"])
        return
    status.review = decision
    status.corrections = {**status.corrections, **said.get("changes", {})}
    status.note = said.get("note", status.note)
    status.into = said.get("into")
    status.unmatched = False


def _assigned(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.lead = said["lead"]
    status.supporting = tuple(said.get("supporting", ()))
    status.leader = said.get("leader")
    status.due = said.get("due") or status.due
    status.begun = status.begun or day


def _planned(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.milestones = tuple(Milestone(each["text"], each.get("due")) for each in said.get("milestones", ()))
    status.measures = tuple(said.get("measures", ()))


def _reported(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.progress = said["progress"]
    status.percentage = said.get("percentage", status.percentage)
    status.problems = said.get("problems", "")
    status.next_steps = said.get("next_steps", "")
    status.reported = day
    status.evidence = (*status.evidence, *(Evidence(**each) for each in said.get("evidence", ())))


def _proved(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.evidence = (*status.evidence, *(Evidence(**each) for each in said["evidence"]))


def _judged(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.judged = judgement(said, day)
    shown = shows(said)
    if shown is not None and shown not in status.evidence:
        status.evidence = (*status.evidence, shown)


def shows(said: Mapping[str, Any]) -> Evidence | None:
    """Give the evidence that a judgement attaches: the later text's words, where the finding was accepted."""
    finding = said["finding"]
    if said["decision"] != ACCEPTED or finding.get("start") is None:
        return None
    return Evidence("quote", finding["document"], finding["text"], finding["start"], finding["end"])


def _returned(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.returned += 1


def _extended(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.due = said["until"]
    status.extensions = (*status.extensions, Extension(said["until"], said["approval"], day))


def _reminded(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.reminded = day
    status.reminders += 1


def _closed(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.closed = day


def _reopened(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.closed = None


def _revised(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.unmatched = False
    if status.review == "withdrawn":
        status.review = "pending"


def _unmatched(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.unmatched = True


def _withdrawn(status: _Growing, said: Mapping[str, Any], day: str) -> None:
    status.review = "withdrawn"


_CHANGES: Mapping[str, Callable[[_Growing, Mapping[str, Any], str], None]] = {
    kinds.REVIEWED: _reviewed,
    kinds.ASSIGNED: _assigned,
    kinds.PLANNED: _planned,
    kinds.REPORTED: _reported,
    kinds.PROVED: _proved,
    kinds.JUDGED: _judged,
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
