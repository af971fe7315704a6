"""What each step may carry: a value that is none is refused before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from luoshi.errors import StepError
from luoshi.ledger import events as kinds

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


# the first names what is wanted, as a message does: wanted.day, wanted.text, …
_TEXT: tuple[str, Fits] = ("text", _is_text)
_TEXTS: tuple[str, Fits] = ("texts", _are_texts)
_DAY: tuple[str, Fits] = ("day", _is_day)
_SHARE: tuple[str, Fits] = ("percentage", _is_share)
_MILESTONES: tuple[str, Fits] = ("milestones", _are_milestones)
_EVIDENCE: tuple[str, Fits] = ("evidence", _is_evidence)
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
    kinds.VERIFIED: {"result": _TEXT, "note": _TEXT},
    kinds.RETURNED: {},
    kinds.EXTENDED: {"until": _DAY, "approval": _TEXT},
    kinds.REMINDED: {"to": _TEXT},
    kinds.CLOSED: {},
    kinds.REOPENED: {},
}
