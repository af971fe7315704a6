"""How a page lies in its picture: turned by quarters, tilted by a little, and back again."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from luoshi.model.layout import Layout, Line
from luoshi.reading.scans.arrays import Array

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Between the pixels of a picture and the points of its page with the tilt taken out.

    ``quarters`` (0 to 3) clockwise turns make the picture upright; ``across`` and ``down`` are its size
    in pixels then, ``scale`` is points a pixel. The rows of the upright picture slope down to the right by
    ``tilt`` radians. The page of points lies as the picture does: its text may still run sideways.
    """

    across: float
    down: float
    scale: float
    quarters: int = 0
    tilt: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """The picture's width and height in points."""
        sides = self.across * self.scale, self.down * self.scale
        return sides if self.quarters % 2 == 0 else sides[::-1]

    def level(self, x: float, y: float) -> tuple[float, float]:
        """Give a point of the upright picture (pixels) with the tilt taken out (pixels)."""
        return _about((self.across / 2, self.down / 2), x, y, -self.tilt)

    def placed(self, left: float, top: float, right: float, bottom: float) -> Corners:
        """Give a box of the upright, level picture (pixels) on the page (points)."""
        one, other = self._unturned(left, top), self._unturned(right, bottom)
        return _bounds((one, other), self.scale)

    def tilted(self, box: Corners) -> Corners:
        """Give the upright box that holds a box of the page (points) where the tilted picture has it."""
        left, top, right, bottom = box
        width, height = self.size
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return _bounds([_about((width / 2, height / 2), x, y, self.tilt) for x, y in corners])

    def _unturned(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return y, self.across - x
        if self.quarters == 2:
            return self.across - x, self.down - y
        if self.quarters == 3:
            return self.down - y, x
        return x, y


def tilt(rows: Array) -> float:
    """Give the slope in radians of the rows (four corners each), such that half their length slopes less."""
    import numpy as np

    if not len(rows):
        return 0.0
    edges = np.concatenate([rows[:, 1] - rows[:, 0], rows[:, 2] - rows[:, 3]])
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    slopes = np.arctan2(edges[:, 1], edges[:, 0])
    order = np.argsort(slopes)
    middle = int(np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2))
    return float(slopes[order[min(middle, len(order) - 1)]])


def laid_back(layout: Layout, frames: Mapping[int, Frame]) -> Layout:
    """Give a layout of level pages as the tilted pictures have it; ``frames`` by page number."""
    lines = tuple(_line_back(line, frames.get(line.page)) for line in layout.lines)
    return replace(layout, lines=lines)


def _line_back(line: Line, frame: Frame | None) -> Line:
    if frame is None or not frame.tilt:
        return line
    boxes = array("f")
    for at in range(0, len(line.boxes), 4):
        left, top, right, bottom = line.boxes[at : at + 4]
        empty = right <= left or bottom <= top
        boxes.extend((left, top, right, bottom) if empty else frame.tilted((left, top, right, bottom)))
    return replace(line, boxes=boxes)


def _about(middle: tuple[float, float], x: float, y: float, angle: float) -> tuple[float, float]:
    if not angle:
        return x, y
    sine, cosine = math.sin(angle), math.cos(angle)
    x, y = x - middle[0], y - middle[1]
    return x * cosine - y * sine + middle[0], x * sine + y * cosine + middle[1]


def _bounds(points: Sequence[tuple[float, float]], scale: float = 1.0) -> Corners:
    across, down = [x * scale for x, _ in points], [y * scale for _, y in points]
    return min(across), min(down), max(across), max(down)
