"""年度考核表: units scored by completion, timeliness and evidence, every deduction with its entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luoshi.briefing.cited import Cited, Counted
from luoshi.briefing.entries import LANGUAGE, Desk, by_lead, day_words, numbers, source_of
from luoshi.briefing.scoring import Deduction, Histories, deductions
from luoshi.briefing.weights import PARTS, Weights
from luoshi.ledger import Row
from luoshi.lexicon.messages import say


def assessed(rows: Sequence[Row], desk: Desk, year: int) -> list[Row]:
    """Give the rows that a year's assessment looks at.

    Handed out or closed, with a unit that answers for them, and due in the year (on the day at the latest) or
    closed in it.
    """
    first, last = f"{year}-01-01", min(f"{year}-12-31", desk.day.isoformat())
    return [
        row
        for row in rows
        if row.state != "created"
        and row.lead
        and (
            (row.due and first <= row.due <= last)
            or (row.status.closed and first <= row.status.closed[:10] <= last)
        )
    ]


def facts(
    rows: Sequence[Row], histories: Histories, weights: Weights, desk: Desk, year: int
) -> dict[str, Any]:
    """Give what the template may ask for; units by score, those of the same score by name."""
    units = [_unit(name, own, histories, weights, desk) for name, own in by_lead(rows)]
    units.sort(key=lambda unit: (-unit["score"].value, unit["name"]))
    method = Counted("考核办法", (), _method(weights))
    return desk.facts() | {
        "year": f"{year}年",
        "total": numbers(rows, "纳入考核"),
        "count": Cited(len(units), (Counted("被考核单位", (), "、".join(unit["name"] for unit in units)),)),
        "full": Cited(weights.full, (method,)),
        "parts": [
            {"name": say(LANGUAGE, f"brief.part.{part}"), "weight": Cited(weights.parts[part], (method,))}
            for part in PARTS
        ],
        "units": units,
        "deductions": [one for unit in units for one in unit["deductions"]],
    }


def _unit(
    name: str, rows: Sequence[Row], histories: Histories, weights: Weights, desk: Desk
) -> dict[str, Any]:
    lost = deductions(rows, histories, weights, desk.day)
    parts = {
        part: _points(
            weights.parts[part] * 100 - sum(one.points for one in lost if one.part == part), lost, part
        )
        for part in PARTS
    }
    score = weights.full * 100 - sum(one.points for one in lost)
    held = tuple(sorted({one.row.number for one in lost}))
    return {
        "name": name,
        "total": numbers(rows, name),
        "score": Cited(score, (Counted(f"{name}扣分", held),), _written(score)),
        **parts,
        "deductions": [_deduction(name, one) for one in lost],
    }


def _points(points: int, lost: Sequence[Deduction], part: str) -> Cited:
    held = tuple(sorted({one.row.number for one in lost if one.part == part}))
    return Cited(
        points,
        (Counted(f"{say(LANGUAGE, f'brief.part.{part}')}扣分", held),) if held else (),
        _written(points),
    )


def _deduction(unit: str, one: Deduction) -> dict[str, Any]:
    detail = day_words(one.detail) if one.why == "overdue" else one.detail
    events = f"事件第{'、'.join(map(str, one.events))}号" if one.events else ""
    basis = Counted("扣分", (one.row.number,), events)
    why = say(LANGUAGE, f"brief.fault.{one.why}", detail=detail)
    return {
        "unit": unit,
        "number": Cited(one.row.number, (basis,)),
        "text": Cited(one.row.statement.text, (source_of(one.row),)),
        "part": say(LANGUAGE, f"brief.part.{one.part}"),
        "why": why,
        "points": Cited(one.points, (basis,), _written(one.points)),
    }


def _written(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _method(weights: Weights) -> str:
    said = "、".join(f"{say(LANGUAGE, f'brief.part.{part}')}{weights.parts[part]}分" for part in PARTS)
    return f"满分{weights.full}分，其中{said}；每件任务分得各项权重除以件数的分值"
