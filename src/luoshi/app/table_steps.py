"""From the changed cells of one line to the steps that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from luoshi.app import table_cells as means
from luoshi.app.table_faults import left_out, unknown_state, unread
from luoshi.app.table_lines import Cell
from luoshi.errors import LuoshiError, StepError
from luoshi.ledger import Head, Row, link, steps
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft
from luoshi.ledger.fold import apply
from luoshi.lexicon.workflow import Workflow

if TYPE_CHECKING:
    from luoshi.app.handling import Desk

_AFTER = 2**62  # past every event
_TO_STATE = ("verified", "closed", "returned", "reopened", "planned", "assigned", "reported")
_REPORTED = ("progress", "share", "problem", "next")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that could not become a step, and why."""

    key: str
    error: LuoshiError


@dataclass(slots=True)
class Taken:
    """What the cells of a line come to: the row as it will be, the events, and what was wrong."""

    row: Row
    drafts: list[Draft] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def taken(row: Row, now: Mapping[str, str], cells: Mapping[str, Cell], desk: Desk, approval: str) -> Taken:
    """Give the events that changed cells stand for, in the order of the work.

    ``now`` are the cells as the ledger has them, ``cells`` those that were changed; ``approval`` is the
    number of the paper for later terms where the note of the line names none. A row that nobody was
    handed is handed out first where its state says that the work has begun.
    """
    return _Line(row, now, cells, desk, approval).taken()


class _Line:
    """The steps of one line, each taken on the row as the one before left it."""

    def __init__(
        self, row: Row, now: Mapping[str, str], cells: Mapping[str, Cell], desk: Desk, approval: str
    ) -> None:
        self.cells, self.desk = cells, desk
        self.said = {key: means.plain(text) for key, text in now.items()}
        self.said |= {key: means.plain(cell.text) for key, cell in cells.items()}
        note = self.said["note"] if "note" in cells else ""
        self.approval = means.approval(note) or approval
        # what needs a reason takes the one that was given, else the new note
        self.why = desk.by.reason or note
        self.out = Taken(row)

    def taken(self) -> Taken:
        if "state" in self.cells and self.wanted is None:
            self.fail("state", unknown_state(self.out.row, self.said["state"], self.desk.table))
        self.assign()
        if "measures" in self.cells:
            self.plan("measures")
        if any(key in self.cells for key in _REPORTED):
            self.report()
        if "due" in self.cells and not self.due_was_set:
            self.extend()
        if "state" in self.cells and self.wanted is not None:
            self.move(self.wanted)
        if "note" in self.cells:
            self.note()
        return self.out

    @property
    def wanted(self) -> str | None:
        """The state that the line says: by its word, or by the step that leads to it."""
        table = self.desk.table
        named = means.state(self.said["state"], table)
        if named is not None:
            return named
        step = table.name("step", self.said["state"])
        return table.steps[step].to if step in ("returned", "reopened") and step is not None else None

    @property
    def due_was_set(self) -> bool:
        """Whether the term went in with the handing out."""
        first = self.out.drafts[0] if self.out.drafts else None
        return first is not None and first.kind == kinds.ASSIGNED and '"due":' in first.payload_json

    def fail(self, key: str, error: LuoshiError) -> None:
        self.out.wrong.append(Wrong(key, error))

    def add(self, draft: Draft) -> None:
        self.out.drafts.append(draft)
        event = link(Head(_AFTER + len(self.out.drafts), ""), draft)
        self.out.row = replace(self.out.row, status=apply(self.out.row.status, event))

    def take(self, key: str, step: str, said: Mapping[str, Any], reason: str | None = None) -> None:
        by = self.desk.by if reason is None else replace(self.desk.by, reason=reason)
        told = {**said, "day": self.desk.day}
        try:
            self.add(steps.take(self.out.row, step, told, by, self.desk.table))
        except StepError as error:
            self.fail(key, error)

    def assign(self) -> None:
        row = self.out.row
        changed = next((key for key in ("lead", "supporting", "leader") if key in self.cells), None)
        begins = row.state == "created" and self.wanted not in (None, "created") and "state" in self.cells
        if changed is None and not begins:
            return
        due = None
        if "due" in self.cells and row.state == "created":
            until = means.last_day(self.said["due"])
            due = until.isoformat() if until else None
        said = {
            "lead": self.said["lead"] or (row.lead or "" if "lead" not in self.cells else ""),
            "supporting": list(means.names(self.said["supporting"])),
            "leader": self.said["leader"] or None,
            "due": due,
        }
        self.take(changed or "state", kinds.ASSIGNED, said)

    def plan(self, key: str) -> None:
        milestones = [{"text": each.text, "due": each.due} for each in self.out.row.status.milestones]
        measures = list(means.lines(self.said["measures"]))
        self.take(key, kinds.PLANNED, {"measures": measures, "milestones": milestones})

    def report(self) -> None:
        key = next(key for key in _REPORTED if key in self.cells)
        percentage = means.share(self.said["share"]) if self.said["share"] else None
        if "share" in self.cells and percentage is None:
            self.fail("share", unread(self.out.row, self.said["share"], code="import_share"))
            return
        said = {
            "progress": self.said["progress"],
            "percentage": percentage,
            "problems": self.said["problem"],
            "next_steps": self.said["next"],
        }
        self.take(key, kinds.REPORTED, said)

    def extend(self) -> None:
        until = means.last_day(self.said["due"])
        if until is None:
            self.fail("due", unread(self.out.row, self.said["due"], code="import_day"))
            return
        self.take("due", kinds.EXTENDED, {"until": until.isoformat(), "approval": self.approval})

    def move(self, wanted: str) -> None:
        row, table = self.out.row, self.desk.table
        if row.state == wanted or any(wrong.key == "state" for wrong in self.out.wrong):
            return
        ways = [name for name in _TO_STATE if table.steps[name].to == wanted]
        step = next((name for name in ways if row.state in table.steps[name].from_), None)
        if step is None or step == kinds.REPORTED:
            step = step or next(iter(ways), None)
            error = steps.illegal(row, step, table) if step else unknown_state(row, self.said["state"], table)
            self.fail("state", error if step != kinds.REPORTED else _unreported(row, table))
        elif step == kinds.PLANNED:
            self.plan("state")
        else:
            self.take("state", step, {}, self.why)

    def note(self) -> None:
        """Set the note by the decision that stands; a row that none was taken on is accepted by it."""
        row, by, table = self.out.row, self.desk.by, self.desk.table
        if row.status.review not in table.at_work:
            self.fail("note", left_out(row))
        elif row.status.review == "corrected":
            self.add(steps.correct(row, {}, by, table, note=self.said["note"]))
        else:
            self.add(steps.accept(row, by, table, note=self.said["note"]))


def _unreported(row: Row, table: Workflow) -> StepError:
    """Say that a state which a report leads to needs one, in words of the step."""
    if row.state in table.steps[kinds.REPORTED].from_:
        return StepError(
            f"Row {row.number}: the step reported needs progress.",
            code="step_needs",
            details={"row": row.number, "step": kinds.REPORTED, "need": "progress"},
        )
    return steps.illegal(row, kinds.REPORTED, table)
