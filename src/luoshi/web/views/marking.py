"""Cuts a text into runs where marks begin and end, so that marks may overlap or lie in one another."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Key]):
    """A marked stretch, ``text[start:end]`` in code points; ``key`` says what it is a mark of."""

    start: int
    end: int
    key: Key


@dataclass(frozen=True, slots=True)
class Run(Generic[Key]):
    """A stretch of text that the same marks lie on, the shortest mark first; none: plain text."""

    start: int
    end: int
    keys: tuple[Key, ...]


def runs(start: int, end: int, stretches: Iterable[Stretch[Key]]) -> Iterator[Run[Key]]:
    """Give the runs of ``text[start:end]``, in order and without a gap.

    Stretches may overlap and reach past either end; empty ones mark nothing. A key whose stretches overlap
    one another stands once in a run.
    """
    held = [
        (max(start, each.start), min(end, each.end), each.end - each.start, each.key)
        for each in stretches
        if each.start < each.end and each.start < end and each.end > start
    ]
    opening = sorted(held, key=lambda each: each[0])
    cuts = sorted({start, end} | {each[0] for each in held} | {each[1] for each in held})
    lying: list[tuple[int, int, int, Key]] = []
    following = 0
    for begin, stop in pairwise(cuts):
        lying = [each for each in lying if each[1] > begin]
        while following < len(opening) and opening[following][0] <= begin:
            lying.append(opening[following])
            following += 1
        inner = sorted(lying, key=lambda each: each[2])
        yield Run(begin, stop, tuple(dict.fromkeys(each[3] for each in inner)))
