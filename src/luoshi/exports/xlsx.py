"""The ledger as an Excel workbook, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.exports.rows import Office, Written, columns, packaged
from luoshi.exports.unit_sheets import unit_namer
from luoshi.lexicon.value_words import LIGHTS
from luoshi.reading.sheets.grid import letters

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_SHEET: Final = "督查台账"
MOST: Final = 32_767  # characters of a cell
NOTES: Final = 5_000
"""The most notes of a workbook."""
_LAST_ROW: Final = 1_048_576
_A3: Final = 8
_SCALE: Final = 60  # percent
_LONGEST_NOTE: Final = 2_000
_NOTE_LINE: Final = 26
# what XML cannot hold, and what would be read as standing for it (ECMA-376 part 1, 22.9.2.19)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CENTRED: Final = frozenset({"number", "state", "due", "share", "light", "leader"})
_NUMBERS: Final = frozenset({"number", "version"})
_ASIDE: Final = frozenset({"document", "place", "id", "version"})
_SHARE: Final = re.compile(r"(\d{1,3})%", re.ASCII)
_LONGEST_LIST: Final = 255  # characters of a list of choices
_FILLS: Final = {"red": "FFFFC7CE", "yellow": "FFFFEB9C", "green": "FFC6EFCE", "blue": "FFBDD7EE"}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_xlsx(
    rows: Iterable[Mapping[str, str]],
    file: BinaryIO,
    *,
    office: Office | None = None,
    per_unit: bool = False,
) -> Written:
    """Write the rows into a workbook; memory does not grow with their number.

    The heading stays in view and carries filters, texts are wrapped, 状态 offers the words of the
    ``office``, 预警 has its colours. Every text is written as a text:
    none is a formula, however it begins. A text longer than a cell can hold (32,767 characters) is cut
    and ends in “…”; ``Written.cut`` counts them. Rows with a ``quote`` have it as a note on their task, the
    first ``NOTES`` of them: spreadsheets keep all notes in memory; ``Written.bare`` counts the others.

    There is one sheet, or with ``per_unit`` one for each body in the lead, each row in one of them.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    shown = office or packaged()
    sheets: dict[str, _Sheet] = {}
    name_of = unit_namer() if per_unit else lambda _cells: _SHEET
    notes = _Notes()
    for cells in rows:
        name = name_of(cells)
        if name not in sheets:
            sheets[name] = _Sheet(book.create_sheet(name))
        sheets[name].add(cells, notes)
    if not sheets:
        sheets[_SHEET] = _Sheet(book.create_sheet(_SHEET))
    for sheet in sheets.values():
        sheet.finish(shown)
    book.save(file)
    held = sheets.values()
    return Written(sum(one.count for one in held), sum(one.maker.cut for one in held), notes.bare)


class _Notes:
    """How many notes the workbook has, and rows whose note was left out."""

    def __init__(self) -> None:
        self.written = self.bare = 0

    def put(self, cell: WriteOnlyCell, words: str) -> None:
        from openpyxl.comments import Comment

        if self.written >= NOTES:
            self.bare += 1
            return
        self.written += 1
        said = _UNWRITABLE.sub("", _SURROGATE.sub("\ufffd", words))[:_LONGEST_NOTE]
        lines = sum(1 + len(line) // _NOTE_LINE for line in said.split("\n"))
        # in pixels: 26 Chinese characters a line
        cell.comment = Comment(said, "luoshi", height=20 * lines + 20, width=380)


class _Sheet:
    """One sheet of the ledger: its heading, then row after row."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self.sheet, self.shown, self.count = sheet, columns(), 0
        for at, column in enumerate(self.shown, 1):
            sheet.column_dimensions[letters(at)].width = 2 * column.width + 2
        sheet.freeze_panes = "A2"
        _paper(sheet)
        self.maker = Cells(sheet)
        sheet.append([self.maker.heading(column.title) for column in self.shown])

    def add(self, cells: Mapping[str, str], notes: _Notes) -> None:
        """Write a row."""
        made = [self.maker.cell(column.key, cells.get(column.key, "")) for column in self.shown]
        if cells.get("quote"):
            at = next(at for at, column in enumerate(self.shown) if column.key == "task")
            notes.put(made[at], cells["quote"])
        self.sheet.append(made)
        self.count += 1

    def finish(self, office: Office) -> None:
        """Set filters, choices and colours for as many rows as there are."""
        last = min(self.count + 1, _LAST_ROW)
        self.sheet.auto_filter.ref = f"A1:{letters(len(self.shown))}{last}"
        _choices(self.sheet, office.choices())
        _colours(self.sheet)


def _paper(sheet: WriteOnlyWorksheet) -> None:
    """Print across A3, the heading on each page; smaller could not be read, on paper docx is better."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3
    sheet.page_setup.scale = _SCALE
    sheet.print_title_rows = "1:1"


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


class Cells:
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
        self._styles: dict[tuple[str, bool], Any] = {}
        self.grey = Font(color="FF808080", size=8)

    def heading(self, title: str) -> WriteOnlyCell:
        """Give a cell of the first row."""
        cell = self.cell("state", title)
        cell.font, cell.fill = self.bold, self.fill
        return cell

    def cell(self, key: str, text: str) -> WriteOnlyCell:
        """Give a cell of a row; only its number, version and share are written as numbers."""
        cell = self._number(key, text) or self._text(text)
        kind = (key, bool(cell.quotePrefix))
        if kind in self._styles:
            cell._style = copy(self._styles[kind])  # openpyxl looks each border up anew: most of the time
            return cell
        if key == "share":
            cell.number_format = "0%"  # what is typed there is a share too
        if key in _ASIDE:
            cell.font = self.grey
        cell.border = self.border
        cell.alignment = self.aside if key in _ASIDE else self.centred if key in _CENTRED else self.plain
        self._styles[kind] = copy(cell._style)
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
