"""Parts what a table's rules leave together: rows ruled by columns alone, paragraphs in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from luoshi.reading.pages.fitting import is_final, is_short
from luoshi.reading.pages.rows import Row

_ROWS = 3  # that stand level in two columns are rows of the table
_SHARED = 0.6  # of the rows stand level in two columns and more
_LEVEL = 0.5  # of a character: rows nearer than this stand level
_APART = 2.8  # sizes from row to row: farther ones are no paragraph
_NUMBER = re.compile(r"[¥￥]?[-–]?[\d.,]+[%％‰]?")
_LABEL = re.compile(r"[^\W\d][^：:，。；,;]{0,11}[：:]")


@dataclass(slots=True)
class Cell:
    """A cell's place in the grid (counted from 0), its rows, top to bottom, and its box in points."""

    line: int
    column: int
    rows: list[Row]
    box: tuple[float, float, float, float]

    def room(self, row: Row) -> float:
        """Give how much more a row could have held, in points; the cell's margins are left out."""
        left, _, right, _ = self.box
        margin = min(min(one.left - left, right - one.right) for one in self.rows)
        return right - left - 2 * max(0.0, min(margin, row.size)) - (row.right - row.left)

    def paragraphs(self) -> Iterator[list[Row]]:
        """Give the rows of each paragraph: most cells are one, whatever their author broke by hand."""
        held: list[Row] = []
        for row in self.rows:
            if held and self._begins(held[-1], row):
                yield held
                held = []
            held.append(row)
        if held:
            yield held

    def _begins(self, before: Row, row: Row) -> bool:
        if row.base - before.base > _APART * max(before.size, row.size):
            return len(row.glyphs) > 1 or len(before.glyphs) > 1  # else a word set downwards
        if _LABEL.match(row.text) and _LABEL.match(before.text):
            return True
        return is_final(before) and is_short(before, row, self.room(before))

    @property
    def is_stacked(self) -> bool:
        """Whether every row but the last ends though the next would have had room: each says its own."""
        steps = list(pairwise(self.rows))
        return bool(steps) and all(self._ends(one, two) for one, two in steps)

    def _ends(self, row: Row, after: Row) -> bool:
        room = self.room(row)
        figures = all(_NUMBER.fullmatch(one.text) for one in (row, after))
        return is_short(row, after, room) or (figures and room >= row.size)


def rowed(cells: Iterable[Cell]) -> list[Cell]:
    """Part the cells of lines that hold several rows of a table, no rule between them; lines count anew."""
    found: list[Cell] = []
    line = -1
    for _, group in groupby(cells, key=lambda cell: cell.line):
        beside = list(group)
        bottom = min(cell.box[3] for cell in beside)
        level = [cell for cell in beside if cell.box[3] - bottom < 1.0]  # others reach into lines below
        starts = _starts(level)
        if starts:
            parts = [part for cell in beside for part in (_parts(cell, starts) if cell in level else [cell])]
        else:
            parts = beside
        for _, row in groupby(sorted(parts, key=lambda cell: (cell.line, cell.column)), key=lambda c: c.line):
            line += 1
            found.extend(replace(cell, line=line) for cell in row)
    return found


def _starts(cells: Sequence[Cell]) -> list[float]:
    """Give where the rows stand (their base lines), none where a line of the grid is a row as drawn."""
    stacked = [cell for cell in cells if cell.is_stacked]
    if len(stacked) < 2:
        return []
    bases = sorted((row.base, at) for at, cell in enumerate(stacked) for row in cell.rows)
    near = _LEVEL * min(row.size for cell in stacked for row in cell.rows)
    levels: list[list[tuple[float, int]]] = []
    for base in bases:
        if levels and base[0] - levels[-1][0][0] <= near:
            levels[-1].append(base)
        else:
            levels.append([base])
    shared = sum(1 for level in levels if len({at for _, at in level}) >= 2)
    # Two rows may be a label that was broken by hand; three columns with figures below are not.
    figures = sum(1 for cell in stacked if any(_NUMBER.fullmatch(row.text) for row in cell.rows))
    enough = 2 if len(stacked) >= _ROWS and figures >= 2 else _ROWS
    if shared < enough or shared < _SHARED * len(levels):
        return []
    return [level[0][0] for level in levels]


def _parts(cell: Cell, starts: Sequence[float]) -> Iterator[Cell]:
    """Deal a cell's rows to the rows of the table; those that wrap go with the one above, or the nearest."""
    slack = _LEVEL * cell.rows[0].size
    from_top = abs(cell.rows[0].base - starts[0]) <= slack
    held: dict[int, list[Row]] = {}
    for row in cell.rows:
        if from_top:
            at = max((n for n, start in enumerate(starts) if start <= row.base + slack), default=0)
        else:
            at = min(range(len(starts)), key=lambda n, base=row.base: abs(starts[n] - base))  # type: ignore[misc]
        held.setdefault(at, []).append(row)
    for at, rows in held.items():
        # The line within the grid's: they are counted anew.
        yield replace(cell, line=at, rows=rows)
