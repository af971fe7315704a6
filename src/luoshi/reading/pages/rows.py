"""Finds the rows of a page from the boxes of its characters, whatever the order they were drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median_low

from luoshi.reading.pages.glyphs import Glyph

# Parts of a character's size. Justified rows are stretched by less than a character, columns stand
# further apart.
_RUN_GAP = 0.9
_SPREAD_GAP = 3.0
_OVERLAP = 0.5
_DOUBLED = 0.15


@dataclass(slots=True)
class Row:
    """Characters that stand side by side: a whole row of a block, or a run without a wide gap.

    ``base`` is the lower edge that most characters share, ``size`` their common size; ``parts`` counts
    the runs that a row of a block was made of.
    """

    glyphs: list[Glyph]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    base: float
    parts: int = 1

    @property
    def text(self) -> str:
        """The characters without the spaces."""
        return "".join(glyph.text for glyph in self.glyphs)


def row_of(glyphs: list[Glyph]) -> Row:
    """Make a row of characters (at least one) in the order of their left edges."""
    glyphs.sort(key=attrgetter("left"))
    return Row(
        glyphs,
        glyphs[0].left,
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        median_low(glyph.size for glyph in glyphs),
        median_low(glyph.bottom for glyph in glyphs),
    )


def parted(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], dict[int, list[Glyph]]]:
    """Give the characters that show, and the spaces that follow each in the file, by ``id``.

    A character drawn twice in one place, as fake bold and shadows are, counts once.
    """
    shown: list[Glyph] = []
    spaces: dict[int, list[Glyph]] = {}
    seen: dict[tuple[str, int, int], Glyph] = {}
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace() or not glyph.text:
            if last is not None and glyph.text and _beside(last, glyph):
                spaces.setdefault(id(last), []).append(glyph)
            continue
        if _is_doubled(glyph, seen):
            continue
        shown.append(glyph)
        last = glyph
    return shown, spaces


def _beside(glyph: Glyph, space: Glyph) -> bool:
    middle = (space.top + space.bottom) / 2
    return space.left > glyph.left and glyph.top - glyph.size <= middle <= glyph.bottom + glyph.size


def _is_doubled(glyph: Glyph, seen: dict[tuple[str, int, int], Glyph]) -> bool:
    near = max(_DOUBLED * glyph.size, 0.01)
    x, y = int(glyph.left / near), int(glyph.top / near)
    for beside in (x, x - 1, x + 1):
        for above in (y, y - 1, y + 1):
            other = seen.get((glyph.text, beside, above))
            if other is not None and abs(other.left - glyph.left) < min(
                near, max((glyph.right - glyph.left) / 2, 0.01)
            ):
                return abs(other.top - glyph.top) < near
    seen[(glyph.text, x, y)] = glyph
    return False


def overlap(one: Row | Glyph, other: Row | Glyph) -> float:
    """Give how much of the lower of two boxes the other shares in height, 0 to 1."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared / lower if lower > 0 else 0.0


def runs(glyphs: list[Glyph]) -> list[Row]:
    """Give the runs of characters without a wide gap, swept from left to right."""
    if not glyphs:
        return []
    band = max(1.0, median_low(glyph.size for glyph in glyphs))
    open_runs: dict[int, list[list[Glyph]]] = {}
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("left")):
        at = int((glyph.top + glyph.bottom) / 2 / band)
        run = _nearest(glyph, (run for near in (at - 1, at, at + 1) for run in open_runs.get(near, ())))
        if run is None:
            run = [glyph]
            found.append(run)
            open_runs.setdefault(at, []).append(run)
            continue
        before = int((run[-1].top + run[-1].bottom) / 2 / band)
        run.append(glyph)
        if before != at:
            open_runs[before] = [other for other in open_runs[before] if other is not run]
            open_runs.setdefault(at, []).append(run)
    return _spread(sorted(map(row_of, found), key=attrgetter("top")))


def _nearest(glyph: Glyph, near: Iterable[list[Glyph]]) -> list[Glyph] | None:
    best, best_key = None, (0.0, 0.0)
    for run in near:
        last = run[-1]
        gap = glyph.left - last.right
        size = max(glyph.size, last.size)
        if not -size <= gap <= _RUN_GAP * size:
            continue
        shared = overlap(last, glyph)
        key = (shared, -abs(gap))
        if shared >= _OVERLAP and (best is None or key > best_key):
            best, best_key = run, key
    return best


def _spread(found: list[Row]) -> list[Row]:
    """Join the letters of a heading that is set wide (关　于　印　发)."""
    short = [row for row in found if len(row.glyphs) <= 2]
    gone: set[int] = set()
    joined: list[Row] = []
    for line in merged(short):
        parts = line.parts
        steps = [after.left - before.right for before, after in pairwise(parts)]
        if len(parts) >= 3 and max(steps) <= _SPREAD_GAP * line.row.size and max(steps) <= 1.5 * min(steps):
            gone.update(map(id, parts))
            line.row.parts = 1
            joined.append(line.row)
    return [row for row in found if id(row) not in gone] + joined


@dataclass(slots=True)
class Line:
    """A row and the runs of which it was made, from left to right."""

    row: Row
    parts: list[Row]


def merged(found: Iterable[Row]) -> Iterator[Line]:
    """Join the runs of a block that share a row, top to bottom."""
    lines: list[list[Row]] = []
    for run in sorted(found, key=lambda row: row.top + row.bottom):
        for line in reversed(lines[-4:]):
            if any(overlap(run, part) >= _OVERLAP for part in line) and not any(
                min(run.right, part.right) - max(run.left, part.left) > 0.5 * min(run.size, part.size)
                for part in line
            ):
                line.append(run)
                break
        else:
            lines.append([run])
    for line in lines:
        line.sort(key=attrgetter("left"))
        if len(line) == 1:
            yield Line(line[0], line)
        else:
            row = row_of([glyph for part in line for glyph in part.glyphs])
            row.parts = len(line)
            yield Line(row, line)
