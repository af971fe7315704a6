"""The lines of a part with their marks, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from luoshi.ledger import Row
from luoshi.web.pages.source.held import Held
from luoshi.web.views.marking import Stretch, runs

_HEADING: Final = 60
"""Characters of a heading at most: a longer line has its text behind it, and is read as text."""
_DOUBT: Final = 0
"""Rows have numbers from 1; this one stands for a doubtful character."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of one look. ``rows`` are the numbers of the records on them, the innermost first.

    ``type`` is that of the innermost; ``anchors`` the numbers of those that have their first words here;
    ``again`` says that the innermost has had words before, so that Tab need not stop here.
    """

    text: str
    rows: tuple[int, ...] = ()
    type: str = ""
    anchors: tuple[int, ...] = ()
    again: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: ``depth`` is that of a heading, 0 for text; ``start`` its offset.

    ``opens`` says that the contents lead here: to a heading, or to text that begins with one.
    """

    start: int
    depth: int
    opens: bool
    blank: bool
    words: tuple[Marked, ...]


def lines(held: Held, part: int, shown: Sequence[Row]) -> Iterator[Line]:
    """Give the lines of a part with marks for the rows that are shown."""
    start, end = held.parts.bounds(part)
    stretches = [
        Stretch(first, last, row.number)
        for row in shown
        for first, last in row.statement.pieces
        if first < end and last > start
    ]
    stretches += [
        Stretch(each.start, each.end, _DOUBT)
        for row in shown
        for each in row.statement.doubtful
        if each.start < end and each.end > start
    ]
    types = {row.number: row.statement.type for row in shown}
    seen: set[int] = set()
    for block in held.parts.blocks(held.text, part):
        here = [each for each in stretches if each.start < block.end and each.end > block.start]
        words = []
        for run in runs(block.start, block.end, here):
            numbers = tuple(key for key in run.keys if key != _DOUBT)
            anchors = tuple(number for number in numbers if number not in seen)
            seen.update(anchors)
            words.append(
                Marked(
                    held.text[run.start : run.end],
                    numbers,
                    types[numbers[0]] if numbers else "",
                    anchors,
                    bool(numbers) and numbers[0] not in anchors,
                    _DOUBT in run.keys,
                )
            )
        depth = block.depth if block.end - block.start <= _HEADING else 0
        yield Line(block.start, depth, block.depth > 0, block.blank, tuple(words))


def touching(rows: Sequence[Row], start: int, end: int) -> list[Row]:
    """Give the rows with words in ``text[start:end]``, in order of the text."""
    return [
        row
        for row in rows
        if any(first < end and last > start for first, last in row.statement.pieces)
        or (not row.statement.pieces and start <= row.statement.start < end)
    ]
