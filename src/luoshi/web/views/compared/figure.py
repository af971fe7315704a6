"""A table of numbers and words, and the chart that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.exports.sheets import Lines


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a cell; ``href`` leads to the rows behind them, ``title`` is what a record says in full."""

    text: str
    href: str = ""
    title: str = ""
    quote: bool = False


Cell = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is of, and a cell a further column. ``inner``: a part of one above."""

    head: Part
    cells: tuple[Cell, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A table; ``columns`` are its headings, ``chart`` is what ``chart.js`` draws (``None``: no picture).

    ``notes`` are sentences on what the numbers mean, ``left`` on what was left out, with the numbers of the
    rows. ``words`` says that the cells hold quotes, else numbers; ``shares`` that the second part of a cell
    is a share in percent, which has a column of its own in a file. ``picture`` says that ``app.charts`` draws
    it for papers too.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()
    left: tuple[tuple[str, tuple[int, ...]], ...] = ()
    words: bool = False
    shares: bool = False
    picture: bool = False

    def lines(self) -> Lines:
        """Give the table as lines of plain words."""
        if not self.shares:
            return [list(self.columns), *([row.head.text, *map(plain, row.cells)] for row in self.rows)]
        first, *others = self.columns
        lines = [[first, *(part for name in others for part in (name, f"{name} %"))]]
        for row in self.rows:
            line = [row.head.text]
            for cell in row.cells:
                line += [cell[0].text, cell[1].text.removesuffix("%") if len(cell) > 1 else ""]
            lines.append(line)
        return lines


def plain(cell: Sequence[Part]) -> str:
    """Give the words of a cell."""
    return "；".join(part.text for part in cell)


def share(count: int, total: int) -> float:
    """Give a part in percent, one digit behind the point."""
    return round(100 * count / total, 1) if total else 0.0


def number(value: float | None) -> str:
    """Give a number as people write it: no needless digits."""
    if value is None:
        return ""
    return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"


_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


def value_words(comparator: str, low: float | None, high: float | None, unit: str) -> str:
    """Give a figure with its comparator and unit, such as ``≥6.5%``."""
    ends = "–".join(filter(None, (number(low), number(high))))
    return f"{_SIGNS.get(comparator, '')}{ends}{unit}"
