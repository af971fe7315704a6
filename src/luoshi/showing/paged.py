"""The picture of a page of a file that has pages, drawn where a hostile file costs nothing but itself."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from luoshi.reading.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from PIL import Image

_DRAWN_BY = {
    "pdf": "luoshi.showing.pdf_pages",
    "image": "luoshi.showing.image_pages",
    "ofd": "luoshi.reading.ofd.drawing",
}
PAGED = tuple(_DRAWN_BY)
"""The formats whose pages can be drawn."""


def page_picture(
    raw: bytes, source: str, kind: str, page: int, *, scale: float, limits: Limits = DEFAULT
) -> Image.Image:
    """Give the picture of a page, counted from 1, of a file of the format ``kind`` (one of ``PAGED``).

    ``scale`` is pixels a point (1/72 inch); a picture comes in its own size.

    Raises:
        LuoshiError: as reading the file does; ReadingError ``no_page`` where the page is not there.
    """
    from PIL import Image

    from luoshi.reading.worker import drawn_contained

    png = drawn_contained(_DRAWN_BY[kind], raw, source, page, limits, scale)
    return Image.open(BytesIO(png), formats=("PNG",)).convert("RGB")
