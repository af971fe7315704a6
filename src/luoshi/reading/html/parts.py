"""Joins the chosen lines of a page and names what each was: paragraph, heading, cell, number."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from luoshi.model.layout import Layout, Part
from luoshi.reading.html.blocks import Block, Element

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WIDEST = 1000  # columns that a cell may span, as browsers have it
_TALLEST = 65534
_LONG = 200
_MOST = 0.8  # a cell with this share of a long table's text holds an article: the table is its frame


def joined(blocks: Iterable[Block]) -> tuple[str, Layout]:
    """Give the text, a line a block, with the number that a browser shows before it, and its parts.

    Lines outside tables count as ``paragraph 1``, ``paragraph 2``, …, headings among them; cells as
    ``table 1, row 2, column 3`` by the grid that the browser lays out. A number is a part of kind
    ``number``: it stands in no character of the file.
    """
    lines: list[str] = []
    parts: list[Part] = []
    tables: dict[Element, _Table] = {}
    at = paragraphs = met = 0
    for block in blocks:
        cell, headed = _around(block)
        table = _table_of(cell, tables)
        if table is not None and table.is_data:
            if not table.number:
                met += 1
                table.number = met
            row, column = table.places.get(cell, (0, 0))
            kind, name = "cell", f"table {table.number}, row {row}, column {column}"
        else:
            paragraphs += 1
            kind, name = "heading" if headed else "paragraph", f"paragraph {paragraphs}"
        start = at + len(block.number)
        if block.number:
            parts.append(Part(at, start, "number", name))
        parts.append(Part(start, start + len(block.text), kind, name))
        lines.append(block.number + block.text)
        at += len(lines[-1]) + 1
    return "\n".join(lines), Layout(parts=tuple(parts))


def _around(block: Block) -> tuple[Element | None, bool]:
    """Give the cell that holds a line, and whether it stands in a heading."""
    headed = False
    element = block.owner
    while element is not None:
        if element.tag in ("td", "th"):
            return element, headed
        headed = headed or element.tag in _HEADINGS
        element = element.getparent()
    return None, headed


def _table_of(cell: Element | None, tables: dict[Element, _Table]) -> _Table | None:
    element = cell
    while element is not None and element.tag != "table":
        element = element.getparent()
    if element is None:
        return None
    if element not in tables:
        tables[element] = _Table(element)
    return tables[element]


class _Table:
    """A table's grid; ``number`` counts the tables of data that hold a line of the text."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.number = 0

    @cached_property
    def rows(self) -> list[list[Element]]:
        return [[cell for cell in row if cell.tag in ("td", "th")] for row in self.element.iter("tr")]

    @cached_property
    def is_data(self) -> bool:
        """Whether it is a table, and no frame that a page is laid out in."""
        if next(self.element.iterdescendants("table"), None) is not None:
            return False
        filled = [row for row in self.rows if row]
        if len(filled) < 2 or max(map(len, filled)) < 2:
            return False
        sizes = [len("".join(cell.itertext())) for row in filled for cell in row]
        return sum(sizes) < _LONG or max(sizes) < _MOST * sum(sizes)

    @cached_property
    def places(self) -> dict[Element, tuple[int, int]]:
        """Give the row and column of each cell, both from 1, cells above that reach down counted."""
        places: dict[Element, tuple[int, int]] = {}
        taken: dict[int, int] = {}  # column → the last row that a cell from above fills
        for number, cells in enumerate(self.rows, 1):
            column = 1
            for cell in cells:
                while taken.get(column, 0) >= number:
                    column += 1
                places[cell] = (number, column)
                wide, tall = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
                for covered in range(column, column + wide):
                    taken[covered] = number + tall - 1
                column += wide
        return places


def _span(cell: Element, name: str, most: int) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 9 else 1
