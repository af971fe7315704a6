"""Gives pages of pictures as they are, turned upright, in the process that formats are read in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from luoshi.reading.limits import Limits
from luoshi.showing.missing import no_page

if TYPE_CHECKING:
    from PIL import Image


def drawn(raw: bytes, source: str, page: int, limits: Limits, *, scale: float) -> Image.Image:
    """Give the picture of a page, counted from 1, in its own size, whatever the ``scale``.

    Raises:
        ReadingError: ``no_page``.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = limits.pixels
    try:
        with Image.open(BytesIO(raw)) as picture:
            picture.seek(page - 1)
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, EOFError, ValueError, SyntaxError) as error:
        raise no_page(source, page, str(error)) from None
