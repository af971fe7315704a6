"""The cell 完成时限: every time in it is a deadline, the last one is the task's."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from luoshi.extracting.times.times import times
from luoshi.model import Deadline, Period
from luoshi.model.document import Span

# a day or a month without words, as cells hold it: 20260630, 2026-06, 2026.6
_BARE = re.compile(r"(20\d\d)(?:(0[1-9]|1[0-2])(3[01]|[12]\d|0[1-9])|[-./](1[0-2]|0?[1-9]))")


def due_of(text: str, cell: Span, periods: Sequence[Period]) -> Deadline:
    """Give the deadline of a cell; ``periods`` are the times of the whole text in order.

    The time that ends last counts, of two that end together the first; a cell without a day
    (长期坚持, 持续推进) is a deadline in its words, of the precision ``none``.
    """
    start, end = cell
    bare = _BARE.fullmatch(text, start, end)
    if bare is not None and (found := _of_bare(bare)) is not None:
        return found
    at = bisect_left(periods, start, key=lambda period: period.start)
    inside = []
    while at < len(periods) and periods[at].end <= end:
        inside.append(periods[at])
        at += 1
    dated = [period for period in inside if period.until is not None]
    chosen = max(dated, key=lambda period: period.until or date.min) if dated else None
    if chosen is None and inside and (inside[0].start, inside[0].end) == cell:
        chosen = inside[0]
    if chosen is None:
        return Deadline(text[start:end], start, end, None, None, "none")
    return Deadline(
        text[chosen.start : chosen.end],
        chosen.start,
        chosen.end,
        chosen.from_.isoformat() if chosen.from_ else None,
        chosen.until.isoformat() if chosen.until else None,
        chosen.precision,
    )


def due_in(words: str) -> Deadline:
    """Give the deadline that a cell of these words has in a ledger that states no day."""
    return due_of(words, (0, len(words)), times(words))


def _of_bare(found: re.Match[str]) -> Deadline | None:
    year, month, day, month_alone = found.groups()
    try:
        if month_alone is None:
            first = last = date(int(year), int(month), int(day))
        else:
            first = date(int(year), int(month_alone), 1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
    except ValueError:  # 20260231
        return None
    precision = "day" if month_alone is None else "month"
    return Deadline(found[0], *found.span(), first.isoformat(), last.isoformat(), precision)
