"""The precision that two dates show, for the date of an event, which a record writes without one."""

from __future__ import annotations

from datetime import date, timedelta

_SPANS = {1: "month", 3: "quarter", 6: "half", 12: "year", 120: "decade"}


def precision(from_: str | None, until: str | None) -> str:
    """Tell ``day month quarter half year years decade`` from ISO dates, ``none`` where both lack.

    A stretch that begins or ends inside a month is ``day``, and so is one with an open end.
    """
    if from_ is None and until is None:
        return "none"
    try:
        first, last = date.fromisoformat(from_ or ""), date.fromisoformat(until or "")
        after = last + timedelta(days=1)
    except (ValueError, OverflowError):
        return "day"
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1 or months <= 0:
        return "day"
    if (first.month - 1) % min(months, 12):
        return "day"
    if months == 120 and first.year % 10 > 1:
        return "years"
    return _SPANS.get(months, "day" if months % 12 else "years")
