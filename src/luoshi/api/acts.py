"""The steps with rows: what each carries, and what it asks of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from luoshi.api.asking import Asking
from luoshi.api.evidence import evidence_of
from luoshi.api.models import steps as said_of
from luoshi.app import handling, proving
from luoshi.app.handling import Desk, Expected
from luoshi.app.handling import Rows as Done
from luoshi.errors import UsageError
from luoshi.ledger import events as kinds
from luoshi.ledger.fold import effective
from luoshi.serving.refusals import NotAllowed

Numbers = Sequence[int]
Take = Callable[[Asking, Desk, Numbers, Any, Expected], Done]
UNDOING: Final = ("review", "assign", "report", "supervise")


@dataclass(frozen=True, slots=True)
class Act:
    """A step: its name in addresses, the permission it needs, what it carries, the event that it makes."""

    name: str
    permission: str
    kind: str
    said: type[Any]
    summary: str
    take: Take


def _report(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Report, seen: Expected) -> Done:
    return handling.report(
        desk,
        rows,
        said.progress,
        percentage=said.percentage,
        problems=said.problems,
        next_steps=said.next_steps,
        evidence=evidence_of(asked, said.evidence),
        expected=seen,
    )


def _correct(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Correct, seen: Expected) -> Done:
    changes = [(name, words or "无") for name, words in said.changes.items()]
    return handling.correct(desk, rows, changes, note=said.note, expected=seen)


def _assign(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Assign, seen: Expected) -> Done:
    return handling.assign(
        desk, rows, said.lead, supporting=said.supporting, leader=said.leader, due=said.due, expected=seen
    )


def _plan(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Plan, seen: Expected) -> Done:
    if not said.measures and not said.milestones:
        raise UsageError("Give a measure or a milestone.", code="web_plan_empty")
    steps = [(each.text, each.due) for each in said.milestones]
    return handling.plan(desk, rows, said.measures, milestones=steps, expected=seen)


def _prove(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Prove, seen: Expected) -> Done:
    return proving.prove(desk, rows[0], evidence_of(asked, said.evidence), expected=seen)


def _undo(asked: Asking, desk: Desk, rows: Numbers, said: said_of.Undo, seen: Expected) -> Done:
    for number in rows:
        _check_undo(asked, number)
    return handling.undo(desk, rows, expected=seen)


ACTS: Final[Mapping[str, Act]] = {
    act.name: act
    for act in (
        Act(
            "accept",
            "review",
            "accepted",
            said_of.Accept,
            "采纳",
            lambda _, desk, rows, said, seen: handling.accept(desk, rows, note=said.note, expected=seen),
        ),
        Act(
            "reject",
            "review",
            "rejected",
            said_of.Reject,
            "不立项",
            lambda _, desk, rows, said, seen: handling.reject(desk, rows, expected=seen),
        ),
        Act("correct", "review", "corrected", said_of.Correct, "更正", _correct),
        Act(
            "merge",
            "review",
            "merged",
            said_of.Merge,
            "并入另一行",
            lambda _, desk, rows, said, seen: handling.merge(desk, rows, said.into, expected=seen),
        ),
        Act(
            "split",
            "review",
            "split",
            said_of.Split,
            "拆分",
            lambda _, desk, rows, said, seen: handling.split(desk, rows[0], said.cuts, expected=seen),
        ),
        Act("assign", "assign", kinds.ASSIGNED, said_of.Assign, "分解交办", _assign),
        Act("plan", "report", kinds.PLANNED, said_of.Plan, "制定举措", _plan),
        Act("report", "report", kinds.REPORTED, said_of.Report, "反馈进展", _report),
        Act("prove", "report", kinds.PROVED, said_of.Prove, "附证明材料", _prove),
        Act(
            "verify",
            "supervise",
            kinds.VERIFIED,
            said_of.Verify,
            "核查",
            lambda _, desk, rows, said, seen: handling.verify(
                desk, rows, result=said.result, note=said.note, expected=seen
            ),
        ),
        Act(
            "return",
            "supervise",
            kinds.RETURNED,
            said_of.Return,
            "退回",
            lambda _, desk, rows, said, seen: handling.send_back(desk, rows, expected=seen),
        ),
        Act(
            "extend",
            "supervise",
            kinds.EXTENDED,
            said_of.Extend,
            "延期",
            lambda _, desk, rows, said, seen: handling.extend(
                desk, rows, said.until, said.approval, expected=seen
            ),
        ),
        Act(
            "remind",
            "supervise",
            kinds.REMINDED,
            said_of.Remind,
            "催办",
            lambda _, desk, rows, said, seen: handling.remind(desk, rows, to=said.to, expected=seen),
        ),
        Act(
            "close",
            "supervise",
            kinds.CLOSED,
            said_of.Close,
            "销号",
            lambda _, desk, rows, said, seen: handling.close(desk, rows, expected=seen),
        ),
        Act(
            "reopen",
            "supervise",
            kinds.REOPENED,
            said_of.Reopen,
            "重新办理",
            lambda _, desk, rows, said, seen: handling.reopen(desk, rows, expected=seen),
        ),
        Act("undo", "", "", said_of.Undo, "撤销最近一步", _undo),
    )
}
_NEEDED: Final[Mapping[str, str]] = {act.kind: act.permission for act in ACTS.values() if act.kind} | {
    kinds.JUDGED: "review"
}


def _check_undo(asked: Asking, number: int) -> None:
    """Refuse who may not take back the last step on a row: who may take it may take it back.

    Raises:
        NotAllowed: the step is none that the person may take.
    """
    events = effective(asked.store.history(number)[1:])
    if not events:
        return  # the workflow says that there is nothing to take back
    last = events[-1]
    kind = last.payload["decision"] if last.kind == kinds.REVIEWED else last.kind
    needed = _NEEDED.get(kind, "review" if kind == "absorbed" else "supervise")
    if not asked.person.may(needed):
        raise NotAllowed(needed)
