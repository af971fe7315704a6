"""Stacks that are as long as all bars are: the parts of each zone's whole."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.charting import style
from luoshi.charting.data import Part, Stack
from luoshi.charting.frame import ROOM, Sheet, named
from luoshi.charting.measure import width
from luoshi.charting.scene import Box, Words

_ROW = 27.0
_LABEL = 190.0
_TOTAL = 50.0


def draw_stacks(sheet: Sheet, stacks: Sequence[Stack]) -> None:
    """Put a block of bars on a sheet for each stack, with a legend of its own."""
    for stack in stacks:
        sheet.y += 24
        sheet.text(style.MARGIN, stack.title, style.TEXT, bold=True)
        parts = stack.bars[0][1] if stack.bars else ()
        fills = _fills(len(parts))
        sheet.legend(
            [
                (Box(-8, -6, 16, 12, fill, style.DIM), part.words)
                for fill, part in zip(fills, parts, strict=True)
            ]
        )
        for label, own in stack.bars:
            _bar(sheet, label, own, fills)
            sheet.y += _ROW


def _fills(count: int) -> tuple[str, ...]:
    """Give fills from much to little; the last of more than the steps is the paper itself."""
    return (*style.STEPS, style.PAPER)[:count]


def _bar(sheet: Sheet, label: str, parts: Sequence[Part], fills: Sequence[str]) -> None:
    left, room = style.MARGIN + _LABEL, ROOM - _LABEL - _TOTAL
    total = sum(part.count for part in parts)
    base = sheet.y + 16
    sheet.add(named(style.MARGIN, base, label, style.TEXT, _LABEL - 10))
    sheet.add(Words(style.WIDTH - style.MARGIN, base, str(total), style.SMALL, style.DIM, anchor="end"))
    x = left
    for part, fill in zip(parts, fills, strict=True):
        if not part.count:
            continue
        wide = room * part.count / total
        hint = f"{label} · {part.words}: {part.count} / {total}"
        edge = style.DIM if fill == style.PAPER else style.PAPER
        sheet.add(Box(x, sheet.y + 2, wide, _ROW - 7, fill, edge, hint))
        shown = str(part.count)
        size = next((one for one in (style.SMALL, style.LEAST) if width(shown, one) + 3 <= wide), None)
        if size is not None:
            sheet.add(Words(x + wide / 2, base, shown, size, style.on(fill), anchor="middle"))
        x += wide
