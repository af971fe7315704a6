"""How much of its commitments each zone gives to each theme: a bar and its share in every cell."""

from __future__ import annotations

from luoshi.charting import style
from luoshi.charting.data import Emphasis
from luoshi.charting.frame import ROOM, Sheet, headings, named
from luoshi.charting.measure import width
from luoshi.charting.scene import Box, Stroke, Words

_ROW = 40.0
_LABEL = 120.0
_BAR = 10.0
_PAD = 7.0


def draw_emphasis(sheet: Sheet, data: Emphasis) -> None:
    """Put the table of bars on a sheet; all bars have one scale."""
    left = style.MARGIN + _LABEL
    wide = (ROOM - _LABEL) / max(len(data.columns), 1)
    most = max((share for row in data.rows for share in row.shares), default=0.0) or 1.0
    headings(sheet, data.columns, left, wide)
    for row in data.rows:
        sheet.add(Stroke(style.MARGIN, sheet.y, style.WIDTH - style.MARGIN, sheet.y, style.RULE))
        sheet.add(named(style.MARGIN, sheet.y + 24, row.words, style.TEXT, _LABEL - 8))
        for at, (count, share) in enumerate(zip(row.counts, row.shares, strict=True)):
            x = left + at * wide + _PAD
            room = wide - 2 * _PAD
            percent = f"{share:.0%}" if count else "–"
            both = f"{percent}  {count} {data.unit}".rstrip()
            shown = both if count and width(both, style.SMALL) <= room else percent
            sheet.add(Words(x, sheet.y + 16, shown, style.SMALL, style.INK if count else style.DIM))
            if count:
                hint = f"{data.columns[at]} · {row.words}: {both}"
                sheet.add(Box(x, sheet.y + 22, room * share / most, _BAR, style.BAR, hint=hint))
        sheet.y += _ROW
    sheet.add(Stroke(style.MARGIN, sheet.y, style.WIDTH - style.MARGIN, sheet.y, style.RULE))
    sheet.y += 4
