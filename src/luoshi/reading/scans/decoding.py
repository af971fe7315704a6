"""From what the network saw in the slices of a row to its characters and where they stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.lexicon.scans import scan_rules
from luoshi.reading.scans.engine import Signs

_HALF = 0.5


@dataclass(slots=True)
class Mark:
    """A character of a row; ``left`` and ``right`` are shares of the row's length, 0 to 1."""

    text: str
    left: float
    right: float
    confidence: float


def marks(signs: Signs, shape: float) -> list[Mark]:
    """Give the characters of a row from left to right; ``shape`` is its length over its height.

    A character's confidence is the network's own; that of a mark which it knows in two widths is the
    sum of both, since the width is told by what stands around it.
    """
    best = signs.likely.argmax(axis=1)
    found: list[tuple[int, int]] = []  # where it is surest, and what
    last = 0
    for at, index in enumerate(best.tolist()):
        if index and index == last:
            if signs.likely[at, index] > signs.likely[found[-1][0], index]:
                found[-1] = (at, index)
        elif index:
            found.append((at, index))
        last = index
    centres = [(at + _HALF) / len(best) for at, _ in found]
    return [
        Mark(signs.alphabet[index], *_edges(centres, order, shape), _confidence(signs, at, index))
        for order, (at, index) in enumerate(found)
    ]


def _edges(centres: list[float], order: int, shape: float) -> tuple[float, float]:
    """Give the edges half way to the neighbours, but no wider than a full-width character."""
    reach = scan_rules().em / shape / 2
    here = centres[order]
    before = (centres[order - 1] + here) / 2 if order else 0.0
    after = (centres[order + 1] + here) / 2 if order + 1 < len(centres) else 1.0
    return max(before, here - reach), min(after, here + reach)


def _confidence(signs: Signs, at: int, index: int) -> float:
    twin = signs.twins.get(index)
    sure = float(signs.likely[at, index])
    return min(1.0, sure if twin is None else sure + float(signs.likely[at, twin]))
