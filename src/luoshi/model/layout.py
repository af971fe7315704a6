"""Where the characters of a text stood in their file: on which page and where, or in which part.

A format with pages gives a box for every character (``Line``); one without gives named parts
(``Part``: a paragraph, a cell). Pages count from 1. Lengths are points (1/72 inch) from the upper
left corner of the page as a reader sees it, x to the right and y downwards.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, upright, in points."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed (a rotated page is turned upright), its size in points.

    ``way`` is how its text was had: ``text`` (the file's own characters), ``ocr`` (recognised
    from its picture) or ``blank`` (none was found).
    """

    number: int
    width: float
    height: float
    way: str = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the text that stands in one row (or column) of a page.

    ``boxes`` (typecode ``f``) holds four numbers a code point, left, top, right, bottom; a character that
    reading put in (a space, a restored mark) has an empty box. ``confidence`` is that of the
    recognition, 0 to 1, ``None`` where the characters are the file's own; ``sure`` (typecode ``f``) is that
    of each code point then, 1 for one that reading put in.
    """

    start: int
    end: int
    page: int
    boxes: array[float]
    confidence: float | None = None
    sure: array[float] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text and what it was in a file without pages.

    ``kind`` is one of ``line``, ``paragraph``, ``heading``, ``cell``, ``formula`` (a cell whose text was
    computed), ``footnote``, ``textbox``, ``number`` (written out by reading: automatic numbering that stands
    in no character of the file).
    ``name`` counts from 1 and is meant for people: ``paragraph 12``, ``table 2, row 3, column 1``,
    ``Sheet1!C7``.
    """

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stood: boxes on a page, one a line, or a part of the file."""

    start: int
    end: int
    boxes: tuple[Box, ...] = ()
    part: Part | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages and lines of a text, or its parts, each in the order of the text, none overlapping."""

    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()

    def locate(self, start: int, end: int) -> Iterator[Place]:
        """Give the places of a stretch, in order of the text; empty where it stands nowhere."""
        for line in _touching(self.lines, start, end):
            first, last = max(start, line.start), min(end, line.end)
            box = _around(line, first, last)
            if box is not None:
                yield Place(first, last, (box,), None, line.confidence)
        for part in _touching(self.parts, start, end):
            yield Place(max(start, part.start), min(end, part.end), (), part)


_Row = TypeVar("_Row", Line, Part)


def _touching(rows: tuple[_Row, ...], start: int, end: int) -> Iterator[_Row]:
    at = max(0, bisect_right(rows, start, key=lambda row: row.start) - 1)
    while at < len(rows) and rows[at].start < end:
        if rows[at].end > start:
            yield rows[at]
        at += 1


def _around(line: Line, start: int, end: int) -> Box | None:
    """Give the box around the characters that have one."""
    held = line.boxes[4 * (start - line.start) : 4 * (end - line.start)]
    drawn = [at for at in range(0, len(held), 4) if held[at + 2] > held[at] and held[at + 3] > held[at + 1]]
    if not drawn:
        return None
    return Box(
        line.page,
        min(held[at] for at in drawn),
        min(held[at + 1] for at in drawn),
        max(held[at + 2] for at in drawn),
        max(held[at + 3] for at in drawn),
    )
