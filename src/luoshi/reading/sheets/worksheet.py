"""Reads one sheet of a workbook into a grid, row after row, so that the XML is never held whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from luoshi.errors import ReadingError
from luoshi.reading.packed import damaged
from luoshi.reading.sheets.grid import MOST_CELLS, MOST_MERGES, Grid, Merge, tidy
from luoshi.reading.sheets.shown import shown_number
from luoshi.reading.sheets.workbook import Element, Workbook, is_on, local, text_of, unescaped

_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_ISO_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z?)?")


@dataclass(slots=True)
class Noticed:
    """What of the sheets a user must know: counts over the workbook."""

    cells: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    without_value: int = 0


def grid_of(raw: bytes, name: str, workbook: Workbook, noticed: Noticed, source: str) -> Grid:
    """Read a sheet's XML.

    Hidden rows and columns are read, and counted in ``noticed``; the dimension that the sheet states
    is not believed. Where a row or a cell does not say its place it stands behind the one before it.

    Raises:
        ReadingError: ``damaged``; ``too_many_cells``.
    """
    from lxml import etree

    if b"<!DOCTYPE" in raw[:2048] or "<!DOCTYPE".encode("utf-16-le") in raw[:4096]:
        raise damaged(source, "its XML declares entities, which such files do not need")
    sheet = _Sheet(Grid(name), workbook, noticed, source)
    events = etree.iterparse(
        BytesIO(raw), events=("end",), tag=("{*}row", "{*}mergeCell", "{*}col"), resolve_entities=False,
        no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in events:
            sheet.take(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split("\n", 1)[0] or "no XML"
        raise damaged(source, f"no well-formed XML: {reason}") from None
    sheet.grid.merges = tuple(sheet.merges)
    sheet.grid.drop_covered()
    return sheet.grid


class _Sheet:
    """What is read of a sheet so far; lives no longer than one call of ``grid_of``."""

    def __init__(self, grid: Grid, workbook: Workbook, noticed: Noticed, source: str) -> None:
        self.grid, self.workbook, self.noticed, self.source = grid, workbook, noticed, source
        self.merges: list[Merge] = []
        self.hidden: list[tuple[int, int]] = []
        self.seen_hidden: set[int] = set()
        self.row = 0

    def take(self, element: Element) -> None:
        name = local(element)
        if name == "row":
            self.take_row(element)
        elif name == "mergeCell":
            self.take_merge(element.get("ref") or "")
        elif is_on(element.get("hidden")):
            first, last = _whole(element.get("min")), _whole(element.get("max"))
            if 0 < first <= last <= _LAST_COLUMN and len(self.hidden) < _LAST_COLUMN:
                self.hidden.append((first, last))

    def take_row(self, row: Element) -> None:
        stated = _whole(row.get("r"))
        self.row = stated if 0 < stated <= _LAST_ROW else self.row + 1
        cells = self.grid.rows.setdefault(self.row, {})
        column, shows = 0, len(cells)
        for cell in row:
            if local(cell) != "c":
                continue
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            text = tidy(self.text_of(cell)) if column <= _LAST_COLUMN else ""
            if text:
                cells[column] = text
                if any(local(child) == "f" for child in cell):
                    self.grid.formulas.add((self.row, column))
        self.count(cells, len(cells) - shows, hidden=is_on(row.get("hidden")))

    def count(self, cells: dict[int, str], new: int, *, hidden: bool) -> None:
        self.noticed.cells += new
        self.noticed.hidden_rows += hidden and new > 0
        for first, last in self.hidden:
            covered = {column for column in cells if first <= column <= last} - self.seen_hidden
            self.seen_hidden |= covered
            self.noticed.hidden_columns += len(covered)
        if self.noticed.cells > MOST_CELLS:
            raise ReadingError(
                self.source,
                f"more filled cells than the limit of {MOST_CELLS}; split it into several files",
                code="too_many_cells",
                details={"limit": MOST_CELLS},
            )

    def text_of(self, cell: Element) -> str:
        """Give what a cell shows: its text, number in its format, truth value or error."""
        kind = cell.get("t", "n")
        raw: str | None = None
        has_formula = False
        for child in cell:
            name = local(child)
            if name == "v":
                raw = child.text or ""
            elif name == "is":
                return text_of(child)
            has_formula = has_formula or name == "f"
        if raw is None or (not raw and kind != "str"):
            self.noticed.without_value += has_formula
            return ""
        if kind == "s":
            at = int(raw) if re.fullmatch(r"\s*\d{1,9}\s*", raw, re.ASCII) else len(self.workbook.strings)
            return self.workbook.strings[at] if at < len(self.workbook.strings) else ""
        if kind == "b":
            return "TRUE" if is_on(raw.strip()) else "FALSE"
        if kind in ("str", "inlineStr", "e"):
            return unescaped(raw)
        return self.number(raw.strip(), self.workbook.format_of(cell.get("s")), kind)

    def number(self, raw: str, code: str, kind: str) -> str:
        if kind == "d":
            found = _ISO_DAY.fullmatch(raw)
            if found is None:
                return raw
            return found[1] if found[2] in (None, "00:00") else f"{found[1]} {found[2]}"
        try:
            value = float(raw)
        except ValueError:
            return unescaped(raw)
        bare = raw.lstrip("-")
        if (
            code == "General"
            and bare.isascii()
            and bare.isdigit()
            and not bare.startswith("0")
            and len(bare) > 15
        ):
            return raw  # an identity number that a program wrote with all its digits
        return shown_number(value, code, from_1904=self.workbook.from_1904)

    def take_merge(self, reference: str) -> None:
        places = [_PLACE.fullmatch(part) for part in reference.split(":")]
        if len(places) != 2 or len(self.merges) >= MOST_MERGES:
            return
        first, last = places
        if first is None or last is None:
            return
        merge = Merge(int(first[2]), _column(first[1]), int(last[2]), _column(last[1]))
        if 0 < merge.top <= merge.bottom <= _LAST_ROW and merge.left <= merge.right <= _LAST_COLUMN:
            self.merges.append(merge)


def _whole(value: Any) -> int:  # noqa: ANN401 - an attribute, or none
    text = value or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _column(name: str) -> int:
    out = 0
    for letter in name.upper():
        out = 26 * out + ord(letter) - 64
    return out
