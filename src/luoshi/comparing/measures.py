"""One unit for what several texts measure: 1200万人 and 0.12亿人, 400亿斤 and 2000万吨."""

from __future__ import annotations

from functools import lru_cache

from luoshi.lexicon.comparing import comparing_words
from luoshi.lexicon.units import units


@lru_cache(maxsize=1024)
def family(unit: str) -> tuple[str, float]:
    """Give the family of a unit and how many of that family's own unit one of it is.

    Two values can be brought to one unit where their families are the same; a unit that is not
    known is a family of its own.
    """
    scales = units().scales
    size, rest = 1.0, unit
    while rest and rest[0] in scales and rest not in comparing_words().sizes:
        size *= scales[rest[0]]
        rest = rest[1:]
    known = comparing_words().sizes.get(rest)
    if known is None:
        return rest, size
    return known[0], size * known[1]


def convert(value: float | None, unit: str, into: str) -> float | None:
    """Give a value in another unit of its family, 12 digits of it."""
    if value is None or unit == into:
        return value
    return float(f"{value * family(unit)[1] / family(into)[1]:.12g}")
