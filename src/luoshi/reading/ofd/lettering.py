"""Draws characters: by the file's fonts and their glyph numbers, else by a Chinese font of the system."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from luoshi.reading.ofd.container import Container
from luoshi.reading.ofd.glyphs import measured, placed
from luoshi.reading.ofd.nodes import is_true, number
from luoshi.reading.ofd.numbered import FIRST, numbered
from luoshi.reading.ofd.resources import Colour, Font
from luoshi.reading.ofd.textcodes import Cell
from luoshi.reading.ofd.transform import Bounds, Matrix, around, at, holds, inverse, moved, scale_of, within
from luoshi.reading.ofd.walk import Item
from luoshi.reading.pages.fonts import chinese_font, simplified

_BOLD = 600  # of Weight, 400 being plain
_LEAN = -0.21  # of italics that the font has not
_MOST_SIZE = 2000  # pixels
_GLYPHS = 0x10000
_UNKNOWN = "\U0010fffd"


@dataclass(slots=True)
class _Face:
    """One font at all sizes; ``raw`` of an embedded one, ``path`` of one of the system."""

    raw: bytes = b""
    path: Path | None = None
    index: int = 0
    sizes: dict[float, ImageFont.FreeTypeFont] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        key = round(max(1.0, min(size, _MOST_SIZE)), 1)
        if key not in self.sizes:
            held = BytesIO(self.raw) if self.path is None else str(self.path)
            self.sizes[key] = ImageFont.truetype(held, key, index=self.index)
        return self.sizes[key]

    def has(self, character: str) -> bool:
        """Say whether the font draws the character: one that it lacks looks like any other it lacks."""
        if character not in self.known:
            self.known[character] = character.isspace() or self._draws(character)
        return self.known[character]

    def _draws(self, character: str) -> bool:
        font = self.at(20)
        try:
            return bytes(font.getmask(character)) != bytes(font.getmask(_UNKNOWN))
        except Exception:
            # a damaged font fails glyph by glyph, and FreeType and PIL have many words for it
            return False


class Lettering:
    """The fonts of one container while its pages are drawn."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._faces: dict[tuple[str, bool], _Face | None] = {}

    def draw(
        self, picture: Image.Image, item: Item, matrix: Matrix, colour: Colour, clip: Bounds | None
    ) -> None:
        """Draw a TextObject, without the characters outside ``clip``; ``matrix`` leads to pixels."""
        size = number(item.element.get("Size"), 3.175)
        narrow = number(item.element.get("HScale"), 1.0) or 1.0
        lean = _LEAN if is_true(item.element.get("Italic"), False) else 0.0
        font = item.resources.fonts.get(item.element.get("Font") or "", Font(""))
        bold = font.is_bold or number(item.element.get("Weight"), 400) >= _BOLD
        for cell, width in measured(item):
            space = within(placed(item, cell), (scale := _view(item.matrix, matrix)))
            middle = at(space, size * 0.3, -size * 0.38)
            if clip is not None and not holds(clip, *middle, slack=scale[0] * 0.1):
                continue
            shape = within((narrow, 0.0, lean, 1.0, 0.0, 0.0), space)
            for text, face, left, fit in self._pieces(cell, font, bold, (size, width / narrow)):
                piece = within((fit, 0.0, 0.0, 1.0, 0.0, 0.0), moved(shape, left, 0.0))
                _stamp(picture, text, face, piece, (size, colour))

    def _pieces(
        self, cell: Cell, font: Font, bold: bool, room: tuple[float, float]
    ) -> list[tuple[str, _Face | None, float, float]]:
        """Give what to draw of a cell: text, face, how far right of the base point, how far narrowed.

        ``room`` are the size and the cell's width before HScale.
        """
        numbered_ = self._by_number(cell, font)
        if numbered_:
            return numbered_
        own = self._face(font.file, False) if font.file and not cell.glyphs else None
        size, width = room
        each = width / len(cell.text)
        pieces = []
        for order, character in enumerate(cell.text):
            face = own if own is not None and own.has(character) else self._system(bold)
            fit = _fit(character, face, size, each) if face is not own else 1.0
            pieces.append((character, face, order * each, fit))
        return pieces

    def _by_number(self, cell: Cell, font: Font) -> list[tuple[str, _Face | None, float, float]]:
        """Give a cell's pieces by its glyph numbers; none where the font is not at hand or lacks one."""
        face = self._face(font.file, True) if cell.glyphs and font.file else None
        if face is None or not all(
            0 <= glyph < _GLYPHS and face.has(chr(FIRST + glyph)) for glyph in cell.glyphs
        ):
            return []
        offsets = (*cell.offsets, 0.0)
        return [
            (chr(FIRST + glyph), face, offset, 1.0)
            for glyph, offset in zip(cell.glyphs, offsets, strict=False)
        ]

    def _face(self, file: str, by_number: bool) -> _Face | None:
        """Load an embedded font, or ``None`` where it cannot be used."""
        key = (file, by_number)
        if key not in self._faces:
            raw = self._container.bytes(file)
            held = numbered(raw) if by_number else raw
            face = _Face(held) if held else None
            try:
                if face is not None:
                    face.at(20).getmask("口")
            except Exception:
                # FreeType says no in many ways; the system's font stands in
                face = None
            self._faces[key] = face
        return self._faces[key]

    def _system(self, bold: bool) -> _Face | None:
        key = ("", bold)
        if key not in self._faces:
            path = chinese_font(bold)
            self._faces[key] = _Face(path=path, index=simplified(path)) if path is not None else None
        return self._faces[key]


