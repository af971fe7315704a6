"""What one pass over the whole text found, to be looked up by offset."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from luoshi.model import Period, Quantity
from luoshi.native import COMPILED

_Place = TypeVar("_Place", Quantity, Period)


@dataclass(slots=True)
class Found:
    """The numbers and times of a text, in order."""

    numbers: list[Quantity]
    periods: list[Period]
    number_starts: list[int] = field(init=False)
    period_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.number_starts = [number.start for number in self.numbers]
        self.period_starts = [period.start for period in self.periods]

    def numbers_in(self, start: int, end: int) -> Sequence[Quantity]:
        """Give the numbers that begin in the stretch."""
        return between(self.numbers, self.number_starts, start, end)

    def periods_in(self, start: int, end: int) -> Sequence[Period]:
        """Give the times that begin in the stretch."""
        return between(self.periods, self.period_starts, start, end)


def plain_between(found: list[_Place], starts: list[int], start: int, end: int) -> Sequence[_Place]:
    """Give what begins in the stretch; ``starts`` are the offsets of ``found``, in order."""
    first = bisect_left(starts, start)
    last, count = first, len(starts)
    # a unit holds few of them: counting on is quicker than a second search
    while last < count and starts[last] < end:
        last += 1
    return found[first:last] if last > first else ()


if TYPE_CHECKING or not COMPILED:
    between = plain_between
else:
    from luoshi.native.found import between
