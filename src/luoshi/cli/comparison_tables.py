"""A comparison as tables for the eye; many sides go into several tables, words are wrapped, never cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from luoshi.cli.messages import say
from luoshi.cli.tables import console, number, target_words, word
from luoshi.model import Comparison, IndicatorRow, IndicatorValue, Quote, ShortcomingRow, ThemeCell

_FIRST = 20  # cells of the first column
_SIDE = 22  # cells that a side needs at the least
_GAP = {
    "absent": "bold red",
    "weaker": "yellow",
    "unnumbered": "yellow",
    "later": "yellow",
    "missed": "bold red",
}
_COMPARE = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
_Row = tuple[str | Text, dict[str, str]]


def comparison_tables(found: Comparison, views: Sequence[str], limit: int) -> Iterator[Table | str]:
    """Give the tables of the views, and what each leaves to the JSON form."""
    draw: dict[str, Callable[[Comparison, int], Iterator[Table | str]]] = {
        "themes": _themes,
        "indicators": _indicators,
        "terms": _terms,
        "shared": _shared,
    }
    for view, tables in draw.items():
        if view in views:
            yield from tables(found, limit)


def shortcoming_table(rows: Sequence[ShortcomingRow]) -> Table:
    """Give what one body lacks, with the quotes of both sides."""
    table = _table(say("compare.shortcomings", body=rows[0].body))
    for name, layout in (("respect", 2), ("gap", 1), ("why", 3), ("own", 4), ("others", 5)):
        table.add_column(say(f"col.{name}"), overflow="fold", ratio=layout, min_width=6)
    for row in rows:
        table.add_row(
            _respect(row),
            Text(word("gap", row.gap), style=_GAP.get(row.gap, "")),
            row.why,
            "\n".join(_quoted(quote, named=False) for quote in row.own) or "—",
            "\n".join(_quoted(quote, named=True) for quote in row.others) or "—",
        )
    return table


def _respect(row: ShortcomingRow) -> str:
    themes = "\n".join(row.themes).replace("/", "·")
    if row.dimension is None:
        return row.indicator or themes
    return f"{row.dimension}\n{themes}" if len(row.themes) == 1 else row.dimension


def _themes(found: Comparison, _: int) -> Iterator[Table | str]:
    rows: list[_Row] = []
    for row in found.themes:
        name = Text(f"  {row.theme}") if row.theme else Text(row.field, style="bold")
        rows.append((name, {cell.side: _theme_cell(cell) for cell in row.cells if cell.commitments}))
    yield from _by_side(found, say("compare.themes"), say("col.theme"), rows)
    yield say("compare.themes_key")


def _theme_cell(cell: ThemeCell) -> str:
    forces = " ".join(f"{word('force', force)}{count}" for force, count in cell.forces)
    grades = " ".join(f"{grade}{count}" for grade, count in cell.grades)
    return f"{cell.commitments}（{cell.share:.1%}）\n{forces}\n{grades}"


def _indicators(found: Comparison, limit: int) -> Iterator[Table | str]:
    shown = [row for row in found.indicators if row.id or len(row.named_by) > 1] or list(found.indicators)
    rest = len(found.indicators) - len(shown[:limit])
    if not shown:
        yield say("compare.no_indicator")
        return
    rows: list[_Row] = []
    for row in shown[:limit]:
        cells: dict[str, str] = {}
        for value in row.values:
            cells[value.side] = "\n".join(filter(None, (cells.get(value.side), _value(row, value))))
        rows.append((f"{row.indicator}\n{word('measure', row.measure)} {row.unit}".rstrip(), cells))
    yield from _by_side(found, say("compare.indicators"), say("col.indicator"), rows)
    if rest:
        yield say("compare.rest", count=rest)


def _value(row: IndicatorRow, value: IndicatorValue) -> str:
    target = value.target
    if value.low is None and value.high is None:
        said = target_words(target)
    else:
        ends = "—".join(filter(None, (number(value.low), number(value.high))))
        said = f"{_COMPARE.get(target.comparator, '')}{ends}{row.unit}"
    until = target.period.until if target.period else None
    day = f" {until}" if until else ""
    return f"{said}{day} {word('force', value.quote.force)}\n“{_flat(target.text)}”"


def _terms(found: Comparison, limit: int) -> Iterator[Table | str]:
    if not found.terms:
        yield say("compare.no_term")
        return
    table = _table(say("compare.terms"))
    for name, layout in (("side", {"ratio": 2}), ("term", {"ratio": 1}), ("count", {}), ("elsewhere", {}),
                         ("z", {}), ("text", {"ratio": 4})):  # fmt: skip
        right: dict[str, Any] = layout or {"justify": "right"}
        table.add_column(say(f"col.{name}"), overflow="fold", min_width=6, **right)
    shown: dict[str, int] = {}
    for row in found.terms:
        shown[row.side] = shown.get(row.side, 0) + 1
        if shown[row.side] <= limit:
            table.add_row(
                row.side, row.term, str(row.count), str(row.others), f"{row.z:.1f}", _flat(row.quote.text)
            )
    yield table
    yield say("compare.terms_key")


def _shared(found: Comparison, limit: int) -> Iterator[Table | str]:
    if not found.shared:
        yield say("compare.no_shared")
        return
    table = _table(say("compare.shared"))
    table.add_column(say("col.text"), overflow="fold", ratio=3)
    table.add_column(say("col.place"), overflow="fold", ratio=2)
    for row in found.shared[:limit]:
        places = "\n".join(f"{quote.side} {quote.start}–{quote.end}" for quote in row.quotes)
        table.add_row(row.text, places)
    yield table
    if len(found.shared) > limit:
        yield say("compare.rest", count=len(found.shared) - limit)


def _by_side(found: Comparison, title: str, first: str, rows: Sequence[_Row]) -> Iterator[Table]:
    """Tables with a column a side, as many sides in each as the terminal has room for."""
    labels = [side.label for side in found.sides]
    room = max((console().width - _FIRST) // _SIDE, 1)
    tables = -(-len(labels) // room)
    each = -(-len(labels) // tables)
    for at in range(0, len(labels), each):
        table = _table(title)
        table.add_column(first, overflow="fold", min_width=10, max_width=_FIRST)
        for label in labels[at : at + each]:
            table.add_column(label, overflow="fold", ratio=1)
        for name, cells in rows:
            table.add_row(name, *(cells.get(label, "—") for label in labels[at : at + each]))
        yield table


def _table(title: str) -> Table:
    return Table(
        title=title, title_justify="left", header_style="bold", expand=True, pad_edge=False, show_lines=True
    )


def _quoted(quote: Quote, *, named: bool) -> str:
    force = f"〔{word('force', quote.force)}〕" if quote.force else ""
    who = f"{quote.side}：" if named else ""
    return f"{who}“{_flat(quote.text)}”{force}"


def _flat(text: str) -> str:
    return text.replace("\n", "")
