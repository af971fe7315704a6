"""Is it reached? The value of the report beside the target, by direction, bound and 左右."""

from __future__ import annotations

import math
from typing import Final

from luoshi.following.measures import Measure, at_most, falls, is_fall, margin, measure
from luoshi.lexicon.following import following_words
from luoshi.model import Target

_TINY: Final = 1e-9


def judge(target: Target, actual: Target) -> tuple[str, tuple[str, ...]]:
    """Give ``met``, ``missed`` or ``reported`` for two figures of one indicator, and why.

    Both must be of the same sort and unit (``comparable`` says so); ``reported`` where the
    report's own words (超过5%, 5%左右) leave open on which side of the target it stands.
    """
    fall = is_fall(target)
    wanted, got = measure(target, down=fall), measure(actual, down=fall)
    if wanted is None or got is None:
        return "reported", ()
    words = following_words()
    ceiling = at_most(target)
    bound = _bound(target, wanted, ceiling)
    allowed = margin(bound, wanted.unit) if target.comparator == "approx" else 0.0
    shown = {"target": target_words(target), "actual": value_words(actual, down=fall)}
    reached = _reached(got, bound, allowed, ceiling, strict=target.comparator in ("gt", "lt"))
    if reached is None:
        return "reported", (words.say("bound", actual=actual.text.strip()),)
    if not reached:
        key = "above" if ceiling else "fall_short" if fall else "below"
        return "missed", (words.say(key, **shown),)
    plain = _reached(got, bound, 0.0, ceiling, strict=False)
    if allowed and plain is False:
        near = f"{_number(margin(wanted.value, wanted.unit))}{'个百分点' if wanted.percent else target.unit}"
        return "met", (words.say("near", margin=near), words.say("both", **shown))
    key = "at_most" if ceiling else "fall" if fall else "at_least"
    return "met", (words.say(key, **shown),)


def _bound(target: Target, wanted: Measure, ceiling: bool) -> float:
    if target.comparator == "range":
        return wanted.high if ceiling else wanted.low
    return wanted.high if math.isinf(wanted.low) else wanted.low


def _reached(got: Measure, bound: float, allowed: float, ceiling: bool, *, strict: bool) -> bool | None:
    low, high = got.low, got.high
    if got.comparator == "approx" and not allowed:
        # a rounded value says nothing about a bound that lies within its rounding
        spread = margin(low, got.unit)
        low, high = low - spread, high + spread
    if ceiling:
        low, high, bound = -high, -low, -bound
    bound -= allowed
    slack = _TINY * max(1.0, abs(bound))
    if low > bound + slack or (low >= bound - slack and not strict):
        return True
    if low >= bound - slack:  # 超过60% and 60%: met where the report says 超过 too, else left open
        return True if got.comparator in ("gt", "lt") else None
    return False if high < bound - slack else None


def value_words(target: Target, *, down: bool = False) -> str:
    """Give the value as a reader says it: 6.4%, 超过5%, 5%—6%."""
    found = measure(target, down=down)
    low = found.value if found else target.low
    before = {"gt": "超过", "ge": "不低于", "le": "不超过", "lt": "低于", "approx": "约"}.get(
        target.comparator, ""
    )
    high = f"—{_number(target.high)}" if target.high is not None else ""
    fell = "下降" if down and falls(target) else ""
    return f"{fell}{before}{_number(low)}{high}{target.unit}"


def target_words(target: Target) -> str:
    """Give the target's value as offices write it: 6.5%左右, 80家以上, 4%以内."""
    behind = {"gt": "以上", "ge": "以上", "le": "以内", "lt": "以下", "approx": "左右"}.get(
        target.comparator, ""
    )
    low = target.low if target.low is not None else target.high
    high = f"—{_number(target.high)}" if target.high is not None and target.low is not None else ""
    return f"{'下降' if is_fall(target) else ''}{_number(low)}{high}{target.unit}{behind}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
