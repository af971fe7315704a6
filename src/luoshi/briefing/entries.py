"""Rows of the ledger as a template sees them: each value with the place that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from luoshi.briefing.cited import Cited, Counted, Source, counted
from luoshi.ledger import Row
from luoshi.ledger.lights import light, turning
from luoshi.lexicon.lights import LightRules
from luoshi.lexicon.messages import say
from luoshi.lexicon.value_words import LIGHTS
from luoshi.lexicon.workflow import Workflow

LANGUAGE: Final = "zh"
NOBODY: Final = "未明确牵头单位"


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's day, workflow and rules of lights; ``unit``: whose brief it is, ``office``: who signs."""

    day: date
    table: Workflow
    rules: LightRules
    unit: str = ""
    office: str = ""

    def facts(self) -> dict[str, Any]:
        """Give what every template may ask for."""
        return {
            "day": day_words(self.day),
            "unit": self.unit,
            "office": self.office,
            "year": f"{self.day.year}年",
        }


def day_words(day: date | str | None) -> str:
    """Give a day as papers write it: 2026年3月2日; ``""`` for none."""
    if not day:
        return ""
    said = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{said.year}年{said.month}月{said.day}日"


def source_of(row: Row) -> Source:
    """Give where a row's statement stands."""
    return Source(row.document, row.statement.start, row.statement.end, row.statement.section)


def entry(row: Row, desk: Desk) -> dict[str, Any]:
    """Give what a template may ask of a row."""
    statement, status = row.statement, row.status
    place = source_of(row)
    of_ledger = Counted("台账反馈", (row.number,), day_words(status.reported))
    colour = light(row, desk.day, desk.rules)
    targets = "；".join(dict.fromkeys(target.text for target in statement.targets))
    supporting = status.supporting or tuple(a.name for a in statement.actors if a.role == "supporting")
    return {
        "number": Cited(row.number, (), str(row.number)),
        "text": Cited(statement.text, (place,)),
        "goal": Cited(targets, (place,)),
        "lead": row.lead or NOBODY,
        "supporting": "、".join(supporting),
        "due": Cited(f"{day_words(row.due)}前" if row.due else "", (place,)),
        "force": say(LANGUAGE, f"force.{statement.force}") if statement.force else "",
        "state": desk.table.word("state", row.state, LANGUAGE),
        "light": LIGHTS.get(colour or "", ""),
        "why": _why(row, desk, colour),
        "percentage": _percentage(row, of_ledger),
        "progress": _said(status.progress, of_ledger),
        "problems": _said(status.problems, of_ledger),
        "next": _said(status.next_steps, of_ledger),
    }


def by_lead(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Give the rows by who answers for them, most first; those of nobody last."""
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row.lead or "", []).append(row)
    return sorted(held.items(), key=lambda each: (not each[0], -len(each[1]), each[0]))


def numbers(rows: Sequence[Row], what: str) -> Cited:
    """Give how many rows there are."""
    return counted((row.number for row in rows), what)


def lit(rows: Iterable[Row], desk: Desk) -> Mapping[str, list[Row]]:
    """Give the rows by light, each light there."""
    out: dict[str, list[Row]] = {name: [] for name in LIGHTS}
    for row in rows:
        found = light(row, desk.day, desk.rules)
        if found is not None:
            out[found].append(row)
    return out


def _said(words: str, basis: Counted) -> Cited:
    """Give what was reported, without the stop at its end: the template sets its own."""
    return Cited(words, (basis,), words.strip().rstrip("。；"))


def _percentage(row: Row, basis: Counted) -> Cited:
    value = row.status.percentage
    return Cited(value or 0, (basis,), "" if value is None else f"{value}%")


def _why(row: Row, desk: Desk, colour: str | None) -> str:
    turns = turning(row, desk.rules)
    reason = {"red": turns.red_why, "yellow": turns.yellow_why}.get(colour or "")
    return say(LANGUAGE, f"brief.why.{reason}") if reason else ""
