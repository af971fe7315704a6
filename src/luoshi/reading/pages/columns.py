"""Gives the blocks of a page in reading order: column by column, story by story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from luoshi.reading.pages.gutters import Gutter, Item, best_split, gutters
from luoshi.reading.pages.rows import Row, merged
from luoshi.reading.pages.tables import Table

_ROWS = 3  # fewer gaps do not tell how far rows stand from one another
_DEPTH = 12
_BAND = 0.6  # of a character's size, and more than between rows: a white band across the page
_MOST_BANDS = 12
_TITLE = 1.15  # times the size of the text


@dataclass(slots=True)
class Block:
    """Rows and tables that are read from top to bottom, and the width they may take.

    ``band`` says that the block stands across columns (a title), so that its own rows do not tell the
    width it may take; ``box`` is the drawn box that it stands in, apart from the rest.
    """

    items: list[Item]
    left: float
    right: float
    page: int = 0
    band: bool = False
    box: Table | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows that stand in no table."""
        return [item for item in self.items if isinstance(item, Row)]


def blocks(items: Sequence[Item], known: Sequence[float] = ()) -> list[Block]:
    """Give a page's blocks in reading order; ``known`` are gutters of other pages of the file."""
    return list(_blocks(list(items), list(known), False, _DEPTH))


def _blocks(items: list[Item], known: list[float], band: bool, depth: int) -> Iterator[Block]:
    if not items:
        return
    split = best_split(items, known) if depth else None
    if split is not None:
        bands = _bands(items)
        if len(bands) > 1:
            for part in bands:
                yield from _blocks(part, known, band or not best_split(part, known), depth - 1)
            return
    left, right = min(item.left for item in items), max(item.right for item in items)
    if split is None:
        yield Block(_lines(items), left, right, band=band)
        return
    for part, is_band in (
        (split.above, True),
        (split.left, False),
        (split.right, False),
        (split.below, True),
    ):
        for block in _blocks(part, known, is_band, depth - 1):
            if is_band and block.band:
                block.left, block.right = left, right
            yield block


def _bands(items: list[Item]) -> list[list[Item]]:
    """Part a page where its columns change: a story ends and another, set otherwise, begins below it."""
    ordered = sorted(items, key=lambda item: item.top)
    size = median_low(item.size for item in items)
    gaps: list[tuple[int, float]] = []
    bottom = ordered[0].bottom
    for at, item in enumerate(ordered[1:], 1):
        if item.top > bottom:
            gaps.append((at, item.top - bottom))
        bottom = max(bottom, item.bottom)
    if not gaps:
        return [items]
    usual = median_low(gap for _, gap in gaps) if len(gaps) > _ROWS else 0.0
    wide = [at for at, gap in gaps if gap > max(_BAND * size, 1.2 * usual)]
    for at in wide[:_MOST_BANDS]:
        if _changes(ordered[:at], ordered[at:]):
            return [ordered[:at], *_bands(ordered[at:])]
    return [items]


def _changes(above: list[Item], below: list[Item]) -> bool:
    """Whether what stands above a white band is set in other columns than what stands below it."""
    over, under = gutters(above), gutters(below)
    first, last = _row(below, min(below, key=lambda item: item.top)), _row(above, above[-1])
    if any(_crosses(item, gutter) for item in first for gutter in over):
        return True
    if len(last) == 1 and any(_crosses(last[0], gutter) for gutter in under):
        return True
    if under and any(len(row) == 1 and _is_title(row[0], above + below) for row in (first, last)):
        return True
    return bool(over and under) and not any(
        min(one.right, two.right) - max(one.left, two.left) > 0 for one in over for two in under
    )


def _is_title(item: Item, items: list[Item]) -> bool:
    """Whether a row stands in the middle of all columns, in larger type."""
    left, right = min(other.left for other in items), max(other.right for other in items)
    even = abs((item.left - left) - (right - item.right)) <= 2 * item.size
    return even and item.size >= _TITLE * median_low(other.size for other in items)


def _row(items: list[Item], item: Item) -> list[Item]:
    return [other for other in items if other.top < item.bottom and other.bottom > item.top]


def _crosses(item: Item, gutter: Gutter) -> bool:
    return item.left < gutter.left and item.right > gutter.right


def _lines(items: list[Item]) -> list[Item]:
    tables: list[Item] = [item for item in items if isinstance(item, Table)]
    rows: list[Item] = [line.row for line in merged(item for item in items if isinstance(item, Row))]
    if not tables:
        return rows
    return sorted(rows + tables, key=lambda item: item.top)
