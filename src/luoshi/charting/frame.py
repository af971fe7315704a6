"""What every chart has around it: the title above, the legend, the source and what is left out below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luoshi.charting import style
from luoshi.charting.measure import fitted, lines, width
from luoshi.charting.scene import Scene, Shape, Words

_LINE = 1.5  # of the size
ROOM = style.WIDTH - 2 * style.MARGIN


class Sheet:
    """A sheet that is filled from above; ``y`` is where the next thing begins."""

    def __init__(self, title: str) -> None:
        self.shapes: list[Shape] = []
        self.y = style.MARGIN
        self.title = title
        for line in lines(title, style.TITLE, ROOM, 2):
            self.y += style.TITLE
            self.text(style.MARGIN, line, style.TITLE, bold=True, hint=title if line.endswith("…") else "")
            self.y += style.TITLE * (_LINE - 1)
        self.y += 6

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the sheet."""
        self.shapes.extend(shapes)

    def text(
        self, x: float, text: str, size: float, *, colour: str = style.INK, bold: bool = False, hint: str = ""
    ) -> None:
        """Put a line of text where the sheet has come to."""
        self.add(Words(x, self.y, text, size, colour, bold=bold, hint=hint))

    def legend(self, entries: Sequence[tuple[Shape, str]]) -> None:
        """Put a row of signs with their words; a sign stands around the point (0, 0), 16 points wide."""
        x = style.MARGIN
        self.y += 18
        for sign, words in entries:
            wide = 16 + 6 + width(words, style.SMALL) + 20
            if x > style.MARGIN and x + wide > style.WIDTH - style.MARGIN:
                x, self.y = style.MARGIN, self.y + 20
            self.add(moved(sign, x + 8, self.y - 4))
            self.add(Words(x + 22, self.y, words, style.SMALL, style.DIM))
            x += wide
        self.y += 14

    def scene(self, source: str, notes: Iterable[str]) -> Scene:
        """Close the sheet with its notes and its source."""
        self.y += 10
        for note in (*notes, source):
            for line in lines(note, style.SMALL, ROOM, 3):
                self.y += style.SMALL * _LINE
                self.text(style.MARGIN, line, style.SMALL, colour=style.DIM)
        summary = " ".join((*notes, source))
        return Scene(
            style.WIDTH, round(self.y + style.MARGIN * 0.75), self.title, summary, tuple(self.shapes)
        )


def moved(shape: Shape, x: float, y: float) -> Shape:
    """Give a shape moved by a distance."""
    from dataclasses import replace

    from luoshi.charting.scene import Stroke

    if isinstance(shape, Stroke):
        return replace(shape, x1=shape.x1 + x, y1=shape.y1 + y, x2=shape.x2 + x, y2=shape.y2 + y)
    return replace(shape, x=shape.x + x, y=shape.y + y)


def named(x: float, y: float, text: str, size: float, room: float, *, end: bool = False) -> Words:
    """Give words that fit into a room, the whole of them as a hint where they were cut."""
    shown = fitted(text, size, room)
    return Words(
        x, y, shown, size, style.INK, anchor="end" if end else "start", hint=text if shown != text else ""
    )


def headings(sheet: Sheet, columns: Sequence[str], left: float, wide: float) -> None:
    """Put the headings of columns on a sheet, each in the middle and up to four lines high."""
    size, high = style.SMALL, style.SMALL * 1.25
    broken = [lines(column, size, wide - 6, 4) for column in columns]
    sheet.y += high * max((len(rows) for rows in broken), default=0) + 4
    for at, (column, rows) in enumerate(zip(columns, broken, strict=True)):
        for below, row in enumerate(reversed(rows)):
            hint = column if row.endswith("…") else ""
            x, y = left + (at + 0.5) * wide, sheet.y - below * high
            sheet.add(Words(x, y, row, size, style.INK, anchor="middle", hint=hint))
    sheet.y += 8
