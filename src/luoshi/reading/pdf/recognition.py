"""Pages whose text must be had from their picture: which they are, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

from luoshi.reading.limits import Limits
from luoshi.reading.pages.legible import is_garbage
from luoshi.reading.pdf.characters import Characters
from luoshi.reading.pdf.drawings import Drawings
from luoshi.reading.pdf.geometry import View

if TYPE_CHECKING:
    from luoshi.reading.scans.recognise import Recognised

_FEW = 30  # characters: a page number, a stamp's date
_PICTURE = 0.4  # of a page: a scan, where there is hardly any text beside it
_SHAPES = 150  # paths: letters that were turned into outlines
_UNMAPPED = 0.1
_DPI = 200.0


def needs_picture(found: Characters, drawn: Drawings) -> bool:
    """Whether the page shows more than its characters tell, or they are codes without meaning."""
    text = "".join(glyph.text for glyph in found.glyphs)
    shown = sum(1 for character in text if not character.isspace())
    if shown < _FEW and (drawn.pictured >= _PICTURE or drawn.shapes >= _SHAPES):
        return True
    if not shown:
        return drawn.pictured > 0.02
    return found.unmapped > _UNMAPPED * shown or is_garbage(text)


def can_recognise() -> bool:
    """Whether a recogniser is installed."""
    from luoshi.reading.scans.engine import available

    return available()


def from_picture(page: pypdfium2.PdfPage, view: View, limits: Limits) -> Recognised:
    """Draw a page and give the characters that the recogniser sees, in points, the page laid straight."""
    from luoshi.reading.scans.recognise import recognised_page

    width, height = view.size
    scale = min(_DPI / 72.0, (limits.pixels / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return recognised_page(picture, points_per_pixel=1 / scale)
