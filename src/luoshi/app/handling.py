"""The steps of the workflow: one function each, for one row or many.

All rows of a call take the step, or none does: the error names the first that cannot. ``expected`` gives for
row numbers the version that was seen (``row.status.version``); where another step came between, the call
fails and changes nothing. Each gives the rows as they stand after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from luoshi.app.author import author as whoever
from luoshi.app.correcting import Corrections, changes
from luoshi.app.splitting import Cut, records
from luoshi.app.texts import Texts
from luoshi.errors import UsageError
from luoshi.ledger import Event, Head, Row, link, steps, undoing
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft, moment, row_of
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import Workflow

if TYPE_CHECKING:
    from luoshi.stores import Store

Numbers = Iterable[int]
Expected = Mapping[int, int] | None
Rows = tuple[Row, ...]
_AFTER = 2**62  # past every event


@dataclass(frozen=True, slots=True)
class Desk:
    """Where steps are taken: a ledger, who takes them and why, the day that counts, the office's workflow."""

    store: Store
    by: By
    day: str
    table: Workflow


def desk(
    store: Store,
    *,
    author: str | None = None,
    reason: str = "",
    day: date | None = None,
    table: Workflow | None = None,
) -> Desk:
    """Give a desk of now; ``author`` is whoever is at the keyboard unless given.

    ``day`` is the day on which it was done, where that is not today; ``table`` the workflow, that of
    ``luoshi.toml`` unless given.

    Raises:
        UsageError: the day lies ahead.
    """
    from luoshi import settings

    today = datetime.now().astimezone().date()
    if day is not None and day > today:
        raise UsageError(
            f"{day} lies ahead; a step is entered on its day or later.",
            code="day_ahead",
            details={"day": day.isoformat()},
        )
    by = By((author or "").strip() or whoever(), moment(datetime.now(UTC)), reason.strip())
    return Desk(store, by, (day or today).isoformat(), table or settings.workflow())


def accept(desk: Desk, numbers: Numbers, *, note: str | None = None, expected: Expected = None) -> Rows:
    """Accept rows as they stand: they are promises of this office."""
    return _each(desk, numbers, lambda row: [steps.accept(row, desk.by, desk.table, note=note)], expected)


def reject(desk: Desk, numbers: Numbers, *, expected: Expected = None) -> Rows:
    """Leave rows out of the work."""
    return _each(desk, numbers, lambda row: [steps.reject(row, desk.by, desk.table)], expected)


def correct(
    desk: Desk,
    numbers: Numbers,
    corrections: Corrections,
    *,
    note: str | None = None,
    expected: Expected = None,
) -> Rows:
    """Set fields of rows, each given in plain words (``app.correcting``).

    Raises:
        UsageError: a field or value is not known; names those that are.
    """
    wanted = tuple(numbers)
    texts = Texts(desk.store, wanted)

    def corrected(row: Row) -> list[Draft]:
        return [steps.correct(row, changes(row, corrections, texts), desk.by, desk.table, note=note)]

    return _each(desk, wanted, corrected, expected)


def merge(desk: Desk, numbers: Numbers, into: int, *, expected: Expected = None) -> Rows:
    """Merge rows into another that says the same and goes on for them."""
    wanted = tuple(dict.fromkeys(numbers))

    def merged(rows: Mapping[int, Row]) -> list[Draft]:
        return [draft for n in wanted for draft in steps.merge(rows[n], rows[into], desk.by, desk.table)]

    return desk.store.act(tuple(dict.fromkeys((*wanted, into))), merged, expected=expected)


def split(desk: Desk, number: int, cuts: Sequence[Cut], *, expected: Expected = None) -> Rows:
    """Split a row where its parts begin (``app.splitting``); gives the row, then its parts.

    Raises:
        UsageError: a place is not found in the row.
    """
    texts = Texts(desk.store, (number,))

    def parted(row: Row) -> list[Draft]:
        return steps.split(row, records(row, cuts, texts), desk.by, desk.table)

    return _each(desk, (number,), parted, expected)


def assign(  # noqa: PLR0913 - what handing out says
    desk: Desk,
    numbers: Numbers,
    lead: str,
    *,
    supporting: Sequence[str] = (),
    leader: str | None = None,
    due: date | None = None,
    expected: Expected = None,
) -> Rows:
    """Hand rows out to the body in the lead, with those that help, the leader in charge, the term."""
    said = {"lead": lead, "supporting": list(supporting), "leader": leader, "due": _iso(due)}
    return _step(desk, numbers, kinds.ASSIGNED, said, expected)


