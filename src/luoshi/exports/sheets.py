"""Any table of words as csv or as an Excel workbook, guarded as the ledger's own tables are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import TextIOWrapper
from typing import BinaryIO, Final

from luoshi.exports.delimited import armoured
from luoshi.exports.xlsx import Cells
from luoshi.reading.sheets.grid import letters

Lines = Sequence[Sequence[str]]
"""The first is the heading."""
_NARROW: Final = 12
_WIDE: Final = 48


def write_lines(lines: Lines, file: BinaryIO) -> None:
    """Write lines as csv: UTF-8 with a byte-order mark; no cell is a formula."""
    out = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    csv.writer(out).writerows([[armoured(cell) for cell in line] for line in lines])
    out.flush()
    out.detach()


def write_sheet(lines: Lines, file: BinaryIO, *, name: str, numbers: Sequence[int] = ()) -> None:
    """Write lines into a workbook of one sheet, its heading in view; no cell is a formula.

    ``numbers`` are the columns (from 0) whose cells are numbers where they can be.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for at in range(len(lines[0])):
        longest = max((len(line[at]) for line in lines if at < len(line)), default=0)
        sheet.column_dimensions[letters(at + 1)].width = max(_NARROW, min(_WIDE, 2 * longest + 2))
    sheet.freeze_panes = "A2"
    maker = Cells(sheet)
    for row, line in enumerate(lines):
        cells = []
        for at, text in enumerate(line):
            if row and at in numbers and text.isascii() and text.isdigit():
                cells.append(WriteOnlyCell(sheet, int(text)))
            else:
                cells.append(maker.cell("", text) if row else maker.heading(text))
        sheet.append(cells)
    book.save(file)
