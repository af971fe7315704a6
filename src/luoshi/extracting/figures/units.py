"""A number as a value: its unit where a list carries one, numbers in words, and numbers without a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from luoshi.extracting.numbers.quantities import base_value
from luoshi.lexicon.figure_words import FigureWords
from luoshi.lexicon.units import units
from luoshi.model.quantity import Quantity

LISTED = frozenset(("、", "和", "及", "与", "或", "以及"))
RISES_FROM = re.compile("[从由][^，、；。]{0,10}$")
COUNTED = frozenset({"count", "people"})
LIST_LENGTH = 8  # numbers of one list that are looked at
_AMOUNTS = frozenset({"money", "area", "length", "weight", "volume", "energy"})
_NO_LIST = frozenset({"label", "calendar", "time"})
_YEARS = range(1900, 2101)


class Value(NamedTuple):
    """A number that counts; ``kind`` is that of its unit, ``rank`` for a place in an order.

    ``base`` is the value that it is measured from (27136元 in 从27136元增长到36439元).
    """

    start: int
    end: int
    low: float
    high: float | None
    unit: str
    comparator: str
    kind: str
    base: str | None = None


@lru_cache(maxsize=2048)
def base_unit(unit: str) -> str:
    """The unit without its scale words: 亿千瓦 is 千瓦, 万 is nothing."""
    return base_value(1.0, unit)[1]


def unit_of(text: str, number: Quantity, following: Sequence[Quantity]) -> tuple[str, str]:
    """The unit and its kind, from the number behind it where a list carries one (3.4个、1个百分点)."""
    unit = number.unit
    known = units().kind
    base = base_unit(unit)
    if base in ("", "个") and following:
        carried = _carried(text, number, following)
        theirs = base_unit(carried)
        kind = known.get(theirs, "")
        if base == "个" and theirs == "个百分点":
            return theirs, "share"
        if not base and theirs and kind not in _NO_LIST:
            return (unit + theirs if unit else carried), kind
    if not base and unit:
        return unit, "count"  # 1400万农业转移人口
    return unit, known.get(base, "") or known.get(base.partition("/")[0], "")


def _carried(text: str, number: Quantity, following: Sequence[Quantity]) -> str:
    end = number.end
    for after in following:
        if text[end : min(after.start, end + 3)] not in LISTED or after.start - end > 2:
            return ""
        if base_unit(after.unit) not in ("", "个"):
            return after.unit
        end = after.end
    return ""


def worded(number: Quantity, before: str, kind: str, words: FigureWords) -> bool:
    """Whether a number without digits counts: 超百家, 两倍, 八成, 新增三所; not 抓好三项工作."""
    if kind == "count" and number.low < 2:
        return False
    if number.comparator not in ("eq", "range") or kind in ("share", "multiple"):
        return True
    if kind in _AMOUNTS:
        return number.low > 1
    return number.low >= 2 and kind in COUNTED and before.endswith(words.doing)


def bare(text: str, span: tuple[int, int], number: Quantity, words: FigureWords) -> Value | None:
    """A number without a unit counts behind a verb of reaching: 指数达到105.3; 一半 and 1/3 are shares."""
    first, stop, low, high, _, means = number
    spelled = text[first:stop]
    if "分之" in spelled or "半" in spelled or "/" in spelled:
        top = None if high is None else high * 100
        return Value(first, stop, low * 100, top, "%", means, "share") if low < 1 else None
    after = text[stop] if stop < span[1] else "，"
    if after == "张":
        # 2000张家庭养老床位; the grammar of numbers is wary of 张家口
        return Value(first, stop + 1, low, high, "张", means, "count")
    if after == "所" and text.startswith("所以上", stop):
        return Value(first, stop + 3, low, high, "所", "ge", "count")  # and of 所以
    if after not in "，、。；）和" or not any(char.isdigit() for char in spelled):
        return None
    reached = text[max(span[0], first - 4) : first].endswith(words.bare_behind)
    if not reached and means not in ("gt", "ge", "approx"):
        return None
    if means == "eq" and low in _YEARS:
        return None
    return Value(first, stop, low, high, "", means, "")


def classed(text: str, span: tuple[int, int], number: Quantity, words: FigureWords) -> bool:
    """亿元以上重点技改项目1213个: the first number says which projects, it counts nothing."""
    after = text[number.end : min(span[1], number.end + 8)]
    if after.startswith("部分"):
        return True  # 100万元至300万元部分
    if number.comparator == "approx" or not after:
        return False
    spelled = text[number.start : number.end]
    over = spelled[0] in "超过上逾近"
    if not over and not spelled.endswith(("以上", "以下", "以内", "之内")):
        return False
    if units().kind.get(base_unit(number.unit), "") == "count" and (
        over or not after.startswith(("自然村", "行政村", "村"))
    ):
        return False  # 3个以上集群, 超100家企业: what is counted stands behind
    if text.endswith(words.new, span[0], number.start):
        return False
    return after.startswith(words.classed)
