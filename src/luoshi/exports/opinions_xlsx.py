"""意见汇总表 as an Excel workbook: the opinions on one sheet, the counts on another."""

from __future__ import annotations

from typing import BinaryIO, Final

from luoshi.exports.opinions_table import HEADINGS, WIDTHS, OpinionsTable
from luoshi.exports.xlsx import Cells
from luoshi.reading.sheets.grid import letters

_SHEET: Final = "意见汇总"
_COUNTS: Final = "答复情况"
_CENTRED: Final = (0, 1, 4)
_A4: Final = 9


def write_opinions_xlsx(table: OpinionsTable, file: BinaryIO) -> None:
    """Write the table; each text is written as a text, so that none is a formula, however it begins.

    A text longer than a cell can hold (32,767 units of UTF-16) is cut and ends in “…”.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    for at, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[letters(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters(len(HEADINGS))}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = _one_page_wide()
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    maker = Cells(sheet)
    sheet.append([maker.heading(word) for word in HEADINGS])
    for row in table.rows:
        # "number" and "state" are what the ledger's own table calls a number and a centred word
        kinds = ["number" if not at else "state" if at in _CENTRED else "" for at in range(len(HEADINGS))]
        sheet.append([maker.cell(kind, text) for kind, text in zip(kinds, row, strict=True)])
    counts = book.create_sheet(_COUNTS)
    counts.column_dimensions["A"].width, counts.column_dimensions["B"].width = 16, 60
    maker = Cells(counts)
    counts.append([maker.heading("稿子"), maker.cell("", table.title)])
    for word, said in table.about:
        counts.append([maker.heading(word), maker.cell("", said)])
    for word, number in table.totals:
        cell = WriteOnlyCell(counts, number)
        cell.border, cell.alignment = maker.border, maker.plain
        counts.append([maker.heading(word), cell])
    book.save(file)


def _one_page_wide() -> object:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
