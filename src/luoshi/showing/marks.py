"""Boxes over a page: the characters under them stay readable."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageChops, ImageDraw

Rectangle = tuple[float, float, float, float]

_FILL = (255, 240, 130)
_OUTLINE = (214, 40, 40)


def marked(picture: Image.Image, boxes: Iterable[Rectangle], *, scale: float = 1.0) -> Image.Image:
    """Give a copy with the boxes (left, top, right, bottom in pixels) in yellow, outlined in red.

    The yellow is laid under the ink, like a marker's; the outline stands outside the box. ``scale``
    (pixels a point) sets its width.
    """
    rectangles = list(boxes)
    out = picture.convert("RGB")
    tint = Image.new("RGB", out.size, "white")
    paint = ImageDraw.Draw(tint)
    for left, top, right, bottom in rectangles:
        paint.rectangle((int(left), int(top), int(right + 0.999), int(bottom + 0.999)), fill=_FILL)
    out = ImageChops.multiply(out, tint)
    lines = ImageDraw.Draw(out)
    width = max(1, round(0.8 * scale))
    gap = max(1, round(0.6 * scale)) + width  # at the sides, where the next character stands, none
    for left, top, right, bottom in rectangles:
        outside = (
            max(0, int(left) - width),
            max(0, int(top) - gap),
            min(out.width - 1, int(right + 0.999) + width),
            min(out.height - 1, int(bottom + 0.999) + gap),
        )
        if outside[2] > outside[0] and outside[3] > outside[1]:
            lines.rectangle(outside, outline=_OUTLINE, width=width)
    return out
