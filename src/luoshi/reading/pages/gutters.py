"""Finds the gutters between the columns of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from luoshi.reading.pages.fitting import hangs, hangs_over
from luoshi.reading.pages.rows import Row, merged, row_of
from luoshi.reading.pages.tables import Table

Item = Row | Table

_ROWS = 3  # of text on either side that make a gap a gutter
_WIDTH = 7.0  # characters: what is narrower is a table without rules, read row by row
_FULL = 0.75  # of a column's width: a full row
_SHARE = 0.35  # of full rows that a column of prose has
_TOUCH = 0.25  # of a character: what edges of columns vary by
_NEAR = 8.0  # points that a known gutter may move by from page to page
_DEPTH = 12
_WHOLE = 1e5
_MOST = 120  # places tried


@dataclass(slots=True)
class Split:
    """A stretch of a page that a gutter parts, what stands above and below it, and how sure it is."""

    middle: float
    above: list[Item]
    left: list[Item]
    right: list[Item]
    below: list[Item]
    score: float


@dataclass(frozen=True, slots=True)
class Gutter:
    """A gutter: the edge of the rows to its left (without the marks that hang over it), that to its right."""

    left: float
    right: float


def gutters(items: Sequence[Item]) -> list[Gutter]:
    """Give the gutters that a page shows beyond doubt."""
    found: list[Gutter] = []

    def walk(part: list[Item], depth: int) -> None:
        split = best_split(part, ())
        if split is not None and depth:
            found.append(Gutter(max(map(_edge, split.left)), min(item.left for item in split.right)))
            for piece in (split.above, split.left, split.right, split.below):
                walk(piece, depth - 1)

    walk(list(items), _DEPTH)
    return found


def best_split(items: list[Item], known: Sequence[float]) -> Split | None:
    """Give the surest split of a page or part of it; ``known`` are gutters (x) of other pages."""
    best: Split | None = None
    ordered = sorted(items, key=lambda item: item.top + item.bottom)
    for middle in (*known, *_candidates(ordered)):
        is_known = any(abs(middle - other) < _NEAR for other in known)
        split = _split(ordered, middle, is_known)
        if split is not None and (best is None or split.score > best.score):
            best = split
    return best


def cut(row: Row, found: Sequence[Gutter]) -> list[Row]:
    """Cut a run in two where a mark that hangs into a gutter ties it to the next column."""
    for gutter in found:
        if not row.left < gutter.left < gutter.right < row.right:
            continue
        for at, (before, after) in enumerate(pairwise(row.glyphs), 1):
            in_gutter = before.left >= gutter.left - _TOUCH * row.size and before.right <= after.left + 1.0
            if in_gutter and abs(after.left - gutter.right) <= _TOUCH * row.size and hangs_over(before):
                return [row_of(row.glyphs[:at]), *cut(row_of(row.glyphs[at:]), found)]
    return [row]


def _edge(item: Item) -> float:
    """Give where an item ends, without the mark that hangs over the edge."""
    if isinstance(item, Row) and hangs(item) and len(item.glyphs) > 1:
        return item.glyphs[-2].right
    return item.right


def _candidates(items: list[Item]) -> list[float]:
    """Give where gutters may stand: before the left edge of a row, most frequent first.

    The middle of a gutter is no place to look: marks that hang over the edge of a column reach past it.
    """
    first = min((item.left for item in items), default=0.0) + 1
    edges = Counter(int(item.left) for item in items if item.left > first)
    return [float(x) for x, _ in edges.most_common(_MOST)]


def _split(ordered: list[Item], middle: float, is_known: bool) -> Split | None:
    """Give the longest stretch of the page that the gutter at ``middle`` parts, or ``None``."""
    best: Split | None = None
    start = 0
    for stop in range(len(ordered) + 1):
        crosses = stop < len(ordered) and ordered[stop].left < middle < ordered[stop].right
        if stop < len(ordered) and not crosses:
            continue
        left = [item for item in ordered[start:stop] if item.right <= middle]
        right = [item for item in ordered[start:stop] if item.left >= middle]
        score = _score(left, right, is_known)
        if score > 0 and len(left) + len(right) == len(ordered):
            score += _WHOLE  # nothing runs across: a title above two of four columns does across theirs
        if score > 0 and (best is None or score > best.score):
            best = Split(middle, ordered[:start], left, right, ordered[stop:], score)
        start = stop + 1
    return best


def _score(left: list[Item], right: list[Item], is_known: bool) -> float:
    """Give how surely two sides are columns: the rows of the shorter, 0 where they are not."""
    if not left or not right:
        return 0.0
    gutter = min(item.left for item in right) - max(map(_edge, left))
    size = median_low(item.size for item in left + right)
    if gutter < 0.9 * size:
        return 0.0
    # Of gutters that part as many rows, the one that leaves the fewest across it, then the widest.
    sure = min(len(left), len(right)) + (len(left) + len(right)) / 1e4 + gutter / 1e7
    if is_known:
        return 1.0 + sure
    top, bottom = max(_tops(left)[0], _tops(right)[0]), min(_tops(left)[1], _tops(right)[1])
    if bottom - top < _ROWS * size or not (_is_prose(left, size) and _is_prose(right, size)):
        return 0.0
    return sure


def _tops(items: list[Item]) -> tuple[float, float]:
    return min(item.top for item in items), max(item.bottom for item in items)


def _is_prose(items: Iterable[Item], size: float) -> bool:
    """Whether a side has rows that mostly fill it, as prose has and the cells of a table have not."""
    sides = list(items)
    left, right = min(item.left for item in sides), max(item.right for item in sides)
    if right - left < _WIDTH * size:
        return False
    lines = [line.row for line in merged(item for item in sides if isinstance(item, Row))]
    full = sum(1 for row in lines if row.right - row.left >= _FULL * (right - left))
    tables = any(isinstance(item, Table) for item in sides)
    return tables or (len(lines) >= _ROWS and full >= _SHARE * len(lines))
