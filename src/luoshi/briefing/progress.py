"""进展通报: the lights on a day, by unit, and the rows that are behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luoshi.briefing.cited import Cited, Counted
from luoshi.briefing.entries import NOBODY, Desk, by_lead, entry, lit, numbers
from luoshi.ledger import Row
from luoshi.lexicon.value_words import LIGHTS

_WHAT = {name: f"{word}灯" for name, word in LIGHTS.items()}


def facts(rows: Sequence[Row], desk: Desk) -> dict[str, Any]:
    """Give what the template may ask for; ``units`` are those with rows handed out, the most late first."""
    lights = lit(rows, desk)
    handed = [row for own in lights.values() for row in own]
    reported = [row for row in handed if row.status.reported]
    units = [_unit(name, own, desk) for name, own in by_lead(handed)]
    units.sort(key=lambda unit: (-unit["red"].value, -unit["yellow"].value))
    return desk.facts() | {
        "total": numbers(rows, "任务"),
        "handed": numbers(handed, "已交办"),
        "waiting": numbers([row for row in rows if row.state == "created"], "未交办"),
        **{name: numbers(own, _WHAT[name]) for name, own in lights.items()},
        "reported": numbers(reported, "已反馈"),
        "mean": mean(handed),
        "units": units,
        "late_units": [unit for unit in units if unit["red"]],
        "reports": [entry(row, desk) for row in reported if row.status.progress],
        "problems": [entry(row, desk) for row in reported if row.status.problems],
    }


def mean(rows: Sequence[Row]) -> Cited:
    """Give the mean of the percentages reported: of a closed row 100, of one without a report 0."""
    done = [100 if row.state == "closed" else row.status.percentage or 0 for row in rows]
    what = "平均进度（各行反馈进度的平均值，销号按100%计，未反馈按0计）"
    basis = Counted(what, tuple(row.number for row in rows))
    return Cited(sum(done), (basis,), f"{sum(done) / len(done):.1f}%" if done else "—")


def _unit(name: str, rows: Sequence[Row], desk: Desk) -> dict[str, Any]:
    lights = lit(rows, desk)
    said = name or NOBODY
    return {
        "name": said,
        "total": numbers(rows, said),
        **{colour: numbers(own, f"{said}{_WHAT[colour]}") for colour, own in lights.items()},
        "mean": mean(rows),
        "late": [entry(row, desk) for row in lights["red"]],
        "soon": [entry(row, desk) for row in lights["yellow"]],
    }
