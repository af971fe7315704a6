"""What kind of value a figure is, in base units, so that two of them can be held beside each other."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from luoshi.lexicon.following import following_words
from luoshi.lexicon.indicators import Indicator, indicators
from luoshi.model import Target

_SCALES: Final = (("万亿", 1e12), ("千亿", 1e11), ("百亿", 1e10), ("亿", 1e8), ("千万", 1e7), ("百万", 1e6),
                  ("万", 1e4), ("千", 1e3), ("百", 1e2))  # fmt: skip
_ALIKE: Final = {
    "斤": ("吨", 1 / 2000),
    "公斤": ("吨", 1 / 1000),
    "％": ("%", 1.0),
    "百分点": ("个百分点", 1.0),
}
# 电梯600部 and 869台, 企业100户 and 100家: where the names agree, the measure word tells nothing more
_COUNTERS: Final = frozenset("个家户处座所项件部台套名人")
_KEEP: Final = ("千瓦", "千米", "千克", "百分", "千卡")
_MOVES: Final = ("growth", "added", "points")
_PERCENT: Final = ("%", "％", "个百分点")
POINT: Final = 0.1  # of a percentage: what 左右 allows
SHARE: Final = 0.02  # of the value: what 左右 allows elsewhere


class Measure(NamedTuple):
    """``sort``: ``growth share amount added points rank multiple lead``; ``low`` to ``high`` in ``unit``.

    Both ends are the same for a plain value; a range, 超过 and 以内 leave them apart or open.
    ``value`` is what is shown, signed, in the unit as written.
    """

    sort: str
    low: float
    high: float
    unit: str
    comparator: str
    value: float

    @property
    def percent(self) -> bool:
        """Whether its unit is a percentage, so that 左右 is a matter of points."""
        return self.unit in _PERCENT


def base_unit(unit: str) -> tuple[str, float]:
    """Give the unit without its scale, and the scale: 万亿斤 is 吨 and 5e8."""
    scale = 1.0
    if not unit.startswith(_KEEP):
        for word, factor in _SCALES:
            if unit.startswith(word):
                unit, scale = unit[len(word) :], factor
                break
    if unit in _COUNTERS:
        return "个", scale
    plain, factor = _ALIKE.get(unit, (unit, 1.0))
    return plain, scale * factor


def known(target: Target) -> Indicator | None:
    """The known indicator of a target."""
    return None if target.id is None else indicators().by_id.get(target.id)


def measure(target: Target, *, down: bool = False) -> Measure | None:
    """Read a figure; ``None`` where it bears no number.

    ``down`` says that a fall is what is wanted: it then counts upwards, and a rise is negative.
    """
    low = target.low if target.low is not None else target.high
    if low is None:
        return None
    unit, scale = base_unit(target.unit)
    sort = _sort(target, unit)
    sign = -1.0 if sort in _MOVES and falls(target) is not down else 1.0
    bottom, top = low * scale, (target.high if target.high is not None else low) * scale
    if target.comparator in ("gt", "ge"):
        top = math.inf
    elif target.comparator in ("lt", "le"):
        bottom = -math.inf
    if sign < 0:
        bottom, top = -top, -bottom
    return Measure(sort, bottom, top, unit, target.comparator, sign * low)


def _sort(target: Target, unit: str) -> str:
    if target.reference is not None or target.comparator == "lead":
        return "lead"
    if target.kind in ("rank", "multiple"):
        return target.kind
    if unit == "个百分点":
        return "points"
    if unit == "%":
        return "growth" if target.kind in ("growth", "change") else "share"
    adds = (
        target.id == "jobs_urban"
        or target.kind == "change"
        or target.indicator.startswith(following_words().adds)
    )
    return "added" if adds else "amount"


def margin(value: float, unit: str) -> float:
    """What 左右 allows on the bad side: 0.1 of a percentage point, else 2 % of the value."""
    return POINT if unit in _PERCENT else abs(value) * SHARE


def at_most(target: Target) -> bool:
    """Whether the target is a ceiling: by its own words, else by its indicator."""
    if target.comparator in ("le", "lt"):
        return True
    if target.comparator in ("ge", "gt"):
        return False
    indicator = known(target)
    if indicator is not None:
        return indicator.direction == "at_most"
    words = following_words()
    return words.lower_is_better.search(target.indicator) is not None and not is_fall(target)


def is_fall(target: Target) -> bool:
    """Whether a fall is aimed at (能耗下降3%), so that a larger one is better."""
    indicator = known(target)
    return falls(target) or (indicator is not None and indicator.down and target.kind == "change")


def falls(target: Target) -> bool:
    """Whether the value is the amount of a fall."""
    said = target.text.removeprefix(target.indicator)
    return target.kind in ("change", "growth") and following_words().fall.search(said) is not None
