"""Drafts as pages show them: lines with the words that opinions are about; the opinions as cards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from luoshi.stores.office import Opinion
from luoshi.web.views.people import local

_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line; they lead to ``opinion``, and those of each in ``begins`` begin here."""

    text: str
    opinion: int | None = None
    count: int = 0
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft; ``start`` and ``end`` are code points in its text. ``count``: opinions on it."""

    number: int
    start: int
    end: int
    segments: tuple[Segment, ...]
    count: int

    @property
    def blank(self) -> bool:
        """Whether there is nothing to comment on."""
        return all(not segment.text.strip() for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Card:
    """An opinion as it is shown: ``number`` counts those of its draft, ``named`` tells by whom."""

    number: int
    opinion: Opinion
    at: str
    named: bool = True
    answered_at: str = ""
    with_answer: bool = True

    @property
    def said_by(self) -> str:
        """By whom it was said; empty for no name."""
        return (self.opinion.name or "") if self.named else ""

    @property
    def short(self) -> str:
        """Its first words, for what reads labels aloud."""
        text = " ".join(self.opinion.text.split())
        return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def lines_of(text: str, shown: Iterable[Opinion], counted: Iterable[Opinion] = ()) -> list[Line]:
    """Give the lines of a draft; ``shown`` are marked in it, ``counted`` are counted beside each line."""
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    bounds = [*pairwise(starts), (starts[-1], len(text) + 1)]
    marked = _by_line(starts, shown)
    counts = _by_line(starts, counted)
    return [
        Line(
            number,
            start,
            after - 1,
            _segments(text, (start, after - 1), marked.get(number, [])),
            len(counts.get(number, [])),
        )
        for number, (start, after) in enumerate(bounds)
    ]


def cards_of(opinions: Sequence[Opinion], *, named: bool = True, with_answer: bool = True) -> list[Card]:
    """Give the opinions on a draft as cards, numbered as they came; ``named`` tells by whom."""
    return [
        Card(
            number,
            one,
            local(one.at),
            named,
            local(one.answered_at) if one.answered_at else "",
            with_answer,
        )
        for number, one in enumerate(opinions, 1)
    ]


def _by_line(starts: list[int], opinions: Iterable[Opinion]) -> dict[int, list[Opinion]]:
    found: dict[int, list[Opinion]] = {}
    for one in opinions:
        if one.start is None or one.end is None:
            continue
        first, last = bisect_right(starts, one.start) - 1, bisect_right(starts, one.end - 1) - 1
        for number in range(first, last + 1):
            found.setdefault(number, []).append(one)
    return found


def _segments(text: str, line: tuple[int, int], opinions: list[Opinion]) -> tuple[Segment, ...]:
    start, end = line
    cuts = {start, end}
    for one in opinions:
        cuts |= {min(max(one.start or 0, start), end), min(max(one.end or 0, start), end)}
    found = []
    for left, right in pairwise(sorted(cuts)):
        over = [one for one in opinions if (one.start or 0) <= left and right <= (one.end or 0)]
        # where several overlap, the one of the fewest words is what is meant
        at = min(over, key=lambda one: (one.end or 0) - (one.start or 0)) if over else None
        begins = tuple(one.id for one in over if one.start == left)
        found.append(Segment(text[left:right], at.id if at else None, len(over), begins))
    return tuple(found)
