"""任务分解表: the tasks of the ledger by the body that answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luoshi.briefing.entries import NOBODY, Desk, by_lead, entry, numbers
from luoshi.ledger import Row


def facts(rows: Sequence[Row], desk: Desk) -> dict[str, Any]:
    """Give what the template may ask for."""
    units = by_lead(rows)
    named = [row for row in rows if row.lead]
    return desk.facts() | {
        "total": numbers(rows, "任务"),
        "named": numbers(named, "明确牵头单位"),
        "bodies": _bodies(units),
        "dated": numbers([row for row in rows if row.due], "明确时限"),
        "measured": numbers([row for row in rows if row.statement.targets], "有量化目标"),
        "binding": numbers([row for row in rows if row.statement.force == "binding"], "约束力为刚性"),
        "units": [
            {
                "name": name or NOBODY,
                "total": numbers(own, name or NOBODY),
                "tasks": [entry(row, desk) for row in own],
            }
            for name, own in units
        ],
    }


def _bodies(units: Sequence[tuple[str, Sequence[Row]]]) -> Any:  # noqa: ANN401 - a cited figure
    from luoshi.briefing.cited import Cited, Counted

    names = [name for name, _ in units if name]
    return Cited(len(names), (Counted("牵头单位", (), "、".join(names)),) if names else ())