def plan(
    desk: Desk,
    numbers: Numbers,
    measures: Sequence[str],
    *,
    milestones: Sequence[tuple[str, date | None]] = (),
    expected: Expected = None,
) -> Rows:
    """Say by which measures, and by which steps with their days, it will be done."""
    steps_ = [{"text": text, "due": _iso(due)} for text, due in milestones]
    said = {"measures": list(measures), "milestones": steps_}
    return _step(desk, numbers, kinds.PLANNED, said, expected)


def report(  # noqa: PLR0913 - what a report says
    desk: Desk,
    numbers: Numbers,
    progress: str,
    *,
    percentage: int | None = None,
    problems: str | None = None,
    next_steps: str | None = None,
    evidence: Sequence[Mapping[str, Any]] = (),
    expected: Expected = None,
) -> Rows:
    """Report how far it has come."""
    said = {
        "progress": progress,
        "percentage": percentage,
        "problems": problems,
        "next_steps": next_steps,
        "evidence": [dict(each) for each in evidence] or None,
    }
    return _step(desk, numbers, kinds.REPORTED, said, expected)


def verify(
    desk: Desk,
    numbers: Numbers,
    *,
    result: str | None = None,
    note: str | None = None,
    expected: Expected = None,
) -> Rows:
    """Enter that what was reported was checked, with what was found."""
    return _step(desk, numbers, kinds.VERIFIED, {"result": result, "note": note}, expected)


def send_back(desk: Desk, numbers: Numbers, *, expected: Expected = None) -> Rows:
    """Send rows back to be done again; needs a reason."""
    return _step(desk, numbers, kinds.RETURNED, {}, expected)


def extend(desk: Desk, numbers: Numbers, until: date, approval: str, *, expected: Expected = None) -> Rows:
    """Set a later end of the term, with the number of the paper that approves it."""
    return _step(desk, numbers, kinds.EXTENDED, {"until": _iso(until), "approval": approval}, expected)


def remind(desk: Desk, numbers: Numbers, *, to: str | None = None, expected: Expected = None) -> Rows:
    """Enter that somebody was reminded: whoever is in the lead, unless ``to`` says."""

    def reminded(row: Row) -> list[Draft]:
        said = {"to": to or row.lead, "day": desk.day}
        return [steps.take(row, kinds.REMINDED, said, desk.by, desk.table)]

    return _each(desk, numbers, reminded, expected)


def close(desk: Desk, numbers: Numbers, *, expected: Expected = None) -> Rows:
    """Strike rows off: done and verified."""
    return _step(desk, numbers, kinds.CLOSED, {}, expected)


def reopen(desk: Desk, numbers: Numbers, *, expected: Expected = None) -> Rows:
    """Take up closed rows again; needs a reason."""
    return _step(desk, numbers, kinds.REOPENED, {}, expected)


def undo(desk: Desk, numbers: Numbers, *, expected: Expected = None) -> Rows:
    """Take back the last step on each row, and with it what it did to others.

    Raises:
        StepError: a row has nothing to take back, or another's later step rests on it.
    """
    wanted = tuple(dict.fromkeys(numbers))
    if len(wanted) == 1:
        return desk.store.undo(wanted[0], desk.by, expected=expected)
    pending: list[Event] = []

    def history(number: int) -> list[Event]:
        kept = [event for event in desk.store.history(number) if event.kind in kinds.ROW_KINDS]
        return kept + [event for event in pending if row_of(event) == number]

    def parts(number: int) -> list[int]:
        from luoshi.stores import Filter

        return [row.number for row in desk.store.rows(Filter(parent=number))]

    def undone(rows: Mapping[int, Row]) -> list[Draft]:
        drafts: list[Draft] = []
        for number in wanted:
            for draft in undoing.undo(number, history, parts, desk.by):
                drafts.append(draft)
                # as if it stood in the chain already: the next row's undo has to see it
                pending.append(link(Head(_AFTER + len(drafts), ""), draft))
        return drafts

    return desk.store.act(wanted, undone, expected=expected)


def _step(desk: Desk, numbers: Numbers, step: str, said: Mapping[str, Any], expected: Expected) -> Rows:
    told = {**said, "day": desk.day}
    return _each(desk, numbers, lambda row: [steps.take(row, step, told, desk.by, desk.table)], expected)


def _each(desk: Desk, numbers: Numbers, step: Callable[[Row], Sequence[Draft]], expected: Expected) -> Rows:
    wanted = tuple(dict.fromkeys(numbers))

    def taken(rows: Mapping[int, Row]) -> list[Draft]:
        return [draft for number in wanted for draft in step(rows[number])]

    return desk.store.act(wanted, taken, expected=expected)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
