"""Writes tables out, and carries the cells that a page's end cuts over to the next page."""

from __future__ import annotations

from dataclasses import dataclass, field

from luoshi.reading.pages.cells import Cell
from luoshi.reading.pages.fitting import is_final, is_short
from luoshi.reading.pages.paragraphs import Placed
from luoshi.reading.pages.tables import Table
from luoshi.reading.pages.writing import Writer

_NEAR = 3.0  # points by which columns may move from page to page


@dataclass(slots=True)
class _Part:
    """The rows of a cell, those of the next page with them, paragraph by paragraph."""

    cell: Cell
    paragraphs: list[list[Placed]]


@dataclass(slots=True)
class Held:
    """The last lines of a table that its next page may go on with; ``write`` puts them out."""

    writer: Writer
    _parts: list[_Part] = field(default_factory=list)
    _head: list[str] = field(default_factory=list)
    _table: Table | None = None
    _page: int = 0

    def add(self, table: Table, page: int) -> None:
        """Take a page's table; what the last one left is put out, or goes on in it."""
        head = [row.text for cell in _line(table, table.cells[0].line) for row in cell.rows]
        first = table.cells[0].line
        repeats = head == self._head
        self._head = head
        rest = [cell for cell in table.cells if not repeats or cell.line != first]
        if rest and self._table is not None and page == self._page + 1:
            rest = self._carried(table, rest, page, repeats)
        self.write()
        self._parts = [
            _Part(cell, [[Placed(row, page) for row in rows] for rows in cell.paragraphs()]) for cell in rest
        ]
        self._table, self._page = table, page

    def write(self) -> None:
        """Write what is held, a line a paragraph of a cell."""
        for part in self._parts:
            for paragraph in part.paragraphs:
                self.writer.paragraph(paragraph)
        self._parts, self._table = [], None

    def _carried(self, table: Table, rest: list[Cell], page: int, repeats: bool) -> list[Cell]:
        """Add the line that goes on to the cells held; give the cells that are left."""
        first = [cell for cell in rest if cell.line == rest[0].line]
        last = {
            round(part.cell.box[0] / _NEAR): part
            for part in self._parts
            if part.cell.line == self._parts[-1].cell.line
        }
        pairs = [(_at(last, cell), cell) for cell in first]
        open_ = self._table is not None and self._table.open_below and (table.open_above or repeats)
        # A page's end may be ruled: then fewer cells go on than the line has, each in mid-sentence.
        cut = len(first) < len(last) and all(part and _goes_on(part, cell) for part, cell in pairs)
        if not (open_ or cut) or any(part is None for part, _ in pairs):
            return rest
        for part, cell in pairs:
            if part is not None:
                rows, *others = [[Placed(row, page) for row in rows] for rows in cell.paragraphs()]
                part.paragraphs[-1].extend(rows)
                part.paragraphs.extend(others)
        return [cell for cell in rest if cell.line != rest[0].line]


def _line(table: Table, line: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.line == line]


def _at(last: dict[int, _Part], cell: Cell) -> _Part | None:
    at = round(cell.box[0] / _NEAR)
    return next((last[near] for near in (at, at - 1, at + 1) if near in last), None)


def _goes_on(part: _Part, cell: Cell) -> bool:
    """Whether a cell's text was cut in the middle: its last row is full and no sentence ends there."""
    before = part.paragraphs[-1][-1].row
    return not is_final(before) and not is_short(before, cell.rows[0], part.cell.room(before))
