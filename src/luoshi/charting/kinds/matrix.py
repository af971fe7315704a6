"""Counts by row and column: the darker a cell, the more; the number stands in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import Final

from luoshi.charting import style
from luoshi.charting.data import Cells, Matrix
from luoshi.charting.frame import ROOM, Sheet, headings, named
from luoshi.charting.scene import Box, Stroke, Words

_ROW = 23.0
_NUMBER = 34.0
_LABEL = 340.0
_TOTAL = 52.0
_FEW: Final = (1, 2, 4, 7, 11)
"""From how many on a cell is one step darker; where there are many more, steps are wider."""
_FEW_UNTIL: Final = 24
_FILLS: Final = tuple(reversed(style.STEPS))


def draw_matrix(sheet: Sheet, data: Matrix) -> None:
    """Put the matrix on a sheet, with the sum of each row at its end."""
    starts = _starts(max((count for row in data.rows for count in row.counts), default=0))
    steps = [str(low) if high - low == 1 else f"{low}–{high - 1}" for low, high in pairwise(starts)]
    steps.append(f"≥{starts[-1]}")
    sheet.legend(
        [
            (Box(-8, -6, 16, 12, fill), f"{words} {data.unit}".rstrip())
            for fill, words in zip(_FILLS, steps, strict=True)
        ]
    )
    left = style.MARGIN + _NUMBER + _LABEL
    wide = (ROOM - _NUMBER - _LABEL - _TOTAL) / max(len(data.columns), 1)
    headings(sheet, data.columns, left, wide)
    end = style.WIDTH - style.MARGIN - _TOTAL / 2
    sheet.add(Words(end, sheet.y - 8, "Σ", style.SMALL, style.DIM, anchor="middle"))
    groups = dict(data.groups)
    for at, row in enumerate(data.rows):
        if at in groups:
            sheet.y += 6
            heading = replace(
                named(style.MARGIN, sheet.y + 16, groups[at], style.SMALL, ROOM - 40), bold=True
            )
            sheet.add(Stroke(style.MARGIN, sheet.y, style.WIDTH - style.MARGIN, sheet.y, style.RULE))
            sheet.add(heading)
            sheet.y += _ROW
        _line(sheet, row, (left, wide), starts)
        sheet.y += _ROW


def _starts(most: int) -> tuple[int, ...]:
    """Give the count that each step begins with: by a factor each, of one digit that counts."""
    if most <= _FEW_UNTIL:
        return _FEW
    factor = most ** (1 / len(_FEW))
    return (1, *(_round(factor**power) for power in range(1, len(_FEW))))


def _round(number: float) -> int:
    digits = int(10 ** (len(str(int(number))) - 1))
    return round(number / digits) * digits


def _line(sheet: Sheet, row: Cells, place: tuple[float, float], starts: tuple[int, ...]) -> None:
    left, wide = place
    base = sheet.y + 15
    sheet.add(Words(style.MARGIN + _NUMBER - 10, base, row.number, style.SMALL, style.DIM, anchor="end"))
    sheet.add(named(style.MARGIN + _NUMBER, base, row.words, style.SMALL, _LABEL - 12))
    for at, count in enumerate(row.counts):
        x, fill = left + at * wide, style.PAPER
        if count:
            fill = _FILLS[bisect_right(starts, count) - 1]
            sheet.add(Box(x + 1, sheet.y + 1, wide - 2, _ROW - 2, fill))
        shown, colour = (str(count), style.on(fill)) if count else ("·", style.DIM)
        sheet.add(Words(x + wide / 2, base, shown, style.SMALL, colour, anchor="middle"))
    total = sum(row.counts)
    sheet.add(
        Words(
            style.WIDTH - style.MARGIN - _TOTAL / 2,
            base,
            str(total),
            style.SMALL,
            style.INK if total else style.ACCENT,
            anchor="middle",
        )
    )
