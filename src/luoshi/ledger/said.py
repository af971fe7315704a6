"""What each step may carry: a value that is none is refused before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from luoshi.errors import StepError
from luoshi.ledger import events as kinds
from luoshi.ledger.judgement import DECISIONS, STANDINGS

Fits = Callable[[Any], bool]


def check(number: int, step: str, said: Mapping[str, Any]) -> None:
    """Check what a step on the row of that number carries; ``None`` says that a field is left open.

    Raises:
        StepError: a field is not one of the step's, or holds a value of another kind.
    """
    known = {**_CARRIES[step], "day": _DAY}
    for name, value in said.items():
        if name not in known:
            raise StepError(
                f"Row {number}: the step {step} carries no {name}; it carries {', '.join(known)}.",
                code="step_carries",
                details={"row": number, "step": step, "field": name, "known": ", ".join(known)},
            )
        wanted, fits = known[name]
        if value is not None and not fits(value):
            raise StepError(
                f"Row {number}: {name} is {value!r:.60}; {wanted} belongs there.",
                code="step_value",
                details={"row": number, "field": name, "value": f"{value}"[:60], "wanted": wanted},
            )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_share(value: object) -> bool:
    return type(value) is int and 0 <= value <= 100


def _are_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(each, str) and each.strip() for each in value)


def _are_milestones(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(
        isinstance(each, Mapping)
        and set(each) <= {"text", "due"}
        and _are_texts([each.get("text")])
        and (each.get("due") is None or _is_day(each["due"]))
        for each in value
    )


def _is_evidence(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(
        isinstance(each, Mapping)
        and {"kind", "sha256", "name"} <= set(each) <= {"kind", "sha256", "name", "start", "end"}
        and each["kind"] in ("file", "quote")
        for each in value
    )


def _is_finding(value: object) -> bool:
    """A finding names the later text and, where that says something, the words there."""
    if not isinstance(value, Mapping) or not {"document", "why"} <= set(value) <= _OF_FINDING:
        return False
    place = [value.get(name) for name in ("start", "end", "text")]
    is_silent = place == [None, None, None]
    return (
        _are_texts([value["document"]])
        and _are_texts(value["why"])
        and (is_silent or _is_place(value))
        and (value.get("target") is None or _is_place(value["target"]))
    )


def _is_place(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and type(value.get("start")) is int
        and type(value.get("end")) is int
        and 0 <= value["start"] < value["end"]
        and _are_texts([value.get("text")])
    )


_OF_FINDING = frozenset({"document", "why", "start", "end", "text", "target"})
# the first names what is wanted, as a message does: wanted.day, wanted.text, …
_TEXT: tuple[str, Fits] = ("text", _is_text)
_TEXTS: tuple[str, Fits] = ("texts", _are_texts)
_DAY: tuple[str, Fits] = ("day", _is_day)
_SHARE: tuple[str, Fits] = ("percentage", _is_share)
_MILESTONES: tuple[str, Fits] = ("milestones", _are_milestones)
_EVIDENCE: tuple[str, Fits] = ("evidence", _is_evidence)
_FINDING: tuple[str, Fits] = ("finding", _is_finding)
_DECISION: tuple[str, Fits] = ("decision", DECISIONS.__contains__)
_STANDING: tuple[str, Fits] = ("standing", STANDINGS.__contains__)
_CARRIES: Mapping[str, Mapping[str, tuple[str, Fits]]] = {
    kinds.ASSIGNED: {"lead": _TEXT, "supporting": _TEXTS, "leader": _TEXT, "due": _DAY},
    kinds.PLANNED: {"measures": _TEXTS, "milestones": _MILESTONES},
    kinds.REPORTED: {
        "progress": _TEXT,
        "percentage": _SHARE,
        "problems": _TEXT,
        "next_steps": _TEXT,
        "evidence": _EVIDENCE,
    },
    kinds.PROVED: {"evidence": _EVIDENCE},
    kinds.JUDGED: {
        "decision": _DECISION,
        "standing": _STANDING,
        "instead": _STANDING,
        "finding": _FINDING,
    },
    kinds.VERIFIED: {"result": _TEXT, "note": _TEXT},
    kinds.RETURNED: {},
    kinds.EXTENDED: {"until": _DAY, "approval": _TEXT},
    kinds.REMINDED: {"to": _TEXT},
    kinds.CLOSED: {},
    kinds.REOPENED: {},
}
