"""What people make of findings: accepted, so that the later text's words are evidence, or overruled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from luoshi.errors import UsageError
from luoshi.ledger import Judgement, Row, steps
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft
from luoshi.ledger.fold import effective
from luoshi.ledger.judgement import ACCEPTED, OVERRULED, judgement
from luoshi.model import Finding

if TYPE_CHECKING:
    from luoshi.app.handling import Desk, Expected
    from luoshi.stores import Store

Said = dict[str, Any]
Key = tuple[str, tuple[int, int] | None]
"""Which finding of a row: the later text's SHA-256 and where the figure stands in the earlier one."""


def finding_said(record: Mapping[str, Any], document: str) -> Said:
    """Give what an event says of a finding, from its record (``codec.to_finding_record``)."""
    shown, target = record["evidence"], record["target"]
    said: Said = {"document": document, "why": list(record["why"])}
    if shown is not None:
        said |= {name: shown[name] for name in ("start", "end", "text")}
    if target is not None:
        said["target"] = {name: target[name] for name in ("start", "end", "text")}
    return said


def records_of(findings: Sequence[Finding]) -> list[Said]:
    """Give the records of findings."""
    from luoshi.codec import to_finding_record

    return [to_finding_record(each) for each in findings]


def judge(
    desk: Desk,
    number: int,
    records: Sequence[Mapping[str, Any]],
    document: str,
    *,
    instead: str | None = None,
    expected: Expected = None,
) -> tuple[Row, ...]:
    """Accept findings on a row, or overrule them; ``document`` is the later text, one of the ledger.

    Raises:
        StepError: the row is not at work; to overrule there is no reason, or the verdict is none.
        UsageError: ``judged_already``: all were judged so before; ``judge_later``: the ledger lacks the text.
    """
    if desk.store.text(document) is None:
        raise UsageError(
            f"The ledger has no text {document[:12]}; add it first.",
            code="judge_later",
            details={"source": document[:12]},
        )

    def judged(rows: Mapping[int, Row]) -> list[Draft]:
        row = rows[number]
        had = judgements(desk.store, row)
        drafts = []
        for record in records:
            said: Said = {
                "decision": ACCEPTED if instead is None else OVERRULED,
                "standing": record["standing"],
                "instead": instead,
                "finding": finding_said(record, document),
                "day": desk.day,
            }
            draft = steps.judge(row, said, desk.by, desk.table)
            now = judgement(said, desk.day)
            before = had.get((document, now.target))
            if before is None or _said(before) != _said(now):
                drafts.append(draft)
        if not drafts:
            raise UsageError(
                f"Row {number} was judged so already.", code="judged_already", details={"row": number}
            )
        return drafts

    return desk.store.act((number,), judged, expected=expected)


def judgements(store: Store, row: Row) -> dict[Key, Judgement]:
    """Give the last judgement on each finding of a row."""
    if row.status.judged is None:
        return {}
    found: dict[Key, Judgement] = {}
    for event in effective(store.history(row.number)[1:]):
        if event.kind == kinds.JUDGED:
            said = event.payload
            one = judgement(said, said.get("day") or event.at[:10])
            found[one.document, one.target] = one
    return found


def _said(one: Judgement) -> tuple[str, str, str | None]:
    return one.decision, one.standing, one.instead
