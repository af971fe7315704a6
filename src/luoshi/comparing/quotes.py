"""Quotes of a side: what is shown beside every number of a comparison."""

from __future__ import annotations

from typing import Final

from luoshi.model import Quote, Side, Statement

FORCES: Final = ("binding", "firm", "directional", "striving", "exploratory")
GRADES: Final = ("A", "B", "C", "D")
# 力争 names a goal that it may miss, 推动 a course without an end: neither binds more than the other
STRENGTH: Final = {"binding": 4, "firm": 3, "striving": 2, "directional": 2, "exploratory": 1}


def quote_of(side: Side, statement: Statement) -> Quote:
    """Quote a commitment of a side whole."""
    return quote(side.label, statement)


def quote(label: str, statement: Statement) -> Quote:
    """Quote a commitment whole, under the label of where it is from."""
    deadline, grade = statement.deadline, statement.measurability
    return Quote(
        label,
        statement.source,
        statement.start,
        statement.end,
        statement.text,
        statement.pieces,
        statement.id,
        statement.force,
        deadline.until if deadline else None,
        grade.grade if grade else None,
        numbered(statement),
    )


def stretch(side: Side, start: int, end: int) -> Quote:
    """Quote the words at a place of a side's document."""
    document = side.document
    return Quote(side.label, document.source, start, end, document.text[start:end], ((start, end),))


def numbered(statement: Statement) -> bool:
    """Say whether a statement sets a number."""
    return any(target.low is not None or target.high is not None for target in statement.targets)


def strength(statement: Statement) -> int:
    """How much a commitment binds, from 4 (确保) to 1 (探索); 0 where it has no force."""
    return STRENGTH.get(statement.force or "", 0)


def firmest(statements: list[Statement]) -> list[Statement]:
    """Order commitments: what binds most first, then what can best be measured, then by place."""
    return sorted(statements, key=lambda s: (-strength(s), _grade(s), s.start))


def _grade(statement: Statement) -> str:
    return statement.measurability.grade if statement.measurability else "E"
