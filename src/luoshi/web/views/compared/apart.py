"""What only one side has, what all have word for word, and what one lacks beside the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from luoshi.app.compare import Gathered, shortcomings_of
from luoshi.comparing.distinctive import term_rows
from luoshi.comparing.indicators import indicator_rows
from luoshi.comparing.shared import shared_rows
from luoshi.comparing.themes import theme_rows
from luoshi.lexicon.themes import finer_name
from luoshi.model import Quote
from luoshi.web.views.compared.emphasis import rows_of
from luoshi.web.views.compared.figure import Cell, Figure, Part, Row
from luoshi.web.views.compared.targets import value_part

if TYPE_CHECKING:
    from luoshi.app.comparing_ledger import Zone
    from luoshi.web.pages.compare.asked import Desk

_SHOWN: Final = 100
_LONG: Final = 120
_MARKS: Final = re.compile("[,，、;；\\s]+")


def only(desk: Desk) -> Iterator[Figure]:
    """Give what sets sides apart; nothing where there are fewer than two."""
    if len(desk.laid.zones) < 2:
        return
    for name, rows in (("themes", _themes(desk)), ("indicators", _indicators(desk)), ("terms", _terms(desk))):
        yield _figure(desk, f"only.{name}", list(rows))
    shared = [
        Row(Part(row.text), (tuple(_place(desk, quote) for quote in row.quotes),))
        for row in shared_rows(desk.laid.sides)
    ]
    yield _figure(desk, "only.shared", shared)


def _figure(desk: Desk, name: str, rows: list[Row], **said: str) -> Figure:
    heads = tuple(desk.t(f"compare.{name}").split("|"))
    notes = [desk.t(f"compare.{name}.note" if rows else f"compare.{name}.none")]
    notes += [desk.t("compare.rest.rows", count=len(rows) - _SHOWN)] if len(rows) > _SHOWN else []
    title = desk.t(f"compare.{name}.title", **said)
    return Figure(name, title, heads, tuple(rows[:_SHOWN]), notes=tuple(notes), words=True)


def _themes(desk: Desk) -> Iterator[Row]:
    for row in theme_rows(desk.laid.sides):
        if row.theme is None or len(row.named_by) != 1:
            continue
        cell = next(cell for cell in row.cells if cell.commitments)
        zone = desk.laid.zone(cell.side)
        href = rows_of(desk, zone, theme=f"{row.field}/{row.theme}")
        count = (Part(str(cell.commitments), href),)
        quotes = tuple(_quote(desk, quote) for quote in cell.quotes[:1])
        yield Row(
            Part(finer_name(f"{row.field}/{row.theme}", desk.language)), ((Part(cell.side),), count, quotes)
        )


def _indicators(desk: Desk) -> Iterator[Row]:
    for row in indicator_rows(desk.laid.sides):
        if row.id is None or len(row.named_by) != 1:
            continue
        values = tuple(value_part(desk, row, value) for value in row.values)
        name = f"{row.indicator} {desk.t(f'measure.{row.measure}')}"
        yield Row(Part(name), ((Part(row.named_by[0]),), values))


def _terms(desk: Desk) -> Iterator[Row]:
    for row in term_rows(desk.laid.sides):
        numbers = ((Part(str(row.count)),), (Part(str(row.others)),), (Part(f"{row.z:.1f}"),))
        yield Row(Part(row.term), ((Part(row.side),), *numbers, (_quote(desk, row.quote),)))


def lacking(desk: Desk) -> Iterator[Figure]:
    """Give what the side that is asked for, else the first one, lacks beside the others."""
    zone = of(desk)
    if zone is None:
        return
    asked = tuple(word for word in _MARKS.split(desk.asked.dimensions) if word)
    found = shortcomings_of(Gathered(desk.laid.sides), zone.side.label, asked)
    rows = [
        Row(
            Part(row.dimension or row.indicator or _listed(desk, row.themes)),
            (
                (Part(desk.t(f"gap.{row.gap}")),),
                (Part(row.why),),
                _quotes(desk, row.own, named=False),
                _quotes(desk, row.others, named=True),
            ),
        )
        for row in found
    ]
    yield _figure(desk, "lacking", rows, body=zone.side.label)


def _listed(desk: Desk, themes: Iterable[str]) -> str:
    comma = "、" if desk.language == "zh" else ", "
    return comma.join(finer_name(name, desk.language) for name in themes)


def of(desk: Desk) -> Zone | None:
    """Give the side whose shortcomings are looked for; ``None`` where there are fewer than two."""
    zones = desk.laid.zones
    if len(zones) < 2:
        return None
    return next((zone for zone in zones if zone.key == desk.asked.of), zones[0])


def _quotes(desk: Desk, quotes: Iterable[Quote], *, named: bool) -> Cell:
    return tuple(_quote(desk, quote, named=named) for quote in quotes)


def _quote(desk: Desk, quote: Quote, *, named: bool = False) -> Part:
    text = " ".join(quote.text.split())
    short = text if len(text) <= _LONG else text[:_LONG] + "…"
    said = f"{quote.side}：{short}" if named else short
    number = desk.laid.number(quote.side, quote.id)
    return Part(said, f"/ledger/{number}" if number else _source(desk, quote), text, quote=True)


def _place(desk: Desk, quote: Quote) -> Part:
    return Part(f"{quote.side} {quote.start}–{quote.end}", _source(desk, quote))


def _source(desk: Desk, quote: Quote) -> str:
    return f"/documents/{desk.laid.zone(quote.side).entry.sha256}"
