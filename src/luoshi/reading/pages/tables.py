"""Makes tables of the drawn lines of a page: the cells they enclose, and the characters in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoshi.reading.pages.cells import Cell, rowed
from luoshi.reading.pages.glyphs import Glyph, Rule
from luoshi.reading.pages.grid import NEAR, Edge, Grid
from luoshi.reading.pages.rows import merged, runs

_SHORT = 6.0  # points: shorter lines are no border
_BORDER = 0.3  # of a page's characters stand outside a box, or it is the page's border
_MOST_LINES = 1500  # a drawing, not a table


@dataclass(slots=True)
class Table:
    """A ruled table: its cells that hold text, in reading order; ``size`` is that of its characters.

    ``open_above`` and ``open_below``: its columns run on past the last rule, to another page.
    ``is_box``: it is a single cell, a frame around text that is no table; its ``rows`` are runs.
    """

    cells: list[Cell]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    open_above: bool = False
    open_below: bool = False
    is_box: bool = False


def tables(rules: Sequence[Rule], glyphs: list[Glyph]) -> tuple[list[Table], list[Glyph]]:
    """Give the ruled tables, and the characters that stand in none of them.

    A border around nearly the whole page is none, what it holds stays with the rest.
    """
    level = _joined(Edge((rule[1] + rule[3]) / 2, rule[0], rule[2]) for rule in rules if _is_level(rule))
    upright = _joined(
        Edge((rule[0] + rule[2]) / 2, rule[1], rule[3]) for rule in rules if not _is_level(rule)
    )
    if not level or len(upright) < 2 or len(level) + len(upright) > _MOST_LINES:
        return [], glyphs
    found: list[Table] = []
    for across, down in _connected(level, upright):
        grid = Grid(across, down)
        if len(grid.ys) < 2 or len(grid.xs) < 2:
            continue
        table, glyphs = _table(grid, glyphs)
        if table is not None:
            found.append(table)
    return found, glyphs


def _is_level(rule: Rule) -> bool:
    return rule[2] - rule[0] >= rule[3] - rule[1]


def _joined(edges: Iterable[Edge]) -> list[Edge]:
    """Join the pieces of each line: borders are often drawn cell by cell, and twice."""
    ordered = sorted(edges, key=lambda edge: edge.at)
    groups: list[list[Edge]] = []
    for edge in ordered:
        if groups and edge.at - groups[-1][0].at <= NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    found: list[Edge] = []
    for group in groups:
        at = sum(edge.at for edge in group) / len(group)
        first = len(found)
        for edge in sorted(group, key=lambda edge: edge.start):
            if len(found) > first and edge.start <= found[-1].stop + NEAR:
                found[-1].stop = max(found[-1].stop, edge.stop)
            else:
                found.append(Edge(at, edge.start, edge.stop))
    return [edge for edge in found if edge.stop - edge.start >= _SHORT]


def _connected(level: list[Edge], upright: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Part the lines into those that touch one another: one group a table."""
    edges = level + upright
    group = list(range(len(edges)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, one in enumerate(level):
        for j, other in enumerate(upright, len(level)):
            if (
                one.start - NEAR <= other.at <= one.stop + NEAR
                and other.start - NEAR <= one.at <= other.stop + NEAR
            ):
                group[root(i)] = root(j)
    parts: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for at, edge in enumerate(edges):
        parts.setdefault(root(at), ([], []))[0 if at < len(level) else 1].append(edge)
    return sorted(parts.values(), key=lambda part: min((edge.at for edge in part[0]), default=0.0))


def _table(grid: Grid, glyphs: list[Glyph]) -> tuple[Table | None, list[Glyph]]:
    held: dict[tuple[int, int], list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in glyphs:
        place = grid.cell((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        if place is None:
            rest.append(glyph)
        else:
            held.setdefault(place, []).append(glyph)
    is_box = len(held) == 1 and not (grid.open_above and len(grid.xs) > 2)
    if not held or (is_box and len(rest) < _BORDER * len(glyphs)):
        return None, glyphs
    boxes = grid.boxes()
    cells = [Cell(*place, runs(held[place]), boxes[place]) for place in sorted(held)]
    if not is_box:
        for cell in cells:
            cell.rows = [line.row for line in merged(cell.rows)]
        cells = rowed(cells)
    size = min(row.size for cell in cells for row in cell.rows)
    edges = grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]
    return Table(cells, *edges, size, grid.open_above, grid.open_below, is_box), rest
