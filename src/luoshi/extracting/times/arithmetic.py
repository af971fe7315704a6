"""Days, months and the numbers in dates; what no calendar holds gives ``None``."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number(words: str) -> int:
    """Read a whole number below ten thousand: 12, 十二, 一百零五, 初三, 廿 is not known."""
    if words.isdecimal():
        return int(words)
    total = digit = 0
    for char in words:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.get(char, digit)
    return total + digit


def year_number(words: str) -> int:
    """Read a year: 2035, 二〇三五, 两千年, 一千."""
    if words.isdecimal() or "千" in words:
        return number(words)
    return int("".join(str(_DIGITS[char]) for char in words))


def make(year: int, month: int, day: int) -> date | None:
    """Give the day, ``None`` where there is none (2月30日)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def last_of_month(year: int, month: int) -> date | None:
    """Give the last day of a month."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, months.monthrange(year, month)[1])


def shift(day: date | None, days: int) -> date | None:
    """Give the day so many days later, ``None`` where the calendar ends."""
    try:
        return None if day is None else day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """Give the same day so many months later, the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    last = last_of_month(year, month + 1)
    return None if last is None else date(year, month + 1, min(day.day, last.day))
