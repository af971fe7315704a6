"""The rows of a supervision ledger: tasks, the bands above them, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.reading.sheets.grid import Grid, Merge
from luoshi.reading.sheets.headers import Header, Row, header_at

Cell = tuple[int, int]  # row and column
_TELLING: Final = ("lead", "responsible", "supporting", "due")
_GOING_ON: Final = ("measures", "lead", "responsible", "supporting")
_LEADING: Final = ("id", "number", "source", "section")
_WIDE_NUMBER: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十]{1,3}[章部篇板类])"
)
_NARROW_NUMBER: Final = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_CHINESE_NUMBER: Final = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?\s*")
_ANNEX: Final = re.compile(r"\s*附(?:件|表|录)\s*[\d一二三四五六七八九十－-]*\s*[：:]?\s*")
_DAY: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")


@dataclass(slots=True)
class Ledger:
    """What was found in a sheet: each task's cells by key, in order; the title above, the day stated.

    ``tasks`` give the place of the cell that holds each column's words; a vertically merged cell
    belongs to every row that it spans. Beside the keys of the columns there are ``title``, ``band`` and
    ``subband``: the title above the header and the rows of one merged cell above the task.
    """

    tasks: list[dict[str, Cell]] = field(default_factory=list)
    title: Cell | None = None
    day: date | None = None
    without_task: int = 0


def ledger_of(grid: Grid) -> Ledger | None:
    """Find the tasks of a sheet; ``None`` where it has no ledger's header."""
    found = Ledger()
    rows = list(grid.swept())
    reader: _Rows | None = None
    above: list[Row] = []
    at = 0
    while at < len(rows):
        header = header_at(rows, at)
        if header is not None:
            if reader is None:
                found.title = _title(above)
                found.day = _day(above, found.title)
            reader = _Rows(grid, header, found)
            while at < len(rows) and rows[at][0] <= header.bottom:
                at += 1
            continue
        if reader is None:
            above.append(rows[at])
        else:
            reader.take(*rows[at])
        at += 1
    return found if reader is not None else None


class _Rows:
    """The rows under one header, and the bands that hold of the next."""

    def __init__(self, grid: Grid, header: Header, found: Ledger) -> None:
        self.grid, self.header, self.found = grid, header, found
        self.bands: dict[str, Cell] = {}
        self.task: Cell | None = None

    def take(self, number: int, cells: Mapping[int, str], merges: list[Merge]) -> None:
        held = dict(self.held(number, cells, merges))
        if "task" in held and any(key in held for key in _TELLING):
            self.add(held)
        elif self.is_beside(cells):
            return
        elif (band := self.band_of(number, cells, merges)) is not None:
            self.open_band((number, band), cells[band])
        elif "task" in held:
            self.add(held)
        elif self.task is not None and "number" not in held and any(key in held for key in _GOING_ON):
            # the task was merged over this row before the table became plain text
            self.add(held | {"task": self.task})
        else:
            self.found.without_task += 1

    def held(self, number: int, cells: Mapping[int, str], merges: list[Merge]) -> Iterator[tuple[str, Cell]]:
        """Give the cell of each column: the row's own, or the merged one that reaches down to it."""
        nothing = ledger_columns().nothing
        for column, key in self.header.columns.items():
            place = (number, column)
            if column not in cells:
                over = [m for m in merges if m.left == column and self.header.bottom < m.top < number]
                if not over or column not in self.grid.rows.get(over[0].top, {}):
                    continue
                place = (over[0].top, column)
            if self.grid.rows[place[0]][column].strip() not in nothing:
                yield key, place

    def add(self, held: dict[str, Cell]) -> None:
        self.task = held["task"]
        title = {"title": self.found.title} if self.found.title is not None else {}
        self.found.tasks.append(title | self.bands | held)

    def is_beside(self, cells: Mapping[int, str]) -> bool:
        """Say whether the row is a note (填表人：…) or a sum."""
        words = ledger_columns()
        first = cells[min(cells)]
        return words.notes.match(first) is not None or any(
            text.replace(" ", "") in words.totals for text in cells.values()
        )

    def band_of(self, number: int, cells: Mapping[int, str], merges: list[Merge]) -> int | None:
        """Give the column of the words that head the rows below; ``None`` where the row is a task."""
        columns = sorted(cells)
        last = columns[-1]
        task = self.header.column("task")
        if len(columns) == 2 and last == task and _CHINESE_NUMBER.fullmatch(cells[columns[0]]):
            return last
        if len(columns) > 1:
            return None
        is_merged = any(m.top == number and m.left == last < m.right for m in merges)
        is_numbered = _WIDE_NUMBER.match(cells[last]) or _NARROW_NUMBER.match(cells[last])
        is_beside = self.header.columns.get(last) in (None, *_LEADING)
        return last if is_merged or is_numbered or is_beside else None

    def open_band(self, place: Cell, text: str) -> None:
        if _NARROW_NUMBER.match(text) and "band" in self.bands:
            self.bands = {"band": self.bands["band"], "subband": place}
        else:
            self.bands = {"band": place}
        self.task = None


def _title(above: list[Row]) -> Cell | None:
    """Give the first cell above the header that is neither 附件1 nor a note."""
    notes = ledger_columns().notes
    for number, cells, _ in above:
        column = min(cells)
        text = cells[column]
        if not _ANNEX.fullmatch(text) and not notes.match(text) and len(text.strip()) > 3:
            return number, column
    return None


def _day(above: list[Row], title: Cell | None) -> date | None:
    """Give the day that is stated above the header, else the first of the year that the title names."""
    for _, cells, _ in above:
        for text in cells.values():
            for stated in _DAY.finditer(text):
                try:
                    return date(*(int(part) for part in stated.groups()))
                except ValueError:  # 2月30日
                    continue
    if title is None:
        return None
    named = next((cells[title[1]] for number, cells, _ in above if number == title[0]), "")
    year = _YEAR.search(named)
    return date(int(year[1]), 1, 1) if year else None
