"""What kind of figure a value is, and how list mates share their comparator."""

from __future__ import annotations

from luoshi.extracting.figures.subjects import Left
from luoshi.extracting.figures.units import Value

_RATES = ("涨幅", "增幅", "增速", "增长率", "增长", "降幅", "减幅")
_FALLS = ("降幅", "减幅", "减量")


def kind_of(value: Value, left: Left, indicator: str, *, counted: bool = False) -> str:
    """One of ``growth level change count share rank multiple``.

    A rise in per cent is growth; a fall, and any rise by an amount, is a change. ``counted`` says
    that the value counts what is named behind it (48个项目).
    """
    if value.kind in ("rank", "multiple"):
        return value.kind
    if counted:
        return "count" if value.kind in ("count", "people") else "level"
    to = "to" in left.says
    if value.unit == "个百分点":
        return "change"
    if value.kind == "share":
        if indicator.endswith(_FALLS) or ("down" in left.says and not to):
            return "change"
        grows = "up" in left.says and (not to or _rate_word(left, indicator))
        return "growth" if grows or indicator.endswith(_RATES) else "share"
    if ("up" in left.says or "down" in left.says) and not to:
        return "change"
    if value.kind in ("count", "people"):
        return "level" if to or value.comparator in ("gt", "lt") or indicator.endswith("就业") else "count"
    return "level"


def _rate_word(left: Left, indicator: str) -> bool:
    """增速达到5% is growth still, 占比提高到5% is no growth."""
    return not indicator.endswith(("率", "比重", "占比", "比例", "强度"))


def level_group(group: list[Value], text: str) -> list[Value]:
    """分别增长5%、6.5%左右: the word behind the last speaks for all, the word before the first too."""
    means = [value.comparator for value in group]
    if (
        all(m == "eq" for m in means[:-1])
        and means[-1] in ("approx", "ge", "le")
        and not _before(group[-1], text)
    ):
        return [v._replace(comparator=means[-1]) if v.kind != "rank" else v for v in group]
    if (
        means[0] in ("gt", "approx", "ge", "le", "lt")
        and all(m == "eq" for m in means[1:])
        and _before(group[0], text)
    ):
        return [v._replace(comparator=means[0]) if v.kind != "rank" else v for v in group]
    return group


def _before(value: Value, text: str) -> bool:
    return not text[value.start].isdigit()
