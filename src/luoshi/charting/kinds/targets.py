"""Targets against outcomes by year: bars for what was reached, diamonds for what was aimed at.

The numbers stand in a small table below the axis, so that no label lies over another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from luoshi.charting import style
from luoshi.charting.data import Figure, Panel, Targets
from luoshi.charting.frame import ROOM, Sheet, named
from luoshi.charting.measure import fitted
from luoshi.charting.scene import Box, Diamond, Stroke, Words

_GAP = 40.0
_PLOT = 130.0
_HEAD = 34.0
_TABLE = 58.0
_LEFT = 44.0  # for the words before the small table


class _Range(NamedTuple):
    low: float
    high: float

    def place(self, value: float, top: float) -> float:
        return top + _PLOT * (self.high - value) / (self.high - self.low)


def draw_targets(sheet: Sheet, data: Targets) -> None:
    """Put the panels on a sheet, two beside each other where there are several."""
    sheet.legend(
        [
            (Box(-8, -6, 16, 12, style.BAR), data.outcome),
            (Diamond(0, 0, 5.5, style.PAPER, style.ACCENT), data.target),
        ]
    )
    across = 1 if len(data.panels) == 1 else 2
    wide = (ROOM - _GAP * (across - 1)) / across
    every = [figure for panel in data.panels for figure in panel.figures]
    for at, panel in enumerate(data.panels):
        left = style.MARGIN + (at % across) * (wide + _GAP)
        shared = every if data.common else panel.figures
        years = range(min(one.year for one in shared), max(one.year for one in shared) + 1)
        _panel(sheet, panel, (left, wide), (years, _scale(shared)), data)
        if at % across == across - 1 or at == len(data.panels) - 1:
            sheet.y += _HEAD + _PLOT + _TABLE + 14


def _scale(figures: Sequence[Figure]) -> _Range:
    """Give a range that holds zero, so that bars are as long as their values."""
    values = [figure.value for figure in figures]
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    room = (high - low) * 0.08
    return _Range(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)


def _panel(
    sheet: Sheet, panel: Panel, place: tuple[float, float], axes: tuple[range, _Range], data: Targets
) -> None:
    (left, wide), (years, scale) = place, axes
    top = sheet.y + _HEAD
    step = (wide - _LEFT) / len(years)
    base = scale.place(0.0, top)
    sheet.add(named(left, sheet.y + 18, panel.title, style.TEXT, wide))
    sheet.add(Stroke(left + _LEFT, base, left + wide, base, style.DIM))
    rows = (top + _PLOT + 16, top + _PLOT + 33, top + _PLOT + 50)
    for words, y in ((data.outcome, rows[1]), (data.target, rows[2])):
        sheet.add(named(left, y, words, style.LEAST, _LEFT - 4))
    for at, year in enumerate(years):
        middle = left + _LEFT + (at + 0.5) * step
        sheet.add(Words(middle, rows[0], str(year), style.LEAST, style.DIM, anchor="middle"))
        here = [figure for figure in panel.figures if figure.year == year]
        for figure in sorted(here, key=lambda one: one.role == "target"):
            _figure(sheet, figure, middle, min(step * 0.5, 44.0), base, scale.place(figure.value, top))
            colour = style.ACCENT if figure.role == "target" else style.INK
            shown = fitted(figure.words, style.LEAST, step - 2)
            sheet.add(
                Words(
                    middle,
                    rows[2 if figure.role == "target" else 1],
                    shown,
                    style.LEAST,
                    colour,
                    anchor="middle",
                    hint=figure.words if shown != figure.words else "",
                )
            )


def _figure(sheet: Sheet, figure: Figure, middle: float, wide: float, base: float, y: float) -> None:
    if figure.role == "target":
        sheet.add(Stroke(middle - wide * 0.7, y, middle + wide * 0.7, y, style.ACCENT, 1.4))
        sheet.add(Diamond(middle, y, 5.0, style.PAPER, style.ACCENT))
        return
    top, high = min(y, base), abs(base - y)
    sheet.add(Box(middle - wide / 2, top, wide, high, style.BAR, hint=f"{figure.year} {figure.words}"))
