"""A sheet as cells: what each shows, where it stands, and which cells are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_CELLS = 1_000_000  # of a workbook, counted where they hold text
MOST_MERGES = 50_000  # of a sheet
_MOST_AT_ONCE = 500  # merges that one row lies in; a sheet has at most 16384 columns


class Merge(NamedTuple):
    """Cells shown as one: from ``(top, left)`` to ``(bottom, right)``, inclusive, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    r"""The cells of one sheet that show text, by row and column, both from 1.

    A text holds ``\n`` where the cell breaks its line, no blank lines and no space at a line's end.
    A merged cell holds its value once, at its upper left. ``formulas`` are the row and column of those
    whose text was computed by the program that wrote the file.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def drop_covered(self) -> None:
        """Take out the cells that a merged one covers: a program may have kept values there unseen."""
        for number, cells, merges in self.swept():
            for merge in merges:
                for column in [c for c in cells if merge.left <= c <= merge.right]:
                    if (number, column) != merge[:2]:
                        del cells[column]
        self.rows = {number: cells for number, cells in self.rows.items() if cells}

    def swept(self) -> Iterator[tuple[int, dict[int, str], list[Merge]]]:
        """Give each row that holds cells, in order, with the merges that it lies in."""
        waiting = sorted(self.merges, reverse=True)
        inside: list[Merge] = []
        for number in sorted(self.rows):
            while waiting and waiting[-1].top <= number:
                inside.append(waiting.pop())
            inside = [merge for merge in inside if merge.bottom >= number][-_MOST_AT_ONCE:]
            yield number, self.rows[number], inside


def tidy(text: str) -> str:
    r"""Give a cell's text with its lines ended by ``\n``, without blank lines and spaces at their ends."""
    if text.isalnum():
        return text
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def letters(column: int) -> str:
    """Give a column's name: A, B, … Z, AA."""
    out = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
