"""Deadlines on a line of time: how many fall due in each stretch of it, a lane for each zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from luoshi.charting import style
from luoshi.charting.data import Deadlines
from luoshi.charting.frame import ROOM, Sheet, named
from luoshi.charting.measure import width
from luoshi.charting.scene import Dot, Stroke, Words

_LANE = 40.0
_LABEL = 170.0
_UNDATED = 76.0
_MOST = 20  # stretches
_MOST_LONG = 12  # of those of several years, whose names are longer
_MONTHS: Final = (1, 3, 6, 12, 24, 60, 120)
_RADIUS = 14.0
_TRIM = 0.02  # of all at either end may lie outside of the line, in a stretch of their own


@dataclass(frozen=True, slots=True)
class _Axis:
    """Stretches of some months each, from a first month (counted from year 0) on."""

    first: int
    months: int
    count: int
    before: bool
    after: bool

    @property
    def stretches(self) -> int:
        return self.count + self.before + self.after

    def place(self, day: date) -> int:
        at = (_month(day) - self.first) // self.months
        if at < 0:
            return 0
        return min(at, self.count - (not self.after)) + self.before

    def part(self, day: date) -> float:
        """Give where a day lies, in stretches; at the edge where it lies outside."""
        month = _month(day) + (day.day - 1) / 31
        at = (month - self.first) / self.months
        return min(max(at + self.before, 0.0), float(self.stretches))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def draw_deadlines(sheet: Sheet, data: Deadlines) -> None:
    """Put the lanes on a sheet."""
    axis = _axis(data)
    left, room = style.MARGIN + _LABEL, ROOM - _LABEL - _UNDATED
    step = room / axis.stretches
    counts: Counter[tuple[str, int]] = Counter()
    for due in data.due:
        counts[due.lane, axis.place(due.day)] += due.count
    most = max(counts.values(), default=1)
    sheet.y += 20
    end = style.WIDTH - style.MARGIN
    sheet.add(Words(end, sheet.y, data.undated_words, style.SMALL, style.DIM, anchor="end"))
    sheet.y += 8
    top = sheet.y
    for at in range(axis.stretches + 1):
        x = left + at * step
        sheet.add(Stroke(x, top, x, top + _LANE * len(data.lanes), style.RULE))
    if data.today is not None:  # behind the dots, whose numbers it must not cross
        _today(sheet, data, left + axis.part(data.today) * step, (top, top + _LANE * len(data.lanes)))
    for lane, undated in zip(data.lanes, data.undated, strict=True):
        middle = sheet.y + _LANE / 2
        sheet.add(Stroke(style.MARGIN, sheet.y, end, sheet.y, style.RULE))
        sheet.add(named(style.MARGIN, middle + 5, lane, style.TEXT, _LABEL - 10))
        for at in range(axis.stretches):
            if counts[lane, at]:
                _dot(sheet, left + (at + 0.5) * step, middle, counts[lane, at], (most, step))
        sheet.add(Words(end, middle + 5, str(undated or "–"), style.TEXT, style.DIM, anchor="end"))
        sheet.y += _LANE
    sheet.add(Stroke(style.MARGIN, sheet.y, end, sheet.y, style.DIM))
    _labels(sheet, data, axis, left, step)


def _axis(data: Deadlines) -> _Axis:
    """Choose the finest stretches that leave few enough of them; the rare far ends are put together."""
    months = sorted(month for due in data.due for month in [_month(due.day)] * due.count)
    if data.today is not None:
        months = sorted([*months, _month(data.today)])
    cut = int(len(months) * _TRIM)
    low, high = months[cut], months[-1 - cut]
    if high - low < 12:  # a short time is shown within its whole years
        low, high = low - low % 12, high - high % 12 + 11
    for size in _MONTHS:
        first = low - low % size
        count = (high - first) // size + 1
        if count <= (_MOST if size <= 12 else _MOST_LONG):
            break
    return _Axis(first, size, count, months[0] < first, months[-1] >= first + count * size)


def _dot(sheet: Sheet, x: float, y: float, count: int, scale: tuple[int, float]) -> None:
    most, step = scale
    radius = min(_RADIUS, step / 2 - 1) * sqrt(count / most)
    shown = str(count)
    inside = width(shown, style.LEAST) <= 2 * radius - 2
    sheet.add(Dot(x, y, max(radius, 2.5), style.STEPS[0 if inside else 1]))
    place = y + 3.6 if inside else y - max(radius, 2.5) - 2.5
    colour = style.PAPER if inside else style.INK
    sheet.add(Words(x, place, shown, style.LEAST, colour, anchor="middle"))


def _today(sheet: Sheet, data: Deadlines, x: float, ends: tuple[float, float]) -> None:
    top, bottom = ends
    sheet.add(Stroke(x, top - 4, x, bottom, style.ACCENT, 1.4, dashed=True))
    sheet.add(Words(x, top - 8, data.today_words, style.SMALL, style.ACCENT, anchor="middle"))


def _labels(sheet: Sheet, data: Deadlines, axis: _Axis, left: float, step: float) -> None:
    """Write below each stretch what it is, and below these the years where stretches are shorter."""
    shown_year = 0
    for at in range(axis.stretches):
        middle = left + (at + 0.5) * step
        name, year = _name(data, axis, at - axis.before)
        sheet.add(Words(middle, sheet.y + 15, name, style.LEAST, style.DIM, anchor="middle"))
        if year and year != shown_year:
            shown_year = year
            x = left + at * step
            sheet.add(Stroke(x, sheet.y, x, sheet.y + 32, style.DIM))
            sheet.add(Words(x + 3, sheet.y + 31, str(year), style.LEAST, style.DIM))
    sheet.y += 36


def _name(data: Deadlines, axis: _Axis, at: int) -> tuple[str, int]:
    """Give the words below a stretch, and its year where the words do not say it."""
    if at < 0:
        return data.outside[0], 0
    if at >= axis.count:
        return data.outside[1], 0
    year, month = divmod(axis.first + at * axis.months, 12)
    if axis.months > 12:
        return f"{year}–{(year + axis.months // 12 - 1) % 100:02d}", 0
    if axis.months == 12:
        return str(year), 0
    names: Sequence[str] = data.names[axis.months]
    return names[month // axis.months], year
