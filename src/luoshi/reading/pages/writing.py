"""Writes paragraphs and cells out: one line of text each, with a box for every character."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from luoshi.model.layout import Line
from luoshi.reading.pages.fitting import joint
from luoshi.reading.pages.glyphs import Glyph, Sheet
from luoshi.reading.pages.paragraphs import Placed
from luoshi.reading.pages.rows import Row
from luoshi.reading.pages.turning import as_displayed

_EMPTY = (0.0, 0.0, 0.0, 0.0)
_WORD_GAP = 0.2  # of a character's size: between Latin words
_FIELD_GAP = 1.6  # between Chinese words that a file sets apart


class Writer:
    """Gathers the text and its lines; ``spaces`` are those of the file, by the ``id`` of the glyph before."""

    def __init__(self, sheets: Sequence[Sheet], spaces: dict[int, list[Glyph]]) -> None:
        self._sheets = sheets
        self._spaces = spaces
        self._pieces: list[str] = []
        self._length = 0
        self.lines: list[Line] = []

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._pieces)

    def paragraph(self, rows: Iterable[Placed]) -> None:
        """Write rows as one line of the text."""
        if self._length:
            self._put("\n")
        before: Row | None = None
        for placed in rows:
            row = placed.row
            if before is not None:
                spaced = id(before.glyphs[-1]) in self._spaces
                self._put(joint(before.glyphs[-1].text, row.glyphs[0].text, spaced))
            self._row(row, placed.page)
            before = row

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _row(self, row: Row, page: int) -> None:
        sheet = self._sheets[page]
        boxes: array[float] = array("f")
        pieces: list[str] = []
        for at, glyph in enumerate(row.glyphs):
            box = as_displayed((glyph.left, glyph.top, glyph.right, glyph.bottom), sheet)
            pieces.append(glyph.text)
            boxes.extend(box * len(glyph.text))
            if at + 1 < len(row.glyphs):
                space = self._space(glyph, row.glyphs[at + 1])
                pieces.append(space)
                boxes.extend(_EMPTY * len(space))
        text = "".join(pieces)
        start = self._length
        self._put(text)
        sure = _sureness(row, pieces)
        self.lines.append(Line(start, self._length, sheet.number, boxes, _confidence(row), sure))

    def _space(self, glyph: Glyph, after: Glyph) -> str:
        """Give the space between two neighbours: the file's own, else one where they stand apart."""
        own = [space for space in self._spaces.get(id(glyph), ()) if space.left <= after.left]
        if own:
            return "".join(space.text for space in own)
        gap = (after.left - glyph.right) / max(glyph.size, after.size, 0.1)
        words = glyph.text[-1] < "\u2e80" and after.text[0] < "\u2e80"
        words = words and (glyph.text[-1].isalnum() or after.text[0].isalnum())
        return " " if gap > (_WORD_GAP if words else _FIELD_GAP) else ""


def _sureness(row: Row, pieces: Sequence[str]) -> array[float] | None:
    """Give the confidence of each code point; ``pieces`` are the glyphs' texts and the joints between."""
    if all(glyph.confidence is None for glyph in row.glyphs):
        return None
    sure: array[float] = array("f")
    for at, glyph in enumerate(row.glyphs):
        joint = pieces[2 * at + 1 : 2 * at + 2]
        sure.extend([1.0 if glyph.confidence is None else glyph.confidence] * len(glyph.text))
        sure.extend([1.0] * len("".join(joint)))
    return sure


def _confidence(row: Row) -> float | None:
    known = [glyph.confidence for glyph in row.glyphs if glyph.confidence is not None]
    return sum(known) / len(known) if known else None
