"""The characters of a PDF page with their boxes, as pdfium gives them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import pypdfium2
import pypdfium2.raw as pdfium

from luoshi.lexicon.pages import radicals
from luoshi.reading.pages.glyphs import Glyph
from luoshi.reading.pdf.geometry import View

# An em box stands this far below and above the base line in fonts for Chinese.
_BELOW, _ABOVE = 0.12, 0.88
_NEAR = 0.2
_ASKEW = 12.0  # degrees: text turned by more, but by no quarter, is a watermark
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # pdfium's marks for a hyphen at the end of a row
_VERTICAL = 0.6  # of the steps between characters that go down: columns from right to left


class Box(Protocol):
    """A rectangle as pdfium fills it in."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Characters:
    """``glyphs`` in the file's order; ``turn`` as in Sheet; ``unmapped`` counts characters without a code."""

    glyphs: list[Glyph]
    turn: int = 0
    unmapped: int = 0


@dataclass(frozen=True, slots=True)
class _Type:
    """What the characters of one text object share: size (points), quarter turns against the clock."""

    size: float
    quarter: int | None
    hidden: bool


@dataclass(slots=True)
class _Found:
    glyph: Glyph
    type: _Type


def characters(page: pypdfium2.PdfPage, view: View) -> Characters:
    """Give the visible page's characters; where nothing but an invisible layer of text is, that."""
    textpage = page.get_textpage()
    try:
        found = list(_found(textpage.raw, view))
    finally:
        textpage.close()
    unmapped = sum(1 for one in found if one.glyph.text == "\ufffd")
    found = _visible(found)
    turns = Counter(one.type.quarter for one in found if not one.glyph.text.isspace())
    main = max((turn for turn in turns if turn is not None), key=lambda turn: turns[turn], default=0)
    # What runs another way than the page's text is a watermark or a stamp across it, not its text.
    glyphs = [one.glyph for one in found if one.type.quarter == main or turns[one.type.quarter] > 20]
    turn = main if main else 3 if _runs_down(glyphs) else 0
    return Characters(glyphs, turn, unmapped)


def _found(textpage: object, view: View) -> Iterator[_Found]:
    types: dict[int, _Type] = {}
    loose, tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    spots = [ctypes.c_double() for _ in range(2)]
    width, height = view.size
    last: _Found | None = None
    last_key: tuple[object, ...] = ()
    high = 0
    for at in range(pdfium.FPDFText_CountChars(textpage)):
        if pdfium.FPDFText_IsGenerated(textpage, at) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(textpage, at)
        if 0xD800 <= code < 0xDC00:  # wide characters come in halves where C's are 16 bits
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        owner = ctypes.addressof(pdfium.FPDFText_GetTextObject(textpage, at).contents)
        if owner not in types:
            types[owner] = _type(textpage, at, view)
        kind = types[owner]
        pdfium.FPDFText_GetLooseCharBox(textpage, at, loose)
        pdfium.FPDFText_GetCharBox(textpage, at, *tight)
        pdfium.FPDFText_GetCharOrigin(textpage, at, *spots)
        text = _text(code)
        key = (owner, loose.left, loose.bottom, spots[0].value, spots[1].value)
        if last is not None and key == last_key and text:
            last.glyph.text += text  # a ligature: one shape for a few characters
            continue
        left, top, right, bottom = _box(kind, loose, tight, spots, view)
        if not text or not (0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height):
            continue
        last = _Found(Glyph(text, left, top, right, bottom, kind.size), kind)
        last_key = key
        yield last


def _text(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    if code in (0x09, 0x0A, 0x0D):
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0:
        return "\ufffd"
    return chr(code).translate(radicals())


def _type(textpage: object, at: int, view: View) -> _Type:
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(textpage, at))
    quarter: int | None = 0
    if pdfium.FPDFText_GetMatrix(textpage, at, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) - 90.0 * view.turn
        quarter = round(degrees / 90.0) % 4
        if abs(degrees / 90.0 - round(degrees / 90.0)) * 90.0 > _ASKEW:
            quarter = None
    owner = pdfium.FPDFText_GetTextObject(textpage, at)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(owner)
    hidden = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    return _Type(abs(size) or 1.0, quarter, hidden)


def _box(
    kind: _Type, loose: Box, tight: list[ctypes.c_double], spot: list[ctypes.c_double], view: View
) -> tuple[float, ...]:
    """Give the box around a character's em box and its drawn shape, as displayed."""
    x, y = spot[0].value, spot[1].value
    below, above = _BELOW * kind.size, _ABOVE * kind.size
    quarter = ((kind.quarter or 0) + view.turn) % 4
    if quarter == 0:
        box = (loose.left, y - below, loose.right, y + above)
    elif quarter == 1:
        box = (x - above, loose.bottom, x + below, loose.top)
    elif quarter == 2:
        box = (loose.left, y - above, loose.right, y + below)
    else:
        box = (x - below, loose.bottom, x + above, loose.top)
    left, right, bottom, top = (value.value for value in tight)
    if right > left and top > bottom:
        middle = ((left + right) / 2, (bottom + top) / 2)
        near = _NEAR * kind.size  # a low line (_) stands below its em box
        within = box[0] - near <= middle[0] <= box[2] + near, box[1] - near <= middle[1] <= box[3] + near
        if not all(within):
            # set in columns, or a font whose measures are wrong: only the shape tells where it stands
            box = (left, bottom, right, top)
        box = (min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top))
    return view.shown(*box)


def _visible(found: list[_Found]) -> list[_Found]:
    """Drop the invisible text that lies under visible one; where all is invisible, it is the text."""
    shown = [one for one in found if not one.type.hidden and not one.glyph.text.isspace()]
    if len(shown) == len(found) or not shown:
        return found
    places = {_place(one.glyph) for one in shown}
    kept = []
    for one in found:
        x, y = _place(one.glyph)
        near = any((x + i, y + j) in places for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not one.type.hidden or not near:
            kept.append(one)
    return kept


def _place(glyph: Glyph) -> tuple[int, int]:
    return int((glyph.left + glyph.right) / 16), int((glyph.top + glyph.bottom) / 16)


def _runs_down(glyphs: list[Glyph]) -> bool:
    """Whether the characters are set in columns, from right to left."""
    down = steps = 0
    for before, after in pairwise(glyphs):
        if before.text.isspace() or after.text.isspace():
            continue
        steps += 1
        x = (after.left + after.right - before.left - before.right) / 2
        y = (after.top + after.bottom - before.top - before.bottom) / 2
        down += abs(x) < 0.4 * before.size and 0.5 * before.size < y < 2.5 * before.size
    return steps >= 10 and down > _VERTICAL * steps
