"""Which years a value belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from luoshi.extracting.units import Unit
from luoshi.model import Outline, Period, Years
from luoshi.native import maker

# 全年 in a review is the year under review, whatever the year of the text
_OPEN_ENDED = frozenset({"年度", "全年", "当年", "年内", "年末", "年底", "年初"})
_BASE_BEFORE = "比较与从由是相"
_OPENING = re.compile("(?P<by>到)?(?P<year>20[0-9]{2})年")
_OPENING_LENGTH = 16
_LOOK_BACK = 8  # times
_years_of = maker(Years)


def period_at(outline: Outline, unit: Unit, periods: Sequence[Period], at: int) -> Years | None:
    """The years of the value at ``at``.

    The nearest time before it in the unit that is no base (较2020年), else the year that opens the
    sentence, else the year of the document, or for a result in a work report the year before.
    """
    text = outline.document.text
    reviews = unit.type == "result" and outline.facts.kind == "report"
    before = bisect_left(periods, at, key=_start) if periods else 0
    for period in reversed(periods[max(0, before - _LOOK_BACK) : before]):
        if (period.from_ is None and period.until is None) or period.kind in ("duration", "recurring"):
            continue
        if period.start > unit.start and text[period.start - 1] in _BASE_BEFORE:
            continue
        if reviews and text[period.start : period.end] in _OPEN_ENDED:
            continue
        from_ = None if period.kind == "by" or period.from_ is None else period.from_.isoformat()
        return _years_of(from_, None if period.until is None else period.until.isoformat())
    return _of_sentence(outline, unit) or _of_document(outline, unit)


def _start(period: Period) -> int:
    return period.start


def _of_sentence(outline: Outline, unit: Unit) -> Years | None:
    clauses = outline.clauses
    opening = clauses[outline.sentences[clauses[unit.first].sentence].first]
    if opening.start >= unit.start:
        return None
    end = min(opening.end, opening.start + _OPENING_LENGTH)
    match = _OPENING.search(outline.document.text, opening.start, end)
    if match is None:
        return None
    year = match.group("year")
    return _years_of(None if match.group("by") else f"{year}-01-01", f"{year}-12-31")


def _of_document(outline: Outline, unit: Unit) -> Years | None:
    date = outline.facts.date
    if date is None:
        return None
    year = date.year - 1 if unit.type == "result" and outline.facts.kind == "report" else date.year
    return _years_of(f"{year:04}-01-01", f"{year:04}-12-31")
