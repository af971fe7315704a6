"""Tables: each cell once, in reading order, with the row and column where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from luoshi.reading.docx.names import child, chosen, number, tag, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH: Final = frozenset(("w:sdtContent", "w:customXml", "w:ins", "w:moveTo"))
_MOST_COLUMNS: Final = 16_384


class Cell(NamedTuple):
    """A cell and its row and column, from 1; a merged cell counts its columns, as a grid does."""

    element: _Element
    row: int
    column: int


def cells(table: _Element) -> Iterator[Cell]:
    """Give the cells row by row; those that a merged cell covers, and deleted ones, are left out."""
    above: set[int] = set()  # columns where a cell began that reaches downwards
    at = 0
    for row in _held(table, "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            continue
        at += 1
        column = 1 + _count(value(properties, "w:gridBefore"), 0)
        open_: set[int] = set()
        for cell in _held(row, "w:tc"):
            style = child(cell, "w:tcPr")
            down, across = child(style, "w:vMerge"), child(style, "w:hMerge")
            is_covered = down is not None and value(style, "w:vMerge") != "restart" and column in above
            is_covered |= across is not None and value(style, "w:hMerge") != "restart" and column > 1
            if down is not None:
                open_.add(column)
            if not is_covered and child(style, "w:cellDel") is None:
                yield Cell(cell, at, column)
            column = min(column + max(1, _count(value(style, "w:gridSpan"), 1)), _MOST_COLUMNS)
        above = open_


def _count(text: str | None, default: int) -> int:
    found = number(text)
    return default if found is None or not 0 <= found < _MOST_COLUMNS else found


def _held(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, those in content controls too."""
    for one in parent:
        name = tag(one)
        if name == wanted:
            yield one
        elif name == "mc:AlternateContent":
            for branch in chosen(one):
                yield from _held(branch, wanted)
        elif name == "w:sdt":
            content = child(one, "w:sdtContent")
            if content is not None:
                yield from _held(content, wanted)
        elif name in _THROUGH:
            yield from _held(one, wanted)
