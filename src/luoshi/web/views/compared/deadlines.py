"""When it is due: commitments that are not closed, month by month, by zone, theme or lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from luoshi.lexicon.themes import theme_name
from luoshi.stores.series import DueCounts
from luoshi.web.views.compared.figure import Figure, Part, Row

if TYPE_CHECKING:
    from luoshi.web.pages.compare.asked import Desk

_MONTHS: Final = 18
"""Months that have a column of their own, from this one on."""
_LISTED: Final = 40
_DRAWN: Final = 20
_STEPS: Final = (3, 6, 11)
_FIRST, _LAST = "0001-01", "9999-12"
Span = tuple[str, str]


def spans(desk: Desk) -> list[tuple[str, Span]]:
    """Give the columns with their first and last month: what is past, each month, what is later."""
    day = desk.site.today()
    at = day.year * 12 + day.month - 1
    months = [_month(at + step) for step in range(_MONTHS)]
    return [
        (desk.t("compare.due.before"), (_FIRST, _month(at - 1))),
        *((month, (month, month)) for month in months),
        (desk.t("compare.due.after"), (_month(at + _MONTHS), _LAST)),
    ]


def _month(at: int) -> str:
    return f"{at // 12:04}-{at % 12 + 1:02}"


def figures(desk: Desk) -> Iterator[Figure]:
    """Give the figure of the view."""
    by = desk.asked.by
    found = desk.store.due_counts(by, desk.within)
    if not found.totals:
        return
    columns = spans(desk)
    # months at the end, and at the beginning, that nobody has anything in are left away
    used = [any(first <= month <= last for month in found.totals) for _, (first, last) in columns]
    last = max(at for at, has in enumerate(used) if has)
    columns = [each for at, each in enumerate(columns) if at <= last and (at or used[0])]
    by_name: Counter[str] = Counter()
    for (_, name), count in found.counts.items():
        by_name[name] += count
    names = sorted(by_name, key=lambda name: (not name, -by_name[name], name))
    rows = [_row(desk, None, columns, found)]
    rows += [_row(desk, name, columns, found) for name in names[:_LISTED]]
    notes = [desk.t("compare.due.open" if desk.asked.open else "compare.due.note")]
    notes += [desk.t("compare.due.undated", count=found.undated)] if found.undated else []
    notes += [desk.t("compare.due.themes")] if by == "theme" else []
    notes += [desk.t("compare.due.zone")] if by == "zone" else []
    notes += [desk.t("compare.due.rest", count=len(names) - _LISTED)] if len(names) > _LISTED else []
    heads = (desk.t(f"compare.by.{by}"), *(word for word, _ in columns), desk.t("compare.all"))
    chart = _chart(desk, names[:_DRAWN], columns, found)
    yield Figure("deadlines", desk.t("compare.due.title"), heads, tuple(rows), chart, tuple(notes))


def _row(desk: Desk, name: str | None, columns: list[tuple[str, Span]], found: DueCounts) -> Row:
    cells = tuple((_part(desk, name, span, found),) for _, span in columns)
    whole = _part(desk, name, (_FIRST, _LAST), found)
    head = desk.t("compare.due.each") if name is None else _named(desk, name)
    return Row(Part(head), (*cells, (whole,)))


def _named(desk: Desk, name: str) -> str:
    said = theme_name(name, desk.language) if desk.asked.by == "theme" else name
    return said or desk.t("compare.nobody")


def _part(desk: Desk, name: str | None, span: Span, found: DueCounts) -> Part:
    count = _count(name, span, found)
    return Part(str(count), _href(desk, name, span) if count else "")


def _count(name: str | None, span: Span, found: DueCounts) -> int:
    first, last = span
    if name is None:
        return sum(count for month, count in found.totals.items() if first <= month <= last)
    return sum(n for (month, of), n in found.counts.items() if of == name and first <= month <= last)


def _href(desk: Desk, name: str | None, span: Span) -> str:
    which = {"all": "1"} if name is None else {"name": name or "-"}
    return desk.asked.address("/rows", months=".".join(span), **which)


def _chart(desk: Desk, names: list[str], columns: list[tuple[str, Span]], found: DueCounts) -> dict[str, Any]:
    cells = []
    for at, name in enumerate(names):
        for column, (_, span) in enumerate(columns):
            count = _count(name, span, found)
            level = 1 + sum(count >= step for step in _STEPS) if count else 0
            href = _href(desk, name, span) if count else ""
            cells.append([at, column, level, str(count) if count else "", href])
    return {
        "kind": "matrix",
        "rows": [_named(desk, name) for name in names],
        "columns": [word for word, _ in columns],
        "levels": [desk.t(f"compare.due.{level}") for level in range(len(_STEPS) + 2)],
        "cells": cells,
    }
