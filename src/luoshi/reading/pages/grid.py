"""The grid that the drawn lines of a table make, and the cells between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.reading.pages.glyphs import Rule

NEAR = 2.5  # points: lines nearer than this are one line
_OPEN = 8.0  # points that columns run on by
_COVERED = 0.6  # of an edge that a line must cover to part two cells


@dataclass(slots=True)
class Edge:
    """A horizontal or vertical line: where it stands, and from where to where it runs."""

    at: float
    start: float
    stop: float


class Grid:
    """The places between the lines of one table; those that no line parts are one cell."""

    def __init__(self, across: list[Edge], down: list[Edge]) -> None:
        self.ys = _steps(edge.at for edge in across)
        self.xs = _steps(edge.at for edge in down)
        self.open_above = self.open_below = False
        if len(down) > 1 and self.ys:
            self._run_on(sorted(edge.start for edge in down)[1], sorted(edge.stop for edge in down)[-2])
        self._lines, self._columns = len(self.ys) - 1, len(self.xs) - 1
        self._cell = list(range(max(0, self._lines * self._columns)))
        for line in range(self._lines):
            for column in range(self._columns):
                self._open(line, column, across, down)

    def _run_on(self, top: float, bottom: float) -> None:
        """Close the grid where two columns' rules and more end without one across: a page cut the row."""
        if bottom - self.ys[-1] > _OPEN:
            self.open_below = True
            self.ys.append(bottom)
        if self.ys[0] - top > _OPEN:
            self.open_above = True
            self.ys.insert(0, top)

    def _open(self, line: int, column: int, across: list[Edge], down: list[Edge]) -> None:
        left, right = self.xs[column : column + 2]
        top, bottom = self.ys[line : line + 2]
        at = line * self._columns + column
        if line + 1 < self._lines and not _is_drawn(across, bottom, left, right):
            self._unite(at, at + self._columns)
        if column + 1 < self._columns and not _is_drawn(down, right, top, bottom):
            self._unite(at, at + 1)

    def _unite(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._cell[second] = first

    def _root(self, at: int) -> int:
        while self._cell[at] != at:
            at = self._cell[at]
        return at

    def boxes(self) -> dict[tuple[int, int], Rule]:
        """Give the box of every cell, by its line and column."""
        found: dict[tuple[int, int], Rule] = {}
        for at in range(len(self._cell)):
            line, column = divmod(at, self._columns)
            box = (self.xs[column], self.ys[line], self.xs[column + 1], self.ys[line + 1])
            place = divmod(self._root(at), self._columns)
            other = found.get(place, box)
            found[place] = (
                min(box[0], other[0]),
                min(box[1], other[1]),
                max(box[2], other[2]),
                max(box[3], other[3]),
            )
        return found

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Give the line and column of the cell that holds a point, ``None`` outside."""
        column, line = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < self._columns and 0 <= line < self._lines):
            return None
        return divmod(self._root(line * self._columns + column), self._columns)


def _steps(values: Iterable[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > NEAR:
            steps.append(value)
    return steps


def _is_drawn(edges: list[Edge], at: float, start: float, stop: float) -> bool:
    covered = sum(
        max(0.0, min(edge.stop, stop) - max(edge.start, start)) for edge in edges if abs(edge.at - at) <= NEAR
    )
    return covered >= _COVERED * (stop - start)
