"""The ledger as an Excel workbook, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO, Final

from luoshi.exports.rows import Office, Written, columns, packaged
from luoshi.lexicon.value_words import LIGHTS
from luoshi.reading.sheets.grid import letters

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_SHEET: Final = "督查台账"
MOST: Final = 32_767  # characters of a cell
_LAST_ROW: Final = 1_048_576
# what XML cannot hold, and what would be read as standing for it (ECMA-376 part 1, 22.9.2.19)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CENTRED: Final = frozenset({"number", "state", "due", "share", "light", "leader"})
_NUMBERS: Final = frozenset({"number", "version"})
_ASIDE: Final = frozenset({"id", "version"})
_SHARE: Final = re.compile(r"(\d{1,3})%", re.ASCII)
_LONGEST_LIST: Final = 255  # characters of a list of choices
_FILLS: Final = {"red": "FFFFC7CE", "yellow": "FFFFEB9C", "green": "FFC6EFCE", "blue": "FFBDD7EE"}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_xlsx(rows: Iterable[Mapping[str, str]], file: BinaryIO, *, office: Office | None = None) -> Written:
    """Write the rows into a workbook of one sheet; memory does not grow with their number.

    The heading stays in view and carries filters, texts are wrapped, 状态 offers the words of the
    ``office``, 预警 has its colours. Every text is written as a text:
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
    _choices(sheet, (office or packaged()).choices())
    _colours(sheet)
    book.save(file)
    return Written(count, maker.cut)


def _down(key: str) -> str:
    """Give the cells of a column under its heading."""
    name = letters([column.key for column in columns()].index(key) + 1)
    return f"{name}2:{name}{_LAST_ROW}"


def _choices(sheet: WriteOnlyWorksheet, words: tuple[str, ...]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    said = ",".join(words)
    if len(said) > _LONGEST_LIST or said.count(",") >= len(words) or '"' in said:
        return  # an office's words that no list of choices can hold
    offered = DataValidation(type="list", formula1=f'"{said}"', allow_blank=True, showErrorMessage=True)
    offered.add(_down("state"))
    sheet.data_validations.append(offered)


def _colours(sheet: WriteOnlyWorksheet) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    for name, word in LIGHTS.items():
        fill = PatternFill("solid", bgColor=_FILLS[name])
        rule = CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill)
        sheet.conditional_formatting.add(_down("light"), rule)


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
        self.aside = Alignment(vertical="center", shrink_to_fit=True)
        self.grey = Font(color="FF808080", size=8)

    def heading(self, title: str) -> WriteOnlyCell:
        """Give a cell of the first row."""
        cell = self.cell("state", title)
        cell.font, cell.fill = self.bold, self.fill
        return cell

    def cell(self, key: str, text: str) -> WriteOnlyCell:
        """Give a cell of a row; only its number, version and share are written as numbers."""
        cell = self._number(key, text) or self._text(text)
        if key == "share":
            cell.number_format = "0%"  # what is typed there is a share too
        if key in _ASIDE:
            cell.font = self.grey
        cell.border = self.border
        cell.alignment = self.aside if key in _ASIDE else self.centred if key in _CENTRED else self.plain
        return cell

    def _number(self, key: str, text: str) -> WriteOnlyCell | None:
        from openpyxl.cell import WriteOnlyCell

        share = _SHARE.fullmatch(text) if key == "share" else None
        if share:
            return WriteOnlyCell(self.sheet, int(share[1]) / 100)
        if key in _NUMBERS and text.isascii() and text.isdigit():
            return WriteOnlyCell(self.sheet, int(text))
        return None

    def _text(self, text: str) -> WriteOnlyCell:
        from openpyxl.cell import WriteOnlyCell

        written = _SURROGATE.sub("\ufffd", text)
        written = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", written)
        if len(written) > MOST:
            written = written[: MOST - 1] + "…"
            self.cut += 1
        if not written:
            return WriteOnlyCell(self.sheet)
        cell = WriteOnlyCell(self.sheet, written)
        cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
        cell.quotePrefix = written.startswith(_FORMULA)
        return cell
