"""A ledger in memory for the tests of the workflow: the pure steps, and the fold of what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from luoshi.codec import from_record, to_record
from luoshi.ledger import GENESIS, Event, Head, Row, fold, fold_row, link, steps, undoing
from luoshi.ledger.chain import verify
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, ROW_KINDS, Draft, draft, moment, row_of
from luoshi.ledger.steps import By
from luoshi.lexicon.workflow import Workflow, workflow
from luoshi.model import Deadline, Document, Statement

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
CLAUSES = (
    "加快建设三座水库",
    "改造老旧小区20个",
    "新增绿地五十公顷并修复河岸",
    "建成两所学校和一座医院",
    "推进数据共享",
)
DOCUMENT = Document("，".join(CLAUSES) + "。", source="要点.md")


def statements() -> list[Statement]:
    """One commitment a clause; the first is due by the middle of the year, the second by its end."""
    out, start = [], 0
    for at, words in enumerate(CLAUSES):
        end = start + len(words)
        until = {0: "2026-06-30", 1: "2026-12-31"}.get(at)
        due = Deadline(words[:2], start, start + 2, None, until, "day") if until else None
        name = f"{DOCUMENT.sha256[:8]}:{start}-{end}"
        out.append(
            Statement(
                "commitment",
                name,
                DOCUMENT.sha256,
                DOCUMENT.source,
                "test",
                ("重点任务",),
                start,
                end,
                words,
                ((start, end),),
                force="firm",
                kind="measure",
                themes=("经济发展",),
                deadline=due,
            )
        )
        start = end + 1
    return out


class Rows:
    """Events one after the other; each step is told what it did."""

    def __init__(self, table: Workflow | None = None) -> None:
        self.table = table or workflow()
        self.events: list[Event] = []
        facts = dict.fromkeys(("date", "kind", "title", "body")) | {"source": DOCUMENT.source}
        facts |= {"characters": len(DOCUMENT.text)}
        made = [
            draft(CREATED, one.id, {"statement": to_record(one)}, at=moment(AT), author="甲")
            for one in statements()
        ]
        self.write([draft(DOCUMENT_ADDED, DOCUMENT.sha256, facts, at=moment(AT), author="甲"), *made])

    def write(self, drafts: Sequence[Draft]) -> None:
        for one in drafts:
            last = self.events[-1] if self.events else None
            self.events.append(link(Head(last.sequence, last.hash) if last else GENESIS, one))

    def by(self, reason: str = "", day: int | None = None) -> By:
        """Somebody, a day after the last event, or on a day of March."""
        day = min(len(self.events) // 6 + 2, 31) if day is None else day
        return By("乙", moment(AT.replace(day=day)), reason)

    def created(self) -> list[Event]:
        return [event for event in self.events if event.kind == CREATED]

    def history(self, number: int) -> list[Event]:
        return [e for e in self.events if e.kind in ROW_KINDS and row_of(e) == number]

    def parts(self, number: int) -> list[int]:
        return [at for at, e in enumerate(self.created(), 1) if e.payload.get("from") == number]

    def row(self, number: int) -> Row:
        return fold_row(number, self.created()[number - 1], self.history(number), from_record)

    def all(self) -> tuple[Row, ...]:
        assert verify(self.events) == Head(self.events[-1].sequence, self.events[-1].hash)
        return fold(self.events, from_record).rows

    def part(self, start: int, end: int) -> dict[str, Any]:
        """The record of a stretch, as the extractor would give it."""
        base = to_record(statements()[0])
        name = f"{DOCUMENT.sha256[:8]}:{start}-{end}"
        words = DOCUMENT.text[start:end]
        return base | {"id": name, "start": start, "end": end, "text": words, "pieces": [[start, end]]}

    def do(self, number: int, step: str, said: Mapping[str, Any]) -> None:
        """Take one step: of the work, a decision, ``proved`` or ``undone``; raises what the step raises."""
        said = dict(said)
        by = self.by(said.pop("reason", ""), said.pop("march", None))
        self.write(_STEPS.get(step, _work)(self, number, step, said, by))


def _work(rows: Rows, number: int, step: str, said: dict[str, Any], by: By) -> list[Draft]:
    return [steps.take(rows.row(number), step, said, by, rows.table)]


def _merged(rows: Rows, number: int, _: str, said: dict[str, Any], by: By) -> list[Draft]:
    return steps.merge(rows.row(number), rows.row(said["into"]), by, rows.table)


def _split(rows: Rows, number: int, _: str, said: dict[str, Any], by: By) -> list[Draft]:
    row = rows.row(number)
    start = row.statement.start
    records = [rows.part(start + first, start + last) for first, last in said["at"]]
    return steps.split(row, records, by, rows.table)


_STEPS: dict[str, Callable[[Rows, int, str, dict[str, Any], By], list[Draft]]] = {
    "accepted": lambda rows, n, _, said, by: [steps.accept(rows.row(n), by, rows.table, **said)],
    "rejected": lambda rows, n, _, said, by: [steps.reject(rows.row(n), by, rows.table)],
    "corrected": lambda rows, n, _, said, by: [steps.correct(rows.row(n), said, by, rows.table)],
    "proved": lambda rows, n, _, said, by: [steps.prove(rows.row(n), said["evidence"], by, rows.table)],
    "judged": lambda rows, n, _, said, by: [steps.judge(rows.row(n), said, by, rows.table)],
    "merged": _merged,
    "split": _split,
    "undone": lambda rows, n, _, said, by: undoing.undo(n, rows.history, rows.parts, by),
}
