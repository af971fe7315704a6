"""Taking a step back: the last one on a row, and with it what it did to other rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from luoshi.errors import StepError
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft, Event, row_of
from luoshi.ledger.fold import effective
from luoshi.ledger.steps import By

History = Callable[[int], Sequence[Event]]
"""The later events of a row of that number, in order."""
Parts = Callable[[int], Sequence[int]]
"""The numbers of the rows that were split from a row."""


def undo(number: int, history: History, parts: Parts, by: By) -> list[Draft]:
    """Undo the last step on a row that still counts; a merge or split is undone on every row it touched.

    Raises:
        StepError: nothing is left to undo, or another row's later step rests on it (it is named).
    """
    events = effective(history(number))
    if not events:
        raise StepError(
            f"Row {number}: there is nothing to undo.", code="undo_nothing", details={"row": number}
        )
    return _undone(events[-1], history, parts, by)


def _undone(event: Event, history: History, parts: Parts, by: By) -> list[Draft]:
    number = row_of(event)
    drafts = [_of(event, by)]
    if event.kind == kinds.WITHDRAWN and "with" in event.payload:
        whole = event.payload["with"]
        raise StepError(
            f"Row {number} went when the split of row {whole} was undone; split row {whole} again.",
            code="undo_part",
            details={"row": number, "other": whole},
        )
    if event.kind != kinds.REVIEWED:
        return drafts
    said = event.payload
    if said["decision"] == "merged":
        drafts.append(_of(_last(said["into"], number, history), by))
    elif said["decision"] == "absorbed":
        drafts.append(_of(_last(said["rows"][0], number, history), by))
    elif said["decision"] == "split":
        for part in parts(number):
            later = effective(history(part))
            if later and later[-1].kind == kinds.WITHDRAWN and later[-1].payload.get("with") == number:
                continue  # of an earlier split that was undone
            if later:
                raise _rests(number, part)
            drafts.append(by.draft(kinds.WITHDRAWN, part, {"with": number}))
    return drafts


def _last(other: int, number: int, history: History) -> Event:
    """Give the counterpart of a merge on the other row, which must be its last step."""
    events = effective(history(other))
    last = events[-1] if events else None
    if last is not None and last.kind == kinds.REVIEWED:
        said = last.payload
        if said.get("into") == number or number in said.get("rows", ()):
            return last
    raise _rests(number, other)


def _of(event: Event, by: By) -> Draft:
    return by.draft(kinds.UNDONE, row_of(event), {"sequence": event.sequence})


def _rests(number: int, other: int) -> StepError:
    return StepError(
        f"Row {number}: row {other} has gone on since; undo its later steps first.",
        code="undo_rests",
        details={"row": number, "other": other},
    )
