"""What a year, a month, a day or a part of a year means, with the words around it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from luoshi.extracting.times.arithmetic import add_months, last_of_month, make, number, shift, year_number
from luoshi.lexicon.calendar import calendar

Match = re.Match[str]


class Mention(NamedTuple):
    """A time word in the text, before neighbours are joined.

    ``joins`` is how it may close a span: ``to`` (到, 至 before it), ``between`` (之间 behind it);
    ``point`` says that it may be either end of a span.
    """

    start: int
    end: int
    from_: date | None
    until: date | None
    precision: str
    kind: str
    joins: str = ""
    point: bool = False
    opens: bool = False


class Reference(NamedTuple):
    """What a word is read against: the document's day, the day before it in a span, the last plan."""

    day: date | None
    base: date | None
    plan: tuple[int, int] | None


@cache
def lookup(section: str) -> dict[str, Any]:
    """Give each word of a section of the calendar what it means."""
    return calendar().lookup(section)


def whole_years(y: int | None, until_year: int | None = None) -> tuple[date | None, date | None]:
    """Give the first and the last day of a year, or of several."""
    if y is None:
        return None, None
    return make(y, 1, 1), make(y if until_year is None else until_year, 12, 31)


def _year(m: Match, ref: Reference) -> tuple[int | None, int | None]:
    """First and last year that the words name, else the year of the reference."""
    if m["y"]:
        last = year_number(m["y"])
        return (year_number(m["y0"]) if m["y0"] else last), last
    if m["y2"]:
        short = number(m["y2"].lstrip("零〇")) if not m["y2"].isdigit() else int(m["y2"])
        year = short + (1900 if short > 70 else 2000)
        return year, year
    if m["ry"]:
        today = ref.day
        year_ = today.year + int(lookup("years")[m["ry"]]["offset"]) if today else None
        return year_, year_
    base = ref.day if m["ty"] else ref.base or ref.day
    return (base.year, base.year) if base else (None, None)


def _month(m: Match, year: int | None, ref: Reference) -> tuple[date | None, date | None, str]:
    """The days of a month, of days in it, or of its thirds."""
    if m["d2"]:
        base = ref.base or ref.day
        if base is None:
            return None, None, "day"
        first = make(base.year, base.month, number(m["d1"] or m["d2"]))
        return first, make(base.year, base.month, number(m["d2"])), "day"
    if m["m"]:
        month, first_month = number(m["m"]), number(m["m0"] or m["m"])
        if year is None:
            return None, None, "day" if m["d"] or m["db"] else "month"
    else:
        if ref.day is None:
            return None, None, "month"
        moved = add_months(ref.day, int(lookup("months")[m["rm"]]["offset"]) if m["rm"] else 0)
        if moved is None:
            return None, None, "month"
        month = first_month = moved.month
        year = year if m["yy"] and year is not None else moved.year
    if m["db"] and m["db"][0] == "初":
        return None, None, "day"  # a day of the moon's calendar: no table of it is kept
    if m["d"] or m["db"]:
        day = number(m["d"] or m["db"])
        return make(year, first_month, number(m["d0"]) if m["d0"] else day), make(year, month, day), "day"
    return make(year, first_month, 1), last_of_month(year, month), "month"


def _edge(first: date | None, last: date | None, edge: str) -> tuple[date | None, date | None, str, str]:
    """Narrow a month or a year to its beginning, middle or end."""
    if first is None or last is None:
        return None, None, "day", "by" if edge in ("底", "末") else "at"
    if edge in ("底", "末"):
        return None, last, "day", "by"
    month = (last - first).days < 31
    if edge == "初":
        return (
            first,
            (shift(first, 9) if month else last_of_month(first.year, first.month)),
            "day" if month else "month",
            "at",
        )
    if edge == "中" and not month:
        return make(first.year, 6, 1), make(first.year, 6, 30), "month", "at"
    third = {"上": 0, "中": 10, "下": 20}[edge[0]]
    return shift(first, third), (last if third == 20 else shift(first, third + 9)), "day", "at"


def _part(m: Match, first_year: int | None, year: int | None) -> tuple[date | None, date | None, str] | None:
    """The days of a half, a quarter or the first so many months of a year."""
    if m["half"]:
        months, precision = ((1, 6) if m["half"][0] == "上" else (7, 12)), "half"
    elif m["q"] or m["qs"]:
        quarter = number(m["q"]) if m["q"] else 1
        months, precision = (3 * quarter - 2, 3 * quarter), "quarter"
    elif m["q9"]:
        months, precision = (1, 3 * number(m["q9"])), "quarter"
    elif m["m9"]:
        months, precision = (1, number(m["m9"])), "month"
    else:
        return None
    if year is None or first_year is None:
        return None, None, precision
    return make(first_year, months[0], 1), last_of_month(year, months[1]), precision


def _bound(
    m: Match, first: date | None, last: date | None, kind: str
) -> tuple[date | None, date | None, str]:
    """Apply what stands before and behind a date: 到, 从, 前, 起, 后, 内."""
    if m["about"]:
        return first, last, kind
    if m["by"] or m["to"]:
        return None, last, "by"
    if m["since"] or m["out"]:
        return first or last, None, "since"
    if m["after"]:
        return (shift(last, 1) if last else None), None, "since"
    return first, last, kind


def read_date(m: Match, ref: Reference) -> Mention:
    """A year, a part of a year, or both."""
    first_year, year = _year(m, ref)
    part = _part(m, first_year, year)
    edge = m["me"] or m["qe"]
    if part is not None:
        first, last, precision = part
    elif m["m"] or m["rm"] or m["d2"] or m["tm"]:
        first, last, precision = _month(m, year, ref)
    else:
        first, last = whole_years(first_year, year)
        precision, edge = ("years" if first_year != year else "year"), m["ye"]
    kind = (
        "span"
        if first and last and (m["y0"] or m["m0"] or m["d0"] or m["d1"] or m["q9"] or m["m9"])
        else "at"
    )
    if edge:
        first, last, precision, kind = _edge(first, last, edge)
    joins = "to" if m["to"] else "between" if m["between"] else ""
    bounded = _bound(m, first, last, kind)
    opens = bool(m["out"]) and not m["since"]
    end = m.end()
    while end > m.start() and m.string[end - 1] in " \u3000\u00a0":
        end -= 1
    return Mention(
        m.start(), end, *_order(m, bounded[0], bounded[1], precision, bounded[2]), joins, True, opens
    )


def _order(
    m: Match, first: date | None, last: date | None, precision: str, kind: str
) -> tuple[date | None, date | None, str, str]:
    """A day of no calendar (2月30日) and a span that runs backwards bear no dates."""
    if kind in ("at", "span") and (first is None or last is None or last < first):
        return None, None, precision, kind
    return first, last, precision, kind