def _fit(character: str, face: _Face | None, size: float, room: float) -> float:
    """Give by how much a substitute's character must be narrowed to stay in the room the file gives."""
    if face is None or room <= 0 or character.isspace():
        return 1.0
    length = face.at(100).getlength(character) / 100 * size
    return min(1.0, max(0.3, room / length)) if length > room * 1.02 else 1.0


def _view(own: Matrix, matrix: Matrix) -> Matrix:
    """Give the scale between two matrices that differ by nothing else."""
    scale = scale_of(matrix) / scale_of(own) if scale_of(own) else 1.0
    return (scale, 0.0, 0.0, scale, 0.0, 0.0)


def _stamp(
    picture: Image.Image, text: str, face: _Face | None, matrix: Matrix, how: tuple[float, Colour]
) -> None:
    size, colour = how
    if text.isspace():
        return
    bounds = around(matrix, (-0.3 * size, -1.2 * size, 1.5 * size, 0.5 * size))
    left, top = int(bounds[0]) - 1, int(bounds[1]) - 1
    right, bottom = int(bounds[2]) + 2, int(bounds[3]) + 2
    if right < 0 or bottom < 0 or left > picture.width or top > picture.height:
        return
    ink = ImageDraw.Draw(picture, "RGBA")
    if face is not None:
        try:
            _letter(ink, text, face, matrix, (size, colour, (left, top, right, bottom)))
            return
        except Exception:  # noqa: S110 - a damaged font fails glyph by glyph; the box below stands in
            pass
    ink.rectangle(around(matrix, (0.05 * size, -0.8 * size, 0.4 * size, 0.0)), fill=colour)


def _letter(
    ink: ImageDraw.ImageDraw,
    text: str,
    face: _Face,
    matrix: Matrix,
    how: tuple[float, Colour, tuple[int, int, int, int]],
) -> None:
    size, colour, area = how
    a, b, c, d, e, f = matrix
    if a > 0 and abs(a - d) < 1e-6 * a and abs(b) + abs(c) < 1e-6 * a:
        ink.text((e, f), text, fill=colour, font=face.at(size * a), anchor="ls")
    elif (area[2] - area[0]) * (area[3] - area[1]) <= _MOST_SIZE * _MOST_SIZE:
        mask = _mask(text, face, matrix, size, area)
        if mask is not None:
            ink.bitmap(area[:2], mask, fill=colour)


def _mask(
    text: str, face: _Face, matrix: Matrix, size: float, area: tuple[int, int, int, int]
) -> Image.Image | None:
    """Draw a character that is turned, narrowed or leaning: upright first, then transformed."""
    left, top, right, bottom = area
    pixels = max(4.0, min(_MOST_SIZE / 2, 2 * size * max(scale_of(matrix), abs(matrix[0]), abs(matrix[3]))))
    unit = size / pixels
    base_x, base_y = 0.4 * pixels, 1.3 * pixels
    plain = Image.new("L", (int(2.2 * pixels), int(2 * pixels)))
    ImageDraw.Draw(plain).text((base_x, base_y), text, fill=255, font=face.at(pixels), anchor="ls")
    onto = within((unit, 0.0, 0.0, unit, -base_x * unit, -base_y * unit), matrix)
    back = inverse(within(onto, (1.0, 0.0, 0.0, 1.0, -left, -top)))
    if back is None:
        return None
    a, b, c, d, e, f = back
    return plain.transform(
        (right - left, bottom - top), Image.Transform.AFFINE, (a, c, e, b, d, f), Image.Resampling.BILINEAR
    )
