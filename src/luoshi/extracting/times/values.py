"""What the words of a time mean: one reader for each top group of the pattern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from luoshi.extracting.times.arithmetic import add_months, make, number, shift
from luoshi.extracting.times.dates import Match, Mention, Reference, lookup, read_date, whole_years
from luoshi.lexicon.calendar import calendar


def read_plan(m: Match, ref: Reference) -> Mention:
    """A five-year plan, its first or last year, or its end."""
    years = calendar().plans[m["pq"] or m["pl"] or m["ps"]]
    first, last = whole_years(*years)
    precision, kind = "years", "at"
    if m["p_first"] or m["p_last"]:
        first, last = whole_years(years[0] if m["p_first"] else years[1])
        precision = "year"
    elif m["p_since"]:
        last, kind = None, "since"
    elif m["p_end"] or m["p_by"] or m["p_to"]:
        first, kind, precision = None, "by", "year" if m["p_end"] else precision
    joins = "to" if m["p_to"] else ""
    return Mention(m.start(), m.end(), first, last, precision, kind, joins, True)


def read_planword(m: Match, ref: Reference) -> Mention:
    """规划期末, 收官之年: resolved by the plan named a little before."""
    part = lookup("plan_words")[m.group()]["part"]
    kind = "by" if part == "end" else "at"
    if ref.plan is None:
        return Mention(m.start(), m.end(), None, None, "none", kind)
    first, last = ref.plan
    if part == "whole":
        return Mention(m.start(), m.end(), *whole_years(first, last), "years", kind)
    begin, until = whole_years(first if part == "first" else last)
    return Mention(m.start(), m.end(), None if part == "end" else begin, until, "year", kind)


def read_iso(m: Match, ref: Reference) -> Mention:
    """2025-10-27, 2025/10/27, 27.10.2025."""
    y, month, d = (m["iy"], m["im"], m["id"]) if m["iy"] else (m["jy"], m["jm"], m["jd"])
    day = make(int(y), int(month), int(d))
    return Mention(m.start(), m.end(), day, day, "day", "at", "", True)


def read_bare(m: Match, ref: Reference) -> Mention:
    """Two bare years with a dash: 2025—2027."""
    first, last = int(m["a"]), int(m["b"])
    if last <= first:
        return Mention(m.start(), m.end(), None, None, "none", "span")
    return Mention(m.start(), m.end(), *whole_years(first, last), "years", "span")


def read_decade(m: Match, ref: Reference) -> Mention:
    """上世纪90年代, 本世纪20年代, 80年代."""
    tens, century = number(m["kd"]), m["kc"] or ""
    if not century:
        start = (1900 if tens >= 30 else 2000) + tens
    elif century[0] in "上本":
        start = (1900 if century[0] == "上" else 2000) + tens
    else:
        start = (number(century.rstrip("世纪 \u3000\u00a0")) - 1) * 100 + tens
    low, high = {"初": (0, 3), "中": (4, 6), "末": (7, 9)}.get((m["ke"] or " ")[0], (0, 9))
    first, last = whole_years(start + low, start + high)
    if m["k_to"]:
        return Mention(m.start(), m.end(), None, last, "decade", "by", "to", True)
    return Mention(m.start(), m.end(), first, last, "decade", "at", "", True)


def read_years(m: Match, ref: Reference) -> Mention:
    """今明两年."""
    if ref.day is None:
        return Mention(m.start(), m.end(), None, None, "years", "span")
    values = lookup("year_spans")[m.group()]
    first = ref.day.year + int(values["offset"])
    return Mention(m.start(), m.end(), *whole_years(first, first + int(values["count"]) - 1), "years", "span")


def read_fixed(m: Match, ref: Reference) -> Mention:
    """本世纪中叶, 建军一百年."""
    values = lookup("fixed")[m.group()]
    return Mention(
        m.start(), m.end(), values.get("from"), values["until"], values["precision"], values["kind"]
    )


def read_undated(m: Match, ref: Reference) -> Mention:
    """Words that bear no dates."""
    return Mention(m.start(), m.end(), None, None, "none", lookup("undated")[m.group()]["kind"])


def read_every(m: Match, ref: Reference) -> Mention:
    """每年, 每两周."""
    return Mention(m.start(), m.end(), None, None, "none", "recurring")


def read_holiday(m: Match, ref: Reference) -> Mention:
    """A holiday of the reference year, or the days up to it or from it."""
    word = m["h"] or m["hs"]
    table = calendar()
    fixed = lookup("holidays").get(word) or lookup("short_holidays").get(word)
    behind = (m["hb"] or "")[-1:]

    def of_year(year: int) -> date | None:
        if fixed is not None:
            return make(year, int(fixed["month"]), int(fixed["day"]))
        return table.spring[1].get(year) if word in table.spring[0] else None

    today = ref.base or ref.day  # 2027年春节前: the year before it decides
    day = of_year(today.year) if today else None
    if ref.day and ref.base is None and day and day <= ref.day and behind == "前":
        day = of_year(ref.day.year + 1)  # nobody promises what is to be done before a day gone by
    if behind == "前":
        return Mention(m.start(), m.end(), None, shift(day, -1), "day" if day else "none", "by")
    if behind == "后":
        return Mention(m.start(), m.end(), shift(day, 1), None, "day" if day else "none", "since")
    return Mention(m.start(), m.end(), day, day, "day" if day else "none", "at")


def read_day(m: Match, ref: Reference) -> Mention:
    """A day or a week counted from the reference day: 明天, 下周, 上周五."""
    first, last = _days(m, ref.day)
    precision = "day" if first else "none"
    if m["rb"]:
        return Mention(m.start(), m.end(), None, last, precision, "by")
    joins = "to" if m["w_to"] else ""
    return Mention(m.start(), m.end(), first, last, precision, "at", joins, True, bool(m["w_from"]))


def _days(m: Match, today: date | None) -> tuple[date | None, date | None]:
    if today is None:
        return None, None
    if m["rd"]:
        day = shift(today, int(lookup("days")[m["rd"]]["offset"]))
        return day, day
    weeks = calendar().weeks[m["wp"]] if m["wp"] else 0
    monday, name = shift(today, 7 * weeks - today.weekday()), m["wd"] or m["wo"]
    if name is None:
        return monday, shift(monday, 6)
    if name == "末":
        return shift(monday, 5), shift(monday, 6)
    day = shift(monday, min("一二三四五六日天".index(name), 6))
    return day, day


def read_length(m: Match, ref: Reference) -> Mention:
    """三年行动, 用5年时间: no dates; 近三年, 后10天, 两周前 are counted from the reference day."""
    lists, prefix, unit = calendar().lists, m["lp"], m["lu"]
    none = Mention(m.start(), m.end(), None, None, "none", "duration")
    vague = "." in m["ln"] or m["ln"] in ("两三", "三五") or m["ln"][0] in "半数几"
    if ref.day is None or vague:
        return none
    if prefix in lists["length_open"] and unit in ("年", "季度", "个季度"):
        return none
    count = number(m["ln"])
    if not count:
        return none
    moved = _moved(ref.day, count, unit)
    if m["lb"] and prefix is None and moved is not None:
        day = moved[0] if m["lb"][-1] == "前" else moved[1]
        return Mention(m.start(), m.end(), day, day, "day", "at")
    if moved is None or prefix is None:
        return none
    if prefix in lists["length_past"]:
        return Mention(m.start(), m.end(), moved[0], shift(ref.day, -1), "day", "span")
    if prefix in lists["length_future"] or prefix in lists["length_open"]:
        return Mention(m.start(), m.end(), shift(ref.day, 1), moved[1], "day", "span")
    return none


def _moved(today: date, count: int, unit: str) -> tuple[date | None, date | None] | None:
    months = {"年": 12, "季": 3, "月": 1}.get(unit.lstrip("个")[0])
    if months:
        return add_months(today, -months * count), add_months(today, months * count)
    days = {"周": 7, "星": 7, "礼": 7, "天": 1, "日": 1}.get(unit.lstrip("个")[0])
    return (shift(today, -days * count), shift(today, days * count)) if days else None


def read_clock(m: Match, ref: Reference) -> Mention:
    """A time of day stands in the reference day."""
    return Mention(m.start(), m.end(), ref.day, ref.day, "day" if ref.day else "none", "at")


READERS: dict[str, Callable[[Match, Reference], Mention]] = {
    "undated": read_undated,
    "fixed": read_fixed,
    "years": read_years,
    "plan": read_plan,
    "planword": read_planword,
    "every": read_every,
    "decade": read_decade,
    "iso": read_iso,
    "bare": read_bare,
    "date": read_date,
    "holiday": read_holiday,
    "day": read_day,
    "length": read_length,
    "clock": read_clock,
}
