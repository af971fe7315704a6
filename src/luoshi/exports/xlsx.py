"""The ledger as an Excel workbook, written row by row."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.exports.cell_texts import fitting, writable
from luoshi.exports.rows import Office, Written, columns, packaged
from luoshi.exports.unit_sheets import continued, unit_namer
from luoshi.lexicon.value_words import LIGHTS
from luoshi.reading.sheets.grid import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_SHEET: Final = "督查台账"
NOTES: Final = 5_000
"""The most notes of a workbook."""
ROWS: Final = 1_048_575
"""The most rows of a sheet under its heading."""
_LAST_ROW: Final = 1_048_576
_TOLD: Final = 5  # cells that were cut and are named
_A3: Final = 8
_SCALE: Final = 60  # percent
_LONGEST_NOTE: Final = 2_000
_NOTE_LINE: Final = 26
_QUOTE: Final = "quote"
_QUOTE_WIDTH: Final = 30  # Chinese characters
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
    none is a formula, however it begins. A text longer than a cell can hold (32,767 units of UTF-16) is cut
    and ends in “…”; ``Written.cut`` counts them. Rows with a ``quote`` have it as a note on their task, the
    first ``NOTES`` of them: spreadsheets keep all notes in memory. Where there are more, sheets have a last
    column 原文, which holds the quotes of the others; ``Written.bare`` counts those.

    There is one sheet, or with ``per_unit`` one for each body in the lead, each row in one of them; a sheet
    that is full (``ROWS``) goes on in a next one.
    """
    from openpyxl import Workbook

    held, more = _looked_ahead(rows)
    book = _Book(Workbook(write_only=True), office or packaged(), _Notes(), quoted=more)
    name_of = unit_namer() if per_unit else lambda _cells: _SHEET
    for cells in held:
        book.sheet(name_of(cells)).add(cells, book.notes)
    return book.save(file)


def _looked_ahead(rows: Iterable[Mapping[str, str]]) -> tuple[Iterator[Mapping[str, str]], bool]:
    """Give the rows, and whether more of them have a quote than a workbook can have notes.

    The heading stands before them, so that this must be known first; no more rows are held than notes.
    """
    rest = iter(rows)
    first = deque(islice(rest, 1))
    if first and first[0].get(_QUOTE):
        first.extend(islice(rest, NOTES))

    def again() -> Iterator[Mapping[str, str]]:
        while first:
            yield first.popleft()
        yield from rest

    return again(), len(first) > NOTES


class _Notes:
    """How many notes the workbook has, and rows whose quote stands in a column instead."""

    def __init__(self) -> None:
        self.written = self.bare = 0

    def put(self, cell: WriteOnlyCell, words: str) -> bool:
        """Put a note on a cell; ``False`` where there are too many."""
        from openpyxl.comments import Comment

        if self.written >= NOTES:
            self.bare += 1
            return False
        self.written += 1
        said = writable(words)[:_LONGEST_NOTE]
        lines = sum(1 + len(line) // _NOTE_LINE for line in said.split("\n"))
        # in pixels: 26 Chinese characters a line
        cell.comment = Comment(said, "luoshi", height=20 * lines + 20, width=380)
        return True


class _Book:
    """The sheets of a workbook, each by the name of what it holds."""

    def __init__(self, book: Workbook, office: Office, notes: _Notes, *, quoted: bool) -> None:
        self.book, self.office, self.notes, self.quoted = book, office, notes, quoted
        self.open: dict[str, _Sheet] = {}
        self.full: list[_Sheet] = []
        self.parts: dict[str, int] = {}

    def sheet(self, name: str) -> _Sheet:
        """Give the sheet that the next row of a name goes to."""
        sheet = self.open.get(name)
        if sheet is not None and sheet.count < ROWS:
            return sheet
        if sheet is not None:
            sheet.finish(self.office)
            sheet.sheet.close()
            self.full.append(sheet)
        self.parts[name] = at = self.parts.get(name, 0) + 1
        titles = {title.casefold() for title in self.book.sheetnames}
        made = _Sheet(self.book.create_sheet(continued(name, at, titles)), quoted=self.quoted)
        self.open[name] = made
        return made

    def save(self, file: BinaryIO) -> Written:
        """Finish all sheets and write the workbook."""
        if not self.open:
            self.sheet(_SHEET)
        for sheet in self.open.values():
            sheet.finish(self.office)
        self.book.save(file)
        held = (*self.full, *self.open.values())
        cut = [place for sheet in held for place in sheet.cut][:_TOLD]
        count = sum(sheet.count for sheet in held)
        return Written(count, sum(sheet.maker.cut for sheet in held), self.notes.bare, tuple(cut))


class _Sheet:
    """One sheet of the ledger: its heading, then row after row."""

    def __init__(self, sheet: WriteOnlyWorksheet, *, quoted: bool) -> None:
        self.sheet, self.shown, self.count, self.quoted = sheet, columns(), 0, quoted
        self.task = next(at for at, column in enumerate(self.shown) if column.key == "task")
        self.cut: list[str] = []
        titles, widths = [column.title for column in self.shown], [column.width for column in self.shown]
        if quoted:
            titles.append(f"原文（前 {NOTES} 行见“{titles[self.task]}”的批注）")
            widths.append(_QUOTE_WIDTH)
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[letters(at)].width = 2 * width + 2
        sheet.freeze_panes = "A2"
        _paper(sheet)
        self.maker = Cells(sheet)
        self.width = len(titles)
        sheet.append([self.maker.heading(title) for title in titles])

    def add(self, cells: Mapping[str, str], notes: _Notes) -> None:
        """Write a row."""
        made = []
        for at, column in enumerate(self.shown, 1):
            before = self.maker.cut
            made.append(self.maker.cell(column.key, cells.get(column.key, "")))
            if self.maker.cut > before and len(self.cut) < _TOLD:
                self.cut.append(f"{self.sheet.title}!{letters(at)}{self.count + 2}")
        quote = cells.get(_QUOTE)
        if quote and not notes.put(made[self.task], quote) and self.quoted:
            made.append(self.maker.cell(_QUOTE, quote))
        self.sheet.append(made)
        self.count += 1

    def finish(self, office: Office) -> None:
        """Set filters, choices and colours for as many rows as there are."""
        last = min(self.count + 1, _LAST_ROW)
        self.sheet.auto_filter.ref = f"A1:{letters(self.width)}{last}"
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

        written, whole = fitting(text)
        self.cut += not whole
        if not written:
            return WriteOnlyCell(self.sheet)
        cell = WriteOnlyCell(self.sheet, written)
        cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
        cell.quotePrefix = written.startswith(_FORMULA)
        return cell
