"""What formats with pages hand on: characters with their boxes, a sheet a page.

Lengths are points from the upper left corner of the page as displayed, as in ``model.layout``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Rule = tuple[float, float, float, float]


@dataclass(slots=True)
class Glyph:
    """One character (rarely a few that share a box) as it stands on a page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    confidence: float | None = None


@dataclass(slots=True)
class Sheet:
    """A page as it was read, its glyphs in the order of the file.

    ``rules`` are straight drawn lines (left, top, right, bottom) of which tables are made; ``way`` is
    as in ``model.layout.Page``. ``turn`` counts the quarter turns, clockwise, that would bring the text
    upright where the page shows it sideways (1: rows run upwards; 3: rows run downwards, or in columns
    from right to left); boxes stay as displayed.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule] = field(default_factory=list)
    way: str = "text"
    turn: int = 0
