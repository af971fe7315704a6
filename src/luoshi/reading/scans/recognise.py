"""A page's picture read: characters with their boxes and how sure the network was of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.reading.beats import beat
from luoshi.reading.pages.glyphs import Glyph, Sheet
from luoshi.reading.scans.arrays import Array
from luoshi.reading.scans.decoding import Mark
from luoshi.reading.scans.frame import Frame, tilt
from luoshi.reading.scans.rows import read, rows_of, sureness

if TYPE_CHECKING:
    from PIL.Image import Image

_TALL = 1.5  # a row so much higher than long stands upright
_UNSURE = 0.75  # mean confidence of a page that may lie on its head
_DARKER, _SPECKS = 60, 0.0005  # grey levels from the paper, and the share of a page that dust may darken
_PAD = 0.05  # of a row's height: its box is drawn close around the ink
_FEW, _MANY = 4, 6  # characters: boxes of fewer are drawn up to 1.4 times too high, of so many they are right
_ALIKE = 1.6  # times the size of the row beside it


@dataclass(frozen=True, slots=True)
class Recognised:
    """The glyphs of a page with its tilt taken out (points), and how it lies in the picture."""

    glyphs: list[Glyph]
    frame: Frame

    def sheet(self, number: int) -> Sheet:
        """Give the page for composing; its layout is then brought back by ``frame.laid_back``."""
        way = "ocr" if self.glyphs else "blank"
        return Sheet(number, *self.frame.size, self.glyphs, way=way, turn=self.frame.quarters)


def recognised(picture: Image, *, points_per_pixel: float) -> list[Glyph]:
    """Give the characters of a picture of text, rows from top to bottom, with boxes in points of the picture.

    Each glyph has the confidence of its character. Rows of a tilted page come out as they lie: where
    text is to be composed, ``recognised_page`` gives the page laid level.
    """
    page = recognised_page(picture, points_per_pixel=points_per_pixel)
    for glyph in page.glyphs:
        box = (glyph.left, glyph.top, glyph.right, glyph.bottom)
        glyph.left, glyph.top, glyph.right, glyph.bottom = page.frame.tilted(box)
    return page.glyphs


def recognised_page(picture: Image, *, points_per_pixel: float) -> Recognised:
    """Give the characters of a picture of text on its page laid level.

    Pages that are turned by quarters and tilted by a few degrees are understood. Each page is a sign of
    life (``reading.beats``), so that it has the time of a file.
    """
    pixels, quarters = _pixels(picture), 0
    rows = rows_of(pixels)
    if _stand_upright(rows):
        pixels, quarters = _turned(pixels, 1), 1
        rows = rows_of(pixels)
    texts = read(pixels, rows)
    if texts and sureness(texts) < _UNSURE:
        other = _turned(pixels, 2)
        other_rows = rows_of(other)
        other_texts = read(other, other_rows)
        if sureness(other_texts) > sureness(texts):
            rows, texts, quarters = other_rows, other_texts, (quarters + 2) % 4
    height, width = pixels.shape[:2]
    frame = Frame(width, height, points_per_pixel, quarters, tilt(rows))
    sizes = _sizes(rows, texts)
    glyphs = [
        glyph
        for row, found, size in zip(rows, texts, sizes, strict=True)
        for glyph in _glyphs(row, found, size, frame)
    ]
    beat()
    return Recognised(glyphs, frame)


def has_ink(picture: Image) -> bool:
    """Tell whether a picture shows anything: more than specks darker (or lighter) than its paper."""
    import numpy as np

    small = np.asarray(picture.convert("L").reduce(max(1, min(picture.size) // 400)), "int16")
    far = np.abs(small - np.median(small)) > _DARKER
    return bool(far.mean() > _SPECKS)


def _pixels(picture: Image) -> Array:
    import numpy as np

    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _turned(pixels: Array, quarters: int) -> Array:
    import numpy as np

    return np.ascontiguousarray(np.rot90(pixels, -quarters))


def _stand_upright(rows: Array) -> bool:
    """Tell whether most of the page's text, by its length, runs up or down."""
    import numpy as np

    if not len(rows):
        return False
    long = np.hypot(*(rows[:, 1] - rows[:, 0]).T)
    high = np.hypot(*(rows[:, 3] - rows[:, 0]).T)
    upright = high > _TALL * long
    return float(high[upright].sum()) > float(long[~upright].sum())


def _sizes(rows: Array, texts: list[list[Mark]]) -> list[float]:
    """Give the size of each row's type in pixels: its height, or that of the long row next to a short one.

    The last row of a paragraph would else look like a heading.
    """
    import numpy as np

    heights = [float(np.hypot(*(row[3] - row[0] + row[2] - row[1])) / 2) for row in rows]
    middles = [float(row[:, 1].mean()) for row in rows]
    long = [at for at, found in enumerate(texts) if len(found) >= _MANY]
    sizes = list(heights)
    for at, found in enumerate(texts):
        if long and len(found) <= _FEW:
            size = heights[min(long, key=lambda other: abs(middles[other] - middles[at]))]
            if size < heights[at] <= _ALIKE * size:
                sizes[at] = size
    return sizes


def _glyphs(row: Array, found: list[Mark], size: float, frame: Frame) -> Iterator[Glyph]:
    ends = [frame.level(*map(float, (row[a] + row[b]) / 2)) for a, b in ((0, 3), (1, 2), (0, 1), (3, 2))]
    left, right, upper, lower = ends[0][0], ends[1][0], ends[2][1], ends[3][1]
    pad, long = _PAD * (lower - upper), right - left
    for mark in found:
        box = frame.placed(left + long * mark.left, upper - pad, left + long * mark.right, lower + pad)
        yield Glyph(mark.text, *box, size * frame.scale, mark.confidence)
