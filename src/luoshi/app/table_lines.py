"""The lines of a spreadsheet that people filled in: cells by column, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.app.table_faults import only_hidden
from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.model import Document
from luoshi.reading.sheets.grid import letters
from luoshi.reading.sheets.headers import Header, header_at
from luoshi.reading.sheets.headers import Row as SheetRow

CHANGEABLE = (
    *("measures", "leader", "lead", "supporting", "due", "progress", "share", "problem", "next", "state"),
    "note",
)
"""The columns that people fill in."""
FIXED = ("source", "section", "task", "goal", "responsible", "addressee", "document", "place")
"""Those that the text says; import changes none of them."""
_PLACE = re.compile(r"(?:(?P<sheet>.*)!)?(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, empty where it shows none, its place (``督查台账!H3``), whether it was computed."""

    text: str
    place: str
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line under the head: its cells by the keys of the columns that the sheet has.

    ``record`` is the record of the statement where the file has it (jsonl).
    """

    cells: Mapping[str, Cell]
    record: Mapping[str, Any] | None = None

    def text(self, key: str) -> str:
        """Give what the cell of a column says."""
        cell = self.cells.get(key)
        return cell.text.strip() if cell else ""

    @property
    def is_typed(self) -> bool:
        """Whether somebody typed it beside the rows of the ledger, which have 编号 and 版本."""
        return not self.text("id") and not self.text("version")

    @property
    def place(self) -> str:
        """The place of its task, or its first cell."""
        return self.cells["task"].place if "task" in self.cells else next(iter(self.cells.values())).place


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: its lines and the columns that it has."""

    lines: tuple[Line, ...]
    columns: frozenset[str]
    blank_formulas: int = 0
    """How many cells have a formula whose value the file does not hold; they look empty."""
    hidden: tuple[str, ...] = ()
    """The sheets that were hidden, and so not read."""
    wrong: tuple[tuple[str, LuoshiError], ...] = ()
    """The places of what is no line at all, and why."""


def table_of(document: Document) -> Table:
    """Give the lines of a spreadsheet that was read.

    Raises:
        UsageError: ``import_no_table``: no sheet has a head with 编号 or 重点任务 and a column to fill in.
    """
    lines: list[Line] = []
    found: set[str] = set()
    for sheet, rows in _sheets(document).items():
        header = _header(rows)
        if header is None:
            continue
        columns = {key: at for at, key in header.columns.items()}
        found.update(columns)
        lines += _lines(sheet, rows, header, columns)
    hidden = tuple(str(each.details["names"]) for each in document.remarks if each.code == "hidden_sheets")
    if not found:
        if hidden:
            raise only_hidden(document.source, hidden)
        raise UsageError(
            f"{document.source} has no table of the ledger: its head must have 编号 or 重点任务.",
            code="import_no_table",
            details={"name": document.source},
        )
    return Table(tuple(lines), frozenset(found), _blank_formulas(document), hidden)


def _blank_formulas(document: Document) -> int:
    counted = (each for each in document.remarks if each.code == "formulas_without_value")
    return sum(int(each.details["count"]) for each in counted)


_Sheet = dict[int, dict[int, tuple[str, bool]]]


def _sheets(document: Document) -> dict[str, _Sheet]:
    sheets: dict[str, _Sheet] = {}
    for part in document.layout.parts if document.layout else ():
        place = _PLACE.fullmatch(part.name)
        if place is None:
            continue
        row = sheets.setdefault(place["sheet"] or "", {}).setdefault(int(place["row"]), {})
        row[_column(place["letters"])] = (document.text[part.start : part.end], part.kind == "formula")
    return sheets


def _header(rows: _Sheet) -> Header | None:
    shown: list[SheetRow] = [
        (number, {at: text for at, (text, _) in cells.items()}, []) for number, cells in rows.items()
    ]
    for at in range(len(shown)):
        header = header_at(shown, at) or _narrow(*shown[at][:2])
        if header is not None and _tells(set(header.columns.values())):
            return header
    return None


def _narrow(number: int, cells: Mapping[int, str]) -> Header | None:
    """Give the head of a table that some columns were taken out of."""
    known = {at: named[0] for at, text in cells.items() if (named := ledger_columns().key_of(text))}
    whole = len(set(known.values())) == len(known) == len(cells) > 1
    return Header(number, number, known) if whole else None


def _tells(keys: set[str]) -> bool:
    return bool(keys & {"id", "task"}) and bool(keys & {*CHANGEABLE})


def _lines(sheet: str, rows: _Sheet, header: Header, columns: Mapping[str, int]) -> Iterator[Line]:
    for number, held in rows.items():
        texts = {at: text for at, (text, _) in held.items()}
        if number <= header.bottom or _is_beside(texts, columns):
            continue
        cells = {}
        for key, at in columns.items():
            text, is_formula = held.get(at, ("", False))
            place = f"{letters(at)}{number}"
            cells[key] = Cell(text, f"{sheet}!{place}" if sheet else place, is_formula)
        yield Line(cells)


def _is_beside(texts: Mapping[int, str], columns: Mapping[str, int]) -> bool:
    """Say whether a line is none of the table: a note, a sum, the head again, or without what names it."""
    if not any(columns.get(key) in texts for key in ("id", "task")):
        return not any(columns.get(key) in texts for key in ("number", *CHANGEABLE)) or _is_note(texts)
    heads = {columns[key]: text for key in columns if (text := texts.get(columns[key]))}
    return all((ledger_columns().key_of(text) or ("",))[0] == key for key, text in _by_key(columns, heads))


def _by_key(columns: Mapping[str, int], texts: Mapping[int, str]) -> Sequence[tuple[str, str]]:
    return [(key, texts[at]) for key, at in columns.items() if at in texts]


def _is_note(texts: Mapping[int, str]) -> bool:
    words = ledger_columns()
    first = texts[min(texts)]
    is_sum = any(text.replace(" ", "") in words.totals for text in texts.values())
    return is_sum or words.notes.match(first) is not None


def _column(name: str) -> int:
    out = 0
    for letter in name:
        out = 26 * out + ord(letter) - 64
    return out
