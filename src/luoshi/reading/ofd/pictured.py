"""Pages whose text is in pictures: they are drawn and handed to the recognition, where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.reading.ofd.container import Container
from luoshi.reading.ofd.document import Paper
from luoshi.reading.ofd.drawing import sketched
from luoshi.reading.ofd.transform import POINTS

if TYPE_CHECKING:
    from luoshi.reading.scans.recognise import Recognised

_DPI = 200


def recognised(paper: Paper, container: Container) -> Recognised | None:
    """Give the characters recognised on a page, ``None`` where no recognition is installed."""
    from luoshi.reading import scans

    if not scans.available():
        return None
    scale = _DPI / 72
    scale = min(scale, (container.limits.pixels / (paper.width * paper.height)) ** 0.5 / POINTS)
    return scans.recognised_page(sketched(paper, container, scale=scale), points_per_pixel=1 / scale)
