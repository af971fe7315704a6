"""Finds the times in a text: 年底前, “十五五”时期, 2025—2027年, 去年5月, 三年行动.

``times`` runs one regular expression over the text and hands each match to its reader; this
module only joins neighbours: 2025年至2027年 is one span, 明天下午三点 one day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from luoshi.extracting.times.arithmetic import add_months, last_of_month
from luoshi.extracting.times.dates import Mention, Reference
from luoshi.extracting.times.patterns import matches
from luoshi.extracting.times.values import READERS
from luoshi.lexicon.calendar import calendar
from luoshi.model.quantity import Period

# between the two ends of a span, and between a day and its weekday or hour
_DASH: Final = re.compile(r"[ \u3000]?(?:—{1,2}|[-–－~～至到])?[ \u3000]?")
_AND: Final = re.compile(r"[ \u3000]?[和与及到至][ \u3000]?")
_CLOSE: Final = re.compile(r"[ \u3000]?[，,（(]?[ \u3000]?")
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_WIDE: Final = re.compile("[０-９]")
_PLAN_REACH: Final = 400  # characters over which 规划期末 still means the plan named last


def times(text: str, *, date: date | None = None) -> list[Period]:
    """Give the times in a text in their order; they don't overlap.

    Args:
        text: any Chinese text.
        date: the day that 今年, 年底前, 10月27日 and 下周 are read against; without it they stay
            in the list with neither ``from_`` nor ``until``.

    Returns:
        One ``Period`` for each, with ``start`` and ``end`` in code points of ``text``.
    """
    if _WIDE.search(text):
        text = _WIDE.sub(_narrowed, text)  # one for one, so that offsets hold
    found: list[Mention] = []
    plan: tuple[int, int] | None = None
    plan_end = 0
    plans = calendar().plans
    for match in matches(text):
        group = match.lastgroup or ""
        last = found[-1] if found else None
        joined = last is not None and last.point and _spans(text, last, match)
        base = (last.until or last.from_) if joined and last is not None else None
        near = plan if match.start() - plan_end <= _PLAN_REACH else None
        mention = READERS[group](match, Reference(date, base, near))
        if group == "plan":
            plan, plan_end = plans[match["pq"] or match["pl"] or match["ps"]], mention.end
        if last is not None and group == "holiday" and _in_year(last, mention):
            found[-1] = mention._replace(start=last.start)
        elif last is not None and joined and (whole := _join(text, last, mention)):
            found[-1] = whole
        elif last is not None and group in ("clock", "day") and _closes(text, last, mention, group):
            bracket = text[mention.end : mention.end + 1] in _CLOSING and text[mention.start - 1] in _OPENING
            found[-1] = last._replace(end=mention.end + bracket)
        else:
            found.append(mention)
    return [Period(*mention[:6]) for mention in found]


def _narrowed(wide: re.Match[str]) -> str:
    return str(int(wide.group()))


def _spans(text: str, last: Mention, match: re.Match[str]) -> bool:
    """Whether only a dash, 到 or 和 stands between two dates."""
    gap = match.start() - last.end
    if gap > 4:
        return False
    between = text[last.end : match.start()]
    return bool(_DASH.fullmatch(between) or _AND.fullmatch(between))


def _in_year(last: Mention, mention: Mention) -> bool:
    """Whether the year before a holiday is the holiday's own (明年春节前)."""
    return last.end == mention.start and last.precision == "year" and last.kind == "at"


def _join(text: str, last: Mention, mention: Mention) -> Mention | None:
    """The span from one date to the next, where the words between them make one."""
    between = text[last.end : mention.start].strip(" \u3000")
    dash = bool(between) and _DASH.fullmatch(between) is not None
    ranged = (
        (mention.joins == "to" and not between)
        or dash
        or (mention.joins == "between" and between in ("和", "与", "及"))
    )
    if not (
        ranged
        and mention.point
        and last.kind in ("at", "since", "by", "span")
        and mention.kind in ("at", "by")
    ):
        return None
    if last.kind == "by" and last.from_ is None and last.precision != "day":
        return None
    first, until = last.from_ or last.until, mention.until
    if first is not None and until is not None and until < first:
        # 8月至次年2月 is often written 8月至2月
        later = add_months(until, 12) if mention.precision in ("month", "day") else None
        if later is not None and mention.precision == "month":
            later = last_of_month(later.year, later.month)
        until = later if later is not None and later >= first else None
    if first is None or until is None:
        first = until = None
    precision = {"year": "years"}.get(last.precision, last.precision)
    return Mention(last.start, mention.end, first, until, precision, "span", "", mention.point)


def _closes(text: str, last: Mention, mention: Mention, group: str) -> bool:
    """Whether an hour or a weekday only tells more of the day before it."""
    if (
        last.precision not in ("day", "none")
        or last.kind not in ("at", "recurring")
        or mention.start - last.end > 3
    ):
        return False
    between = text[last.end : mention.start]
    if group == "clock":
        return between in ("", " ", "的")
    dated = text[last.end - 1] in "日号" and text[mention.start] in "星周礼週禮"
    return dated and bool(_CLOSE.fullmatch(between))
