"""Statements against a person's own annotations: found, missed, spare, and how far each agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from luoshi.model import Statement

ENOUGH: Final = 0.5
"""Two stretches are one statement where what they share is at least so much of what they cover together."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch ``[start, end)`` of a text with its type, and its force where it was said."""

    start: int
    end: int
    type: str
    force: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Where both differ; ``what`` is ``missed spare type force bounds``."""

    what: str
    start: int
    end: int
    want: str
    got: str


@dataclass(slots=True)
class Counts:
    """What was counted, by type: ``right`` agree in overlap and type, ``exact`` in their bounds too."""

    wanted: Counter[str] = field(default_factory=Counter)
    got: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    forces: Counter[bool] = field(default_factory=Counter)

    def __add__(self, other: Counts) -> Counts:
        """Give the counts of both."""
        return Counts(
            self.wanted + other.wanted,
            self.got + other.got,
            self.right + other.right,
            self.exact + other.exact,
            self.forces + other.forces,
        )

    def scores(self, kind: str | None = None, *, exact: bool = False) -> tuple[float, float, float]:
        """Give precision, recall and F1, of one type or of all; 0 where there is nothing to count."""
        right, wanted, got = (
            each.total() if kind is None else each[kind]
            for each in (self.exact if exact else self.right, self.wanted, self.got)
        )
        precision, recall = right / got if got else 0.0, right / wanted if wanted else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    @property
    def force_agreement(self) -> float | None:
        """The share of found statements whose force agrees; ``None`` where no force was annotated."""
        total = self.forces.total()
        return self.forces[True] / total if total else None


def score_spans(wanted: Sequence[Marked], statements: Sequence[Statement]) -> tuple[Counts, list[Difference]]:
    """Hold statements against annotations of the whole text; types that nobody annotated are not counted."""
    kinds = {one.type for one in wanted}
    got = [Marked(s.start, s.end, s.type, s.force) for s in statements]
    pairs = _pairs(wanted, got)
    counts, found = Counts(), list[Difference]()
    counts.wanted.update(one.type for one in wanted)
    counts.got.update(one.type for one in got if one.type in kinds)
    for at, want in enumerate(wanted):
        one = got[pairs[at]] if at in pairs else None
        if one is None:
            found.append(Difference("missed", want.start, want.end, want.type, ""))
        elif one.type != want.type:
            found.append(Difference("type", want.start, want.end, want.type, one.type))
        else:
            _agree(want, one, counts, found)
    taken = {*pairs.values()}
    for at, one in enumerate(got):
        if at not in taken and one.type in kinds:
            found.append(Difference("spare", one.start, one.end, "", one.type))
    return counts, sorted(found, key=lambda each: (each.start, each.end))


def _agree(want: Marked, one: Marked, counts: Counts, found: list[Difference]) -> None:
    counts.right[want.type] += 1
    if (want.start, want.end) == (one.start, one.end):
        counts.exact[want.type] += 1
    else:
        bounds = (f"{each.start}–{each.end}" for each in (want, one))
        found.append(Difference("bounds", want.start, want.end, *bounds))
    if want.force is not None:
        counts.forces[want.force == one.force] += 1
        if want.force != one.force:
            found.append(Difference("force", want.start, want.end, want.force, one.force or ""))


def _pairs(wanted: Sequence[Marked], got: Sequence[Marked]) -> dict[int, int]:
    """Give each annotation its statement, the nearest pairs first, each taken once."""
    order = sorted(range(len(got)), key=lambda at: got[at].start)
    near: list[tuple[float, bool, int, int]] = []
    for at, want in enumerate(wanted):
        for other in order:
            one = got[other]
            if one.start >= want.end:
                break
            share = _share(want, one)
            if share >= ENOUGH:
                near.append((-share, one.type != want.type, at, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at, other in sorted(near):
        if at not in pairs and other not in taken:
            pairs[at] = other
            taken.add(other)
    return pairs


def _share(one: Marked, other: Marked) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    whole = max(one.end, other.end) - min(one.start, other.start)
    return max(common, 0) / whole
