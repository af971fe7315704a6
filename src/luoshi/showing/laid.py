"""Lays out a text that has no pages of its own: the lines around the record, as they were read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from luoshi.model.document import Span
from luoshi.showing.faces import Faces
from luoshi.showing.marks import Rectangle

_WIDTH, _HEIGHT = 595, 842  # points: A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 108, 60, 88, 48
_SIZE, _SMALL, _LEADING, _GAP = 12, 7.5, 19, 7
_BEFORE = 10  # rows of context above the record
_FARTHEST = 3000  # characters of context above
_HANGING = frozenset("，。、；：？！）》”’」』】〉％%,.;:?!)")  # may stand past the right edge
_PARTLESS = re.compile(r"[0-9A-Za-z.,%]{2}")
_LONGEST_WORD = 16
_INK, _DIM, _RULE = (20, 20, 20), (120, 120, 120), (205, 205, 205)

Label = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page that was laid out: its picture, and where each character stands (offset → pixels)."""

    picture: Image.Image
    boxes: dict[int, Rectangle]


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    opens: bool  # whether a line of the text begins here


def laid_out(
    text: str, pieces: Sequence[Span], *, title: str, label: Label, scale: float
) -> Iterator[Drawing]:
    """Give pages that show all pieces with the lines around them, in order.

    ``title`` stands above. ``label(offset)`` gives the words beside a line that begins at the offset
    (``第12段``), ``""`` for none. ``scale`` is pixels a point.

    Raises:
        LuoshiError: ``no_font``: no font with Chinese characters is found; ``bad_font``.
    """
    faces = Faces(_SIZE * scale, _SMALL * scale)
    shown = 0
    for start, end in pieces:
        at = max(start, shown)
        while at < end:
            page = _Page(title, faces, scale)
            shown = page.fill(text, at, label)
            yield Drawing(page.picture, page.boxes)
            at = max(shown, at + 1)


class _Page:
    def __init__(self, title: str, faces: Faces, scale: float) -> None:
        self.boxes: dict[int, Rectangle] = {}
        self.picture = Image.new("RGB", (round(_WIDTH * scale), round(_HEIGHT * scale)), "white")
        self._faces, self._scale = faces, scale
        self._draw = ImageDraw.Draw(self.picture)
        self._y = _TOP * scale
        self._head(title)

    def fill(self, text: str, at: int, label: Label) -> int:
        """Set rows from a little above ``at`` until the page is full; give where it ends."""
        room = (_WIDTH - _LEFT - _RIGHT) * self._scale
        end = at
        for row in _rows(text, _opening(text, at, self._faces, room), self._faces, room):
            if row.opens:
                self._y += _GAP * self._scale
            if self._y + _LEADING * self._scale > (_HEIGHT - _BOTTOM) * self._scale:
                break
            self._set(text, row, label(row.start) if row.opens else "")
            end = row.end
        return end

    def _head(self, title: str) -> None:
        left, right = _LEFT * self._scale, (_WIDTH - _RIGHT) * self._scale
        self._draw.text(
            (left, 44 * self._scale),
            _fitting(title[:200], self._faces.text.getlength, right - left),
            _DIM,
            self._faces.text,
        )
        y = 68 * self._scale
        self._draw.line((left, y, right, y), fill=_RULE, width=max(1, round(0.5 * self._scale)))

    def _set(self, text: str, row: _Row, label: str) -> None:
        scale, x = self._scale, _LEFT * self._scale
        if label:
            label = _fitting(label, self._faces.small.getlength, (_LEFT - 18) * scale)
            wide = self._faces.small.getlength(label)
            self._draw.text((x - 12 * scale - wide, self._y + 4 * scale), label, _DIM, self._faces.small)
        for offset in range(row.start, row.end):
            character = text[offset]
            wide = self._faces.width(character)
            self._draw.text((x, self._y), character, _INK, self._faces.text)
            ink = self._faces.text.getbbox(character)
            if ink[2] > ink[0] and ink[3] > ink[1]:
                top = min(ink[1], 2 * scale) + self._y
                self.boxes[offset] = (
                    x,
                    top,
                    x + max(wide, ink[2]),
                    self._y + max(ink[3], (_SIZE + 2) * scale),
                )
            x += wide
        self._y += _LEADING * scale


def _opening(text: str, at: int, faces: Faces, room: float) -> int:
    """Give where a page begins that shows ``at`` with some rows above it."""
    line = text.rfind("\n", 0, max(0, at - 1)) + 1 if at else 0
    rows = [row.start for row in _rows(text, max(line, at - _FARTHEST), faces, room, until=at + 1)]
    while len(rows) <= _BEFORE and line > 0 and at - line < _FARTHEST:
        above = line - 1
        line = text.rfind("\n", 0, above) + 1
        begins = max(line, at - _FARTHEST)
        rows = [row.start for row in _rows(text, begins, faces, room, until=above)] + rows
    return rows[max(0, len(rows) - 1 - _BEFORE)] if rows else at


def _rows(text: str, at: int, faces: Faces, room: float, *, until: int | None = None) -> Iterator[_Row]:
    """Break the text from an offset on into rows that fit; empty lines give none."""
    stop = len(text) if until is None else min(until, len(text))
    while at < stop:
        if text[at] in "\r\n":
            at += 1
            continue
        opens = at == 0 or text[at - 1] in "\r\n"
        start, x = at, 0.0
        while at < stop and text[at] not in "\r\n":
            x += faces.width(text[at])
            if x > room and at > start and text[at] not in _HANGING:
                at = _whole_number(text, start, at)
                break
            at += 1
        yield _Row(start, at, opens)


def _whole_number(text: str, start: int, at: int) -> int:
    """Give where to break instead of ``at``, so that no number or Latin word is parted."""
    back = at
    while back > start and _PARTLESS.fullmatch(text, back - 1, back + 1):
        back -= 1
    return back if back > start and at - back < _LONGEST_WORD else at


def _fitting(words: str, width: Callable[[str], float], room: float) -> str:
    if width(words) <= room:
        return words
    while words and width(f"{words}…") > room:
        words = words[:-1]
    return f"{words}…"
