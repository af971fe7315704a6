"""A deadline in words that mean the same in any document: 年底前 of a text of 2025 is 2025年12月31日前."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from luoshi.extracting.tasks.due import due_in
from luoshi.model import Deadline

_QUARTERS = "一二三四"


def deadline_words(deadline: Deadline) -> str:
    """Give the deadline's own words where they bear their dates, else words that do.

    What is given is read back (``due_in``) with the same first and last day, and the same precision
    where words of that precision exist.
    """
    wanted = (deadline.from_, deadline.until, deadline.precision)
    candidates = [deadline.text, *_candidates(deadline)]
    for words in candidates:
        found = due_in(words)
        if (found.from_, found.until, found.precision) == wanted:
            return words
    for words in candidates:
        found = due_in(words)
        if (found.from_, found.until) == wanted[:2]:
            return words
    return deadline.text


def _candidates(deadline: Deadline) -> Iterator[str]:
    first = date.fromisoformat(deadline.from_) if deadline.from_ else None
    last = date.fromisoformat(deadline.until) if deadline.until else None
    if first is None and last is not None:
        yield from (f"{_day(last)}前", f"到{last.year}年")
        yield f"{last.year}年{last.month}月前"
    elif first is not None and last is None:
        yield from (f"{first.year}年起", f"{first.year}年{first.month}月起", f"{_day(first)}起")
    elif first is not None and last is not None:
        yield from _spans(first, last)


def _spans(first: date, last: date) -> Iterator[str]:
    if first == last:
        yield _day(first)
    if first.year == last.year:
        yield f"{first.year}年"
        yield f"{first.year}年{first.month}月"
        yield f"{first.year}年{_QUARTERS[(first.month - 1) // 3]}季度"
        yield f"{first.year}年{'上' if first.month < 7 else '下'}半年"
    yield f"{first.year}—{last.year}年"
    yield f"{first.year}年{first.month}月至{last.year}年{last.month}月"
    yield f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
