"""The steps as the page takes them: what each needs to be allowed, and what its form says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from luoshi.app import handling, table_cells
from luoshi.app.handling import Desk, Expected, Rows
from luoshi.errors import UsageError

Said = Mapping[str, str]
"""What a form's fields say, without spaces at their ends."""
Take = Callable[[Desk, Sequence[int], Said, Expected], Rows]
_MILESTONE: Final = re.compile(r"(?P<text>.*?)[\s=＝，,：:]+(?P<day>\d{4}-\d{1,2}-\d{1,2})")
_SPLIT: Final = re.compile(r"\n+")
CORRECTED: Final = ("type", "force", "kind", "theme", "lead", "supporting", "deadline", "target")
"""The fields of the form of a correction."""


@dataclass(frozen=True, slots=True)
class Act:
    """A step: ``name`` as in addresses, the ``permission`` that it needs, the event that it makes.

    ``kind`` is the event's kind, or the decision of a review.
    """

    name: str
    permission: str
    kind: str
    take: Take


def day_of(said: str) -> date | None:
    """Give the day that a field says; ``None`` where it is empty.

    Raises:
        UsageError: ``web_day``: it is none.
    """
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(
            f"“{said}” is no day; write it as 2026-06-30.", code="web_day", details={"day": said}
        ) from error


def _share(said: str) -> int | None:
    if not said:
        return None
    share = table_cells.share(said)
    if share is None:
        raise UsageError(
            f"“{said}” is no share; write a number from 0 to 100.", code="web_share", details={"value": said}
        )
    return share


def _accept(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.accept(desk, rows, note=said.get("note") or None, expected=seen)


def _reject(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.reject(desk, rows, expected=seen)


def _correct(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    changed = [
        (name, said[name] or "无")
        for name in CORRECTED
        if name in said and said[name] != said.get(f"was_{name}", "")
    ]
    return handling.correct(desk, rows, changed, note=said.get("note") or None, expected=seen)


def _split(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    cuts = [words.strip() for words in _SPLIT.split(said.get("cuts", "")) if words.strip()]
    return handling.split(desk, rows[0], cuts, expected=seen)


def _merge(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    into = said.get("into", "").lstrip("#")
    if not into.isdecimal():
        raise UsageError(f"“{into}” is no number of a row.", code="web_row", details={"value": into})
    return handling.merge(desk, rows, int(into), expected=seen)


def _undo(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.undo(desk, rows, expected=seen)


def _assign(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.assign(
        desk,
        rows,
        said.get("lead", ""),
        supporting=table_cells.names(said.get("supporting", "")),
        leader=said.get("leader") or None,
        due=day_of(said.get("due", "")),
        expected=seen,
    )


def _plan(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    measures = table_cells.lines(said.get("measures", ""))
    milestones = [_milestone(line) for line in table_cells.lines(said.get("milestones", ""))]
    if not measures and not milestones:
        raise UsageError("Give a measure or a milestone.", code="web_plan_empty")
    return handling.plan(desk, rows, measures, milestones=milestones, expected=seen)


def _milestone(line: str) -> tuple[str, date | None]:
    found = _MILESTONE.fullmatch(line)
    return (found["text"], day_of(found["day"])) if found and found["text"] else (line, None)


def _verify(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    result, note = said.get("result") or None, said.get("note") or None
    return handling.verify(desk, rows, result=result, note=note, expected=seen)


def _return(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.send_back(desk, rows, expected=seen)


def _extend(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    until = day_of(said.get("until", ""))
    if until is None:
        raise UsageError("Say until which day.", code="web_no_day")
    return handling.extend(desk, rows, until, said.get("approval", ""), expected=seen)


def _remind(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.remind(desk, rows, to=said.get("to") or None, expected=seen)


def _close(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.close(desk, rows, expected=seen)


def _reopen(desk: Desk, rows: Sequence[int], said: Said, seen: Expected) -> Rows:
    return handling.reopen(desk, rows, expected=seen)


def report(
    desk: Desk, number: int, said: Said, evidence: Sequence[Mapping[str, object]], seen: Expected
) -> Rows:
    """Report how far a row has come, with what shows it."""
    return handling.report(
        desk,
        (number,),
        said.get("progress", ""),
        percentage=_share(said.get("percentage", "")),
        problems=said.get("problems") or None,
        next_steps=said.get("next_steps") or None,
        evidence=evidence,
        expected=seen,
    )


ACTS: Final[Mapping[str, Act]] = {
    act.name: act
    for act in (
        Act("accept", "review", "accepted", _accept),
        Act("correct", "review", "corrected", _correct),
        Act("reject", "review", "rejected", _reject),
        Act("split", "review", "split", _split),
        Act("merge", "review", "merged", _merge),
        Act("assign", "assign", "assigned", _assign),
        Act("plan", "report", "planned", _plan),
        Act("verify", "supervise", "verified", _verify),
        Act("return", "supervise", "returned", _return),
        Act("extend", "supervise", "extended", _extend),
        Act("remind", "supervise", "reminded", _remind),
        Act("close", "supervise", "closed", _close),
        Act("reopen", "supervise", "reopened", _reopen),
    )
}
"""All steps but reporting and evidence, which carry files, and undoing: its right hangs on what is undone."""
REPORT: Final = "reported"
UNDO: Final = Act("undo", "", "undone", _undo)
PERMISSIONS: Final[Mapping[str, str]] = {act.kind: act.permission for act in ACTS.values()} | {
    REPORT: "report",
    "proved": "report",
    "judged": "review",
}
"""By kind of event or decision: what is needed to take it, and so to take it back."""
BULK: Final = ("accept", "assign", "remind", "extend")
"""The steps that many rows may take at once."""
