"""Side by side by field and finer theme: how many commitments, how firm, how measurable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from luoshi.comparing.quotes import FORCES, GRADES, firmest, quote_of
from luoshi.comparing.sides import commitments
from luoshi.lexicon.themes import FIELDS, theme_words
from luoshi.model import Side, Statement, ThemeCell, ThemeRow

_QUOTES: Final = 3


def theme_rows(sides: Sequence[Side]) -> tuple[ThemeRow, ...]:
    """Give a row for each field that a side names, each followed by those of its finer themes."""
    by_side = [sorted_by_theme(side) for side in sides]
    totals = [max(len(commitments(side)), 1) for side in sides]
    finer = {
        field: [name for name in theme_words().field_of if name.startswith(f"{field}/")] for field in FIELDS
    }
    rows = []
    for field in FIELDS:
        for name in (field, *finer[field]):
            if any(found.get(name) for found in by_side):
                cells = tuple(
                    _cell(side, found.get(name, []), total)
                    for side, found, total in zip(sides, by_side, totals, strict=True)
                )
                rows.append(_row(field, name.partition("/")[2] or None, cells))
    return tuple(rows)


def sorted_by_theme(side: Side) -> dict[str, list[Statement]]:
    """Give a side's commitments by field and by finer theme (“科技创新/人才”), in the order of its text."""
    found: dict[str, list[Statement]] = {}
    for statement in commitments(side):
        for name in (*statement.themes, *statement.subthemes):
            found.setdefault(name, []).append(statement)
    return found


def _row(field: str, theme: str | None, cells: tuple[ThemeCell, ...]) -> ThemeRow:
    named = tuple(cell.side for cell in cells if cell.commitments)
    return ThemeRow(field, theme, cells, named, tuple(c.side for c in cells if not c.commitments))


def _cell(side: Side, found: list[Statement], total: int) -> ThemeCell:
    forces = tuple((f, n) for f in FORCES if (n := sum(1 for s in found if s.force == f)))
    grades = tuple(
        (g, n)
        for g in GRADES
        if (n := sum(1 for s in found if s.measurability and s.measurability.grade == g))
    )
    # the words of the theme themselves before those that only stand under its heading
    quotes = [quote_of(side, s) for s in firmest(found)[:_QUOTES]]
    return ThemeCell(side.label, len(found), round(len(found) / total, 4), forces, grades, tuple(quotes))
