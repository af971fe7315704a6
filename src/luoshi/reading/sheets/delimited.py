"""Reads csv and tsv: tables whose cells are parted by a mark, which is found out from the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.decode import decode
from luoshi.reading.limits import Limits
from luoshi.reading.sheets.grid import MOST_CELLS, Grid, tidy
from luoshi.reading.sheets.lines import content_of

_MARKS: Final = ("\t", ",", ";", "|")
_WIDE_MARK: Final = "，"  # parts cells only where nothing else does: sentences hold it too
_SAMPLE: Final = 65_536  # characters by which the mark is chosen
_ARMOURED: Final = re.compile("'(?='*[=+\\-@\t\r＝＋－＠])")


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The cells of the table, one line a line of a cell, row by row; tasks where it is a ledger.

    A cell in double quotes may hold the mark and line breaks; two quotes stand for one. A ``'`` before
    ``= + - @``, which keeps spreadsheets from taking a text for a formula, is taken off.

    Raises:
        ReadingError: as ``decode`` does; ``too_many_cells``; ``no_text``.
    """
    text, encoding = decode(raw, source)
    first = re.match(r"sep=(.)\r?\n", text)  # Excel's own line, which names the mark
    mark = first[1] if first else mark_of(text[:_SAMPLE])
    grid = Grid("")
    count = 0
    for number, row in enumerate(rows_of(text[first.end() :] if first else text, mark), 1):
        cells = {at: shown for at, cell in enumerate(row, 1) if (shown := tidy(_bare(cell)))}
        if cells:
            grid.rows[number] = cells
        count += len(cells)
        if count > MOST_CELLS:
            said = f"more filled cells than the limit of {MOST_CELLS}; split it into several files"
            raise ReadingError(source, said, code="too_many_cells", details={"limit": MOST_CELLS})
    content = content_of([grid])
    if not content.text:
        said = "no cell holds text"
        raise ReadingError(source, said, code="no_text", details={"reason": said})
    return replace(content, encoding=encoding)


def mark_of(sample: str) -> str:
    """Give the mark that parts the cells: the one that stands equally often in most rows.

    Where none stands in at least half of the rows so, it is the full-width comma if that does in all
    of several rows, else a comma.
    """
    best, score = ",", 0.0
    for mark in _MARKS:
        share, width = _evenness(sample, mark)
        if width and share >= 0.5 and share * (width + 1) > score + 1e-9:
            best, score = mark, share * (width + 1)
    if not score:
        share, width = _evenness(sample, _WIDE_MARK)
        return _WIDE_MARK if width and share == 1 and sample.count("\n") > 0 else ","
    return best


def rows_of(text: str, mark: str) -> Iterator[list[str]]:
    """Give the cells of each row; the last quote may be missing (a file that was cut).

    A quote inside a cell that opened without one is an ordinary character.
    """
    plain = re.compile(f"[^{re.escape(mark)}\r\n]*")
    at, end = 0, len(text)
    row: list[str] = []
    while at < end:
        if text[at] == '"':
            cell, at = _quoted(text, at)
            rest = plain.match(text, at)
            cell += rest.group() if rest else ""
            at = rest.end() if rest else at
        else:
            found = plain.match(text, at)
            cell = found.group() if found else ""
            at += len(cell)
        row.append(cell)
        if text.startswith(mark, at) and mark not in "\r\n":
            at += 1
            if at == end:
                row.append("")
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _bare(cell: str) -> str:
    return cell[1:] if _ARMOURED.match(cell) else cell


def _quoted(text: str, at: int) -> tuple[str, int]:
    """Give a quoted cell and the place behind its last quote."""
    pieces: list[str] = []
    at += 1
    while True:
        stop = text.find('"', at)
        if stop < 0:
            return "".join((*pieces, text[at:])), len(text)
        pieces.append(text[at:stop])
        if not text.startswith('""', stop):
            return "".join(pieces), stop + 1
        pieces.append('"')
        at = stop + 2


def _evenness(sample: str, mark: str) -> tuple[float, int]:
    """Give the share of rows that hold the mark the most common number of times, and that number."""
    counts = Counter(len(row) - 1 for row in rows_of(sample, mark) if any(row))
    if not counts:
        return 0.0, 0
    width, rows = max(counts.items(), key=lambda item: (item[1] if item[0] else 0, item[0]))
    return rows / sum(counts.values()), width
