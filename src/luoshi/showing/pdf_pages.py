"""Draws pages of PDF, in the process that formats are read in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from luoshi.reading.limits import Limits
from luoshi.showing.missing import no_page

if TYPE_CHECKING:
    from PIL import Image


def drawn(raw: bytes, source: str, page: int, limits: Limits, *, scale: float) -> Image.Image:
    """Give the picture of a page, counted from 1; ``scale`` (pixels a point) is lowered to the limit.

    Raises:
        ReadingError: ``no_page``.
    """
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(raw) as document:
            if page > len(document):
                raise no_page(source, page)
            sheet = document[page - 1]
            width, height = sheet.get_size()
            picture: Image.Image = sheet.render(scale=_within(width, height, scale, limits)).to_pil()
            return picture.convert("RGB")
    except pdfium.PdfiumError as error:
        raise no_page(source, page, str(error)) from None


def _within(width: float, height: float, scale: float, limits: Limits) -> float:
    """Give the scale, or the largest at which the page keeps to the limit of pixels."""
    area = max(width * height, 1.0)
    return min(scale, math.sqrt(limits.pixels / area))
