"""The steps that people take with rows: each gives the events to add, or says what is legal instead.

A step is a function of rows as they stand; it writes nothing. ``said`` is what the event carries
beyond its kind (docs/reference/events.md); the state that it leads to is written into the event, so that
a change of the workflow's table never changes what was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.errors import StepError
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft, draft, subject_of
from luoshi.ledger.judgement import OVERRULED, verdicts
from luoshi.ledger.row import PENDING, Row
from luoshi.ledger.said import check
from luoshi.lexicon.workflow import REVIEWS, SAME, Workflow

ACCEPTED, CLOSED = "accepted", "closed"
CORRECTABLE = (
    "type",
    "action",
    "object",
    "force",
    "kind",
    "themes",
    "subthemes",
    "actors",
    "targets",
    "deadline",
    "measurability",  # what follows from the figures and the deadline, set along with them
)
"""Fields of a record that a person may set; its words and place are those of the source."""


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, when (ISO, UTC) and why."""

    author: str
    at: str
    reason: str = ""

    def draft(self, kind: str, number: int, said: Mapping[str, Any]) -> Draft:
        """Give the event of a kind on a row."""
        return draft(kind, subject_of(number), said, at=self.at, author=self.author, reason=self.reason)


def take(row: Row, step: str, said: Mapping[str, Any], by: By, table: Workflow) -> Draft:
    """Take a step of the work: ``assigned``, ``planned``, ``reported``, ``verified``, ``returned``, ….

    Raises:
        StepError: the step may not follow on the row's state, lacks what it needs, or carries what is none.
    """
    rule = table.steps[step]
    if row.status.review not in table.at_work or row.state not in rule.from_:
        raise illegal(row, step, table)
    for need in rule.needs:
        value = by.reason if need == "reason" else said.get(need)
        if value is None or not str(value).strip():
            raise StepError(
                f"Row {row.number}: the step {step} needs {need}.",
                code="step_needs",
                details={"row": row.number, "step": step, "need": need},
            )
    check(row.number, step, said)
    to = row.state if rule.to == SAME else rule.to
    told = {name: value for name, value in said.items() if value is not None}
    return by.draft(step, row.number, {**told, "state": to})


def prove(row: Row, evidence: Sequence[Mapping[str, Any]], by: By, table: Workflow) -> Draft:
    """Attach evidence to a row that is at work."""
    if row.status.review not in table.at_work:
        raise illegal(row, kinds.PROVED, table)
    check(row.number, kinds.PROVED, {"evidence": evidence})
    return by.draft(kinds.PROVED, row.number, {"evidence": [dict(each) for each in evidence]})


def judge(row: Row, said: Mapping[str, Any], by: By, table: Workflow) -> Draft:
    """Say of a finding on a row that it holds, or put another verdict in its place; that needs a reason.

    ``said`` has ``decision``, ``standing``, ``finding`` and, to overrule, ``instead``.

    Raises:
        StepError: the row is not at work, something is missing, or is none.
    """
    if row.status.review not in table.at_work:
        raise illegal(row, kinds.JUDGED, table)
    overruled = said.get("decision") == OVERRULED
    needs = {name: said.get(name) for name in ("decision", "standing", "finding")}
    needs |= {"instead": said.get("instead"), "reason": by.reason.strip()} if overruled else {}
    for need, value in needs.items():
        if not value:
            raise StepError(
                f"Row {row.number}: the step {kinds.JUDGED} needs {need}.",
                code="step_needs",
                details={"row": row.number, "step": kinds.JUDGED, "need": need},
            )
    check(row.number, kinds.JUDGED, said)
    fitting = verdicts(said["standing"], has_target=said["finding"].get("target") is not None)
    instead = said.get("instead")
    if instead is not None and (not overruled or instead not in fitting):
        raise StepError(
            f"Row {row.number}: {instead} cannot take the place of {said['standing']}; "
            f"these can: {', '.join(fitting)}.",
            code="step_verdict",
            details={
                "row": row.number,
                "instead": instead,
                "standing": said["standing"],
                "known": ", ".join(fitting),
            },
        )
    return by.draft(
        kinds.JUDGED, row.number, {name: value for name, value in said.items() if value is not None}
    )


def accept(row: Row, by: By, table: Workflow, *, note: str | None = None) -> Draft:
    """Accept a row as it stands."""
    return _decide(row, "accepted", {} if note is None else {"note": note}, by, table)


def reject(row: Row, by: By, table: Workflow) -> Draft:
    """Leave a row out of the work: what it quotes is no promise, or not this office's."""
    return _decide(row, "rejected", {}, by, table)


