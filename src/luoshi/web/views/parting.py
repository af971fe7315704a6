"""Cuts a long text into parts that a page shows one at a time, and each part into its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.model import Document, Outline
from luoshi.parsing.headings import LINE_LEVEL
from luoshi.parsing.outline import parse

_ENOUGH = 400
"""Characters after which a new heading begins a new part."""
_MUCH = 1200
"""Characters after which a new line, or sentence, begins a new part."""
_MOST = 4000
"""Characters at most, whatever stands there."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: its line begins at ``start``; ``depth`` counts from 1."""

    title: str
    depth: int
    start: int
    part: int


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a part with its line break: ``depth`` is that of a heading, 0 for text."""

    start: int
    end: int
    depth: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A text in parts: part ``n`` is ``text[starts[n]:starts[n + 1]]``; the last of ``starts`` is its end."""

    starts: tuple[int, ...]
    headings: tuple[Heading, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def at(self, offset: int) -> int:
        """Give the part that a character stands in."""
        return max(0, min(len(self) - 1, bisect_right(self.starts, offset) - 1))

    def bounds(self, part: int) -> tuple[int, int]:
        """Give where a part begins and ends."""
        return self.starts[part], self.starts[part + 1]

    def blocks(self, text: str, part: int) -> Iterator[Block]:
        """Give the lines of a part; together they are its whole text."""
        start, end = self.bounds(part)
        depths = {each.start: each.depth for each in self.headings if each.part == part}
        while start < end:
            at = text.find("\n", start, end)
            stop = end if at < 0 else at + 1
            yield Block(start, stop, depths.get(start, 0), not text[start:stop].strip())
            start = stop


def parted(text: str) -> Parts:
    """Cut a text where its headings, lines and sentences begin; the same text gives the same parts."""
    outline = parse(Document(text))
    opening = _headings(text, outline)
    starts = _starts(text, outline, [start for start, _, _ in opening])
    levels = sorted({level for _, level, _ in opening})
    cut = Parts(tuple(starts), ())
    headings = tuple(
        Heading(title, levels.index(level) + 1, start, cut.at(start)) for start, level, title in opening
    )
    return Parts(cut.starts, headings)


def _headings(text: str, outline: Outline) -> list[tuple[int, int, str]]:
    """Give where each heading's line begins, its level and its words with the number.

    Short lines without a number count only where no line has one: many are no headings.
    """
    found: dict[int, tuple[int, int, str]] = {}
    numbered = [section for section in outline.sections[1:] if section.level < LINE_LEVEL]
    for section in numbered or outline.sections[1:]:
        start = text.rfind("\n", 0, section.start) + 1
        title = text[start : section.end].strip().lstrip("#").strip()
        if title:
            found.setdefault(start, (start, section.level, title))
    return sorted(found.values())


def _starts(text: str, outline: Outline, headings: Sequence[int]) -> list[int]:
    opens = set(headings)
    lines = {at + 1 for at in range(len(text)) if text[at] == "\n"}
    places = sorted(opens | lines | {sentence.start for sentence in outline.sentences})
    starts, last = [0], 0
    for place in [*places, len(text)]:
        while place - last > _MOST:
            last += _MOST
            starts.append(last)
        size = place - last
        if place < len(text) and size >= (_ENOUGH if place in opens else _MUCH):
            starts.append(place)
            last = place
    return [*starts, len(text)]
