"""What a unit loses in the yearly assessment, row by row: in hundredths of a point, so that all adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.briefing.weights import Weights
from luoshi.ledger import Event, Row
from luoshi.ledger.events import CLOSED, EXTENDED, REMINDED, REPORTED, RETURNED

Histories = Mapping[int, Sequence[Event]]


@dataclass(frozen=True, slots=True)
class Deduction:
    """Hundredths of a point that a row costs its unit in a part; ``why`` names the fault.

    ``detail`` is what the fault rests on (a day, a count, a percentage), ``events`` the sequences of the
    events that bear it out.
    """

    row: Row
    part: str
    why: str
    detail: str
    points: int
    events: tuple[int, ...] = ()


def deductions(rows: Sequence[Row], histories: Histories, weights: Weights, day: date) -> list[Deduction]:
    """Give what a unit's rows cost it, at most the row's share of each part."""
    out: list[Deduction] = []
    for at, row in enumerate(rows):
        events = histories.get(row.number, ())
        for part, faults in (
            ("completion", _completion(row, events, weights)),
            ("timeliness", _timeliness(row, events, weights, day)),
            ("evidence", _evidence(row, weights)),
        ):
            left = 100
            for why, detail, percent, borne in faults:
                cost = min(percent, left)
                left -= cost
                points = _hundredths(_part_of(weights.parts[part], at, len(rows)), cost)
                if points:
                    out.append(Deduction(row, part, why, detail, points, borne))
    return out


_Fault = tuple[str, str, int, tuple[int, ...]]


def _completion(row: Row, events: Sequence[Event], weights: Weights) -> list[_Fault]:
    if row.state == "closed":
        return []
    if row.status.percentage is None:
        return [("unreported", "", weights.costs["unreported"], ())]
    last = _of(events, REPORTED)[-1:]
    return [("unfinished", f"{row.status.percentage}%", 100 - row.status.percentage, last)]


def _timeliness(row: Row, events: Sequence[Event], weights: Weights, day: date) -> list[_Fault]:
    out: list[_Fault] = []
    ended = row.status.closed if row.state == "closed" else day.isoformat()
    if row.due and ended and ended[:10] > row.due:
        out.append(("overdue", row.due, weights.costs["overdue"], _of(events, CLOSED)[-1:]))
    for why, kind in (("returned", RETURNED), ("reminded", REMINDED), ("extended", EXTENDED)):
        found = _of(events, kind)
        if found:
            out.append((why, str(len(found)), weights.costs[why] * len(found), found))
    return out


def _evidence(row: Row, weights: Weights) -> list[_Fault]:
    kinds = {one.kind for one in row.status.evidence}
    if not kinds:
        return [("none", "", weights.costs["none"], ())]
    return [] if "file" in kinds else [("quotes_only", "", weights.costs["quotes_only"], ())]


def _of(events: Sequence[Event], kind: str) -> tuple[int, ...]:
    return tuple(event.sequence for event in events if event.kind == kind)


def _part_of(weight: int, at: int, rows: int) -> int:
    """Give the hundredths of a point that a row has of a part: of all rows together they are the part."""
    whole = weight * 100
    return whole * (at + 1) // rows - whole * at // rows


def _hundredths(points: int, percent: int) -> int:
    """Give so many percent of hundredths of a point, halves up."""
    return (2 * points * percent + 100) // 200
