"""Working days of China: weekends, public holidays and the days worked in their stead."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

_DAY = timedelta(days=1)


@lru_cache(10_000)  # the same few years of days for all rows of a ledger
def is_workday(day: date) -> bool:
    """Say whether offices work on a day, by the State Council's calendar where it is known.

    The calendar of a year is announced in the autumn before; for years past the newest that
    ``chinese_calendar`` knows (``known_until``) a working day is Monday to Friday.
    """
    if day.year > known_until() or day.year < _first_known():
        return day.weekday() < 5
    from chinese_calendar import is_workday as worked

    return bool(worked(day))


def back(day: date, count: int) -> date:
    """Give the day that lies ``count`` working days before a day (the day itself not counted)."""
    while count > 0 and day > date.min:
        day -= _DAY
        count -= is_workday(day)
    return day


def between(first: date, last: date) -> int:
    """Count the working days after ``first`` up to ``last``, negative where ``last`` comes first."""
    if last < first:
        return -between(last, first)
    return sum(is_workday(first + _DAY * gone) for gone in range(1, (last - first).days + 1))


@cache
def known_until() -> int:
    """Give the last year whose holidays are known."""
    from chinese_calendar.constants import holidays

    return int(max(day.year for day in holidays))


@cache
def _first_known() -> int:
    from chinese_calendar.constants import holidays

    return int(min(day.year for day in holidays))
