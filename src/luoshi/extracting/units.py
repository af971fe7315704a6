"""Units: runs of clauses that are one deed with its object, and will be one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from luoshi.extracting.labels.labels import Label
from luoshi.model import Outline
from luoshi.native import COMPILED

_TYPE = {"C": "commitment", "R": "result", "P": "problem", "E": "event"}


class Unit(NamedTuple):
    """Clauses ``first`` (inclusive) to ``last`` (exclusive) of the outline, all of one ``type``.

    ``start`` and ``end`` are where the unit stands in the text; ``pieces`` are its stretches,
    more than one where the layout broke a line inside it. ``rule`` names what decided the type.
    """

    type: str
    first: int
    last: int
    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    rule: str


def units(outline: Outline, labels: list[Label]) -> Iterable[Unit]:
    """Give the units of the outline in order; clauses labelled ``N`` belong to none.

    Consecutive clauses that report one meeting are one unit: an event is one record with its
    topics, not a record for each of them.
    """
    if not COMPILED:
        return plain_units(outline, labels)
    from luoshi.native.units import units as compiled

    return compiled(Unit, _TYPE, outline.clauses, labels)


def plain_units(outline: Outline, labels: Sequence[Label]) -> Iterator[Unit]:
    """Give them in plain Python."""
    first = 0
    count = len(labels)
    while first < count:
        label = labels[first].label
        last = first + 1
        if label != "N":
            while last < count and labels[last].label == label:
                if labels[last].opens and not (label == "E" and _same_sentence(outline, last)):
                    break
                last += 1
            start, end = outline.clauses[first].start, outline.clauses[last - 1].end
            yield Unit(
                _TYPE[label], first, last, start, end, _pieces(outline, first, last), labels[first].rule
            )
        first = last


def _same_sentence(outline: Outline, at: int) -> bool:
    return outline.clauses[at].sentence == outline.clauses[at - 1].sentence


def _pieces(outline: Outline, first: int, last: int) -> tuple[tuple[int, int], ...]:
    clauses = outline.clauses
    if last == first + 1:
        return ((clauses[first].start, clauses[first].end),)
    out: list[tuple[int, int]] = []
    start = clauses[first].start
    for at in range(first + 1, last):
        if clauses[at].resumes or clauses[at].opens_line:
            # the mark before the break belongs to the stretch that it ends
            before = clauses[at - 1]
            out.append((start, before.end + len(before.ender)))
            start = clauses[at].start
    out.append((start, clauses[last - 1].end))
    return tuple(out)
