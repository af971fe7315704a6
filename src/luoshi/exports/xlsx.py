"""The ledger as an Excel workbook, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from luoshi.exports.rows import Written, columns
from luoshi.reading.sheets.grid import letters

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_SHEET: Final = "督查台账"
_MOST: Final = 32_767  # characters of a cell
_LAST_ROW: Final = 1_048_576
# what XML cannot hold, and what would be read as standing for it (ECMA-376 part 1, 22.9.2.19)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CENTRED: Final = frozenset({"number", "state", "due"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_xlsx(rows: Iterable[Mapping[str, str]], file: BinaryIO) -> Written:
    """Write the rows into a workbook of one sheet; memory does not grow with their number.

    The heading stays in view and carries filters, texts are wrapped. Every text is written as a text:
    none is a formula, however it begins. A text longer than a cell can hold (32,767 characters) is cut
    and ends in “…”; ``Written.cut`` counts them.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    shown = columns()
    for at, column in enumerate(shown, 1):
        sheet.column_dimensions[letters(at)].width = 2 * column.width + 2
    sheet.freeze_panes = "A2"
    maker = _Maker(sheet)
    sheet.append([maker.heading(column.title) for column in shown])
    count = 0
    for cells in rows:
        sheet.append([maker.cell(column.key, cells.get(column.key, "")) for column in shown])
        count += 1
    sheet.auto_filter.ref = f"A1:{letters(len(shown))}{min(count + 1, _LAST_ROW)}"
    book.save(file)
    return Written(count, maker.cut)


class _Maker:
    """Makes the cells of one sheet; ``cut`` counts the texts that did not fit."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        thin = Side(style="thin", color="FFBFBFBF")
        self.sheet = sheet
        self.cut = 0
        self.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        self.bold = Font(bold=True)
        self.fill = PatternFill("solid", fgColor="FFE7EEF7")
        self.plain = Alignment(vertical="center", wrap_text=True)
        self.centred = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def heading(self, title: str) -> WriteOnlyCell:
        """Give a cell of the first row."""
        cell = self.cell("state", title)
        cell.font, cell.fill = self.bold, self.fill
        return cell

    def cell(self, key: str, text: str) -> WriteOnlyCell:
        """Give a cell of a row; only the row's number is written as a number."""
        from openpyxl.cell import WriteOnlyCell

        written = _SURROGATE.sub("\ufffd", text)
        written = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", written)
        if len(written) > _MOST:
            written = written[: _MOST - 1] + "…"
            self.cut += 1
        is_number = key == "number" and text.isascii() and text.isdigit()
        cell = WriteOnlyCell(self.sheet, int(text) if is_number else written)
        if not is_number:
            cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
            cell.quotePrefix = written.startswith(_FORMULA)
        cell.border = self.border
        cell.alignment = self.centred if key in _CENTRED else self.plain
        return cell