def correct(
    row: Row, changes: Mapping[str, Any], by: By, table: Workflow, *, note: str | None = None
) -> Draft:
    """Set fields of a row's record, each as the record has it (docs/reference/records.md).

    Raises:
        StepError: a field may not be set, or nothing is changed.
    """
    for name in changes:
        if name not in CORRECTABLE:
            raise StepError(
                f"Row {row.number}: {name} cannot be corrected; these can: {', '.join(CORRECTABLE)}.",
                code="step_field",
                details={"row": row.number, "field": name, "known": ", ".join(CORRECTABLE)},
            )
    if not changes and note is None:
        raise StepError(
            f"Row {row.number}: no correction was given.", code="step_empty", details={"row": row.number}
        )
    said: dict[str, Any] = {"changes": dict(changes)}
    if note is not None:
        said["note"] = note
    return _decide(row, "corrected", said, by, table)


def merge(row: Row, into: Row, by: By, table: Workflow) -> list[Draft]:
    """Merge a row into another that says the same; both keep their quotes, the other goes on.

    Raises:
        StepError: a row into itself, or into one that is not at work.
    """
    if row.number == into.number or into.status.review not in table.at_work:
        raise StepError(
            f"Row {row.number} cannot be merged into row {into.number}: name another row that is at work.",
            code="step_merge",
            details={"row": row.number, "into": into.number},
        )
    return [
        _decide(row, "merged", {"into": into.number}, by, table),
        by.draft(kinds.REVIEWED, into.number, {"decision": "absorbed", "rows": [row.number]}),
    ]


def split(row: Row, records: Sequence[Mapping[str, Any]], by: By, table: Workflow) -> list[Draft]:
    """Split a row into rows of their own; ``records`` are those of its parts, in order of the text.

    Raises:
        StepError: fewer than two parts, or a part outside the row or over another.
    """
    end = row.statement.start
    for record in records:
        if not end <= record["start"] < record["end"] <= row.statement.end:
            raise _no_split(row)
        end = record["end"]
    if len(records) < 2:
        raise _no_split(row)
    parts = [record["id"] for record in records]
    made = [
        draft(
            kinds.CREATED,
            record["id"],
            {"statement": dict(record), "from": row.number},
            at=by.at,
            author=by.author,
            reason=by.reason,
        )
        for record in records
    ]
    return [_decide(row, "split", {"parts": parts}, by, table), *made]


def _decide(row: Row, decision: str, said: Mapping[str, Any], by: By, table: Workflow) -> Draft:
    if decision not in table.reviews[row.status.review]:
        raise illegal(row, decision, table)
    return by.draft(kinds.REVIEWED, row.number, {"decision": decision, **said})


def legal(row: Row, table: Workflow) -> tuple[str, ...]:
    """Give the steps and decisions that may be taken with a row now."""
    return _legal(row.state, row.status.review, table)


def _legal(state: str, review: str, table: Workflow) -> tuple[str, ...]:
    steps = (name for name, rule in table.steps.items() if state in rule.from_)
    return (*(steps if review in table.at_work else ()), *table.reviews[review])


def onward(state: str, review: str, table: Workflow, may: Collection[str] | None = None) -> str | None:
    """Give the step that brings a row on: the decision that it waits for, else the work's; ``None``: none.

    Of the legal steps that one ``may`` take (all unless given) it is the first of the table that leads to a
    later state, else the first that is taken again and again in this one.
    """
    known = [name for name in _legal(state, review, table) if may is None or name in may]
    decision = next((name for name in REVIEWS if name in known), None)
    if (review == PENDING and decision) or state not in table.states:
        return decision
    later = table.states[table.states.index(state) + 1 :]
    steps = {name: table.steps[name].to for name in known if name in table.steps}
    again = (name for name, to in steps.items() if to == state)
    return next((name for name, to in steps.items() if to in later), next(again, None))


def offered(state: str, review: str, table: Workflow, may: Collection[str] | None = None) -> tuple[str, ...]:
    """Give the legal steps and decisions that are of use, the one that brings the row on first.

    What was accepted is not offered to be accepted again; a row whose work is over (``closed``) is first
    taken up anew before anything is decided on it.
    """
    known = [name for name in _legal(state, review, table) if may is None or name in may]
    if review != PENDING and review in table.at_work:
        known = [name for name in known if name != ACCEPTED]
    if state == CLOSED:
        known = [name for name in known if name not in REVIEWS]
    first = onward(state, review, table, known)
    return tuple(known) if first is None else (first, *(name for name in known if name != first))


def illegal(row: Row, step: str, table: Workflow) -> StepError:
    """Give the error for a step that may not be taken, naming those that may."""
    state = row.state if row.status.review in table.at_work else row.status.review
    known = legal(row, table)
    return StepError(
        f"Row {row.number} is {state}: {step} may not follow; these may: {', '.join(known) or 'undo'}.",
        code="step_illegal",
        details={"row": row.number, "state": state, "step": step, "known": ", ".join(known) or kinds.UNDONE},
    )


def _no_split(row: Row) -> StepError:
    return StepError(
        f"Row {row.number} cannot be split so: give two or more stretches inside it, in order.",
        code="step_split",
        details={"row": row.number},
    )
