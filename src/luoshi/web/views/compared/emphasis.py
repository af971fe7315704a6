"""What sides dwell on: commitments by theme, by force, by how well they can be measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from luoshi.comparing.quotes import FORCES, GRADES
from luoshi.comparing.sides import commitments
from luoshi.comparing.themes import theme_rows
from luoshi.lexicon.themes import theme_name
from luoshi.model import Statement
from luoshi.web.views.compared.figure import Cell, Figure, Part, Row, share

if TYPE_CHECKING:
    from luoshi.app.comparing_ledger import Zone
    from luoshi.web.pages.compare.asked import Desk

NONE: Final = "none"
"""In an address: commitments without a force, or without a grade."""
_STEPS: Final = (5, 10, 20)  # percent
_KINDS: Final[tuple[tuple[str, Sequence[str], Callable[[Statement], str | None]], ...]] = (
    ("force", FORCES, lambda statement: statement.force),
    ("grade", GRADES, lambda one: one.measurability.grade if one.measurability else None),
)


def figures(desk: Desk) -> Iterator[Figure]:
    """Give the figures of the view."""
    if not desk.laid.zones:
        return
    yield _themes(desk)
    for name, values, value_of in _KINDS:
        yield _shares(desk, name, (*values, NONE), value_of)


def _themes(desk: Desk) -> Figure:
    zones = desk.laid.zones
    found = theme_rows(desk.laid.sides)
    rows = list[Row]()
    picture = list[list[Any]]()
    for row in found:
        name = f"{row.field}/{row.theme}" if row.theme else row.field
        cells = []
        for zone, cell in zip(zones, row.cells, strict=True):
            href = rows_of(desk, zone, theme=name) if cell.commitments else ""
            cells.append(_shared(cell.commitments, round(cell.share * 100, 1), href))
            if not row.theme:
                at = (len(picture) // len(zones), len(picture) % len(zones))
                level = _level(cell.commitments, cell.share * 100)
                picture.append([*at, level, f"{round(cell.share * 100, 1)}%" if level else "", href])
        rows.append(Row(Part(_named(desk, name)), tuple(cells), inner=bool(row.theme)))
    totals = tuple(
        (_count(many, rows_of(desk, zone)),) for zone in zones if (many := len(commitments(zone.side)))
    )
    rows.append(Row(Part(desk.t("compare.all")), totals))
    chart: dict[str, Any] = {
        "kind": "matrix",
        "rows": [theme_name(row.field, desk.language) for row in found if not row.theme],
        "columns": [zone.side.label for zone in zones],
        "levels": [desk.t(f"compare.share.{at}") for at in range(len(_STEPS) + 2)],
        "cells": picture,
    }
    heads = (desk.t("compare.theme"), *(zone.side.label for zone in zones))
    notes, title = (desk.t("compare.themes.note"),), desk.t("compare.themes.title")
    return Figure("themes", title, heads, tuple(rows), chart, notes, shares=True, picture=True)


def _named(desk: Desk, name: str) -> str:
    """Give a theme's name, a finer one without its field, which stands above it."""
    said = theme_name(name, desk.language)
    return said if said != name else name.rpartition("/")[2]


def _level(count: int, percent: float) -> int:
    return 1 + sum(percent >= step for step in _STEPS) if count else 0


def _shares(desk: Desk, name: str, values: Sequence[str], of: Callable[[Statement], str | None]) -> Figure:
    zones = desk.laid.zones
    words = [desk.t(f"compare.{name}.{value}") for value in values]
    rows = list[Row]()
    by_value: dict[str, list[float]] = {value: [] for value in values}
    for zone in zones:
        counts = Counter(of(statement) or NONE for statement in commitments(zone.side))
        total = counts.total()
        cells = []
        for value in values:
            percent = share(counts[value], total)
            by_value[value].append(percent)
            href = rows_of(desk, zone, **{name: value})
            cells.append(_shared(counts[value], percent, href))
        all_of_them = (_count(total, rows_of(desk, zone)),)
        rows.append(Row(Part(zone.side.label), (*cells, all_of_them)))
    chart: dict[str, Any] = {
        "kind": "bars",
        "unit": "%",
        "most": 100,
        "horizontal": True,
        "categories": [zone.side.label for zone in zones],
        "series": [
            {"name": word, "values": by_value[value], "stack": "all"}
            for value, word in zip(values, words, strict=True)
        ],
    }
    heads = (desk.t("compare.side"), *words, desk.t("compare.all"))
    notes, title = (desk.t(f"compare.{name}.note"),), desk.t(f"compare.{name}.title")
    return Figure(name, title, heads, tuple(rows), chart, notes, shares=True, picture=True)


def _shared(count: int, percent: float, href: str) -> Cell:
    return (_count(count, href), Part(f"{percent}%")) if count else (Part("0"),)


def _count(count: int, href: str) -> Part:
    return Part(str(count), href if count else "")


def rows_of(desk: Desk, zone: Zone, **which: str) -> str:
    """Give the address of a side's rows; it names that side's own document alone."""
    own = (zone.entry.sha256,)
    return desk.asked.address("/rows", document=own, zone=(), year=(), of="", side=zone.key, **which)
