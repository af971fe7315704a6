"""The widths that a file's rows fill, and how its paragraphs begin: measured over all its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from luoshi.reading.pages.columns import Block
from luoshi.reading.pages.fitting import hangs, is_short
from luoshi.reading.pages.rows import Row

INDENT = 0.8  # characters: less is no indent
MOST_INDENT = 8.0  # more is a signature, or centred
_ROWS = 4
_FULL = 0.4  # of the rows reach the edge of prose
_SURE = 0.6  # of the rows make an edge that others stick out of
_SHIFT = 3.0  # points
_INSIDE = 2.8  # characters that a block may stand inside its frame (all its rows indented)


@dataclass(slots=True)
class Frame:
    """From where to where rows run (points), how far apart they stand, and how many say so.

    ``full``: many of the rows reach the right edge, which prose shows and a list of short lines does not.
    """

    left: float
    right: float
    pitch: float
    rows: int
    full: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """How paragraphs begin: ``first`` (row indented), ``hanging`` (all rows but the first), ``none``.

    ``size`` is that of most rows, in points.
    """

    begins: str
    size: float


def frame_of(block: Block) -> Frame | None:
    """Give the frame that a block's rows show, ``None`` where they are too few to tell."""
    rows = block.rows
    if len(rows) < _ROWS or block.band:
        return None
    size = median_low(row.size for row in rows)
    lefts = sorted(row.left for row in rows)
    # A mark may hang over the edge; a single row that sticks out (a note in the margin) is no edge.
    rights = sorted((row.glyphs[-1].left if hangs(row) else row.right for row in rows), reverse=True)
    left = next((one for one, two in pairwise(lefts) if two - one < size), lefts[0])
    edge = max(rights, key=lambda right: (_reached(rights, right, size), right))
    if _reached(rights, edge, size) < _SURE * len(rights):
        edge = rights[0]
    full = _reached(rights, edge, size) >= max(_ROWS - 1, _FULL * len(rights))
    return Frame(left, edge, pitch_of(rows, size), len(rows), full)


def _reached(rights: Sequence[float], edge: float, size: float) -> int:
    """Count the rows that end within a character of an edge."""
    return sum(1 for right in rights if 0 <= edge - right < size)


def pitch_of(rows: Sequence[Row], size: float) -> float:
    """Give the distance of rows within paragraphs: the lower quartile, since paragraphs stand apart."""
    steps = sorted(
        after.base - before.base
        for before, after in pairwise(rows)
        if 0.8 * size <= after.base - before.base <= 4 * size
    )
    return steps[len(steps) // 4] if steps else 0.0


def frames_of(blocks: Sequence[Block]) -> list[Frame]:
    """Give the frames of all blocks, like ones put together."""
    found: list[Frame] = []
    for block in blocks:
        frame = frame_of(block)
        if frame is None or not frame.full:
            continue
        for other in found:
            if abs(other.left - frame.left) <= _SHIFT and abs(other.right - frame.right) <= _SHIFT:
                other.right = max(other.right, frame.right)
                other.left = min(other.left, frame.left)
                other.rows += frame.rows
                break
        else:
            found.append(frame)
    return sorted(found, key=lambda frame: -frame.rows)


def fitted(block: Block, frames: Sequence[Frame]) -> Frame:
    """Give the frame that a block stands in: a known one that it fits, else what its own rows show."""
    rows = block.rows
    size = median_low(row.size for row in rows) if rows else 12.0
    pitch = pitch_of(rows, size)
    own = frame_of(block)
    left, right = (block.left, block.right) if own is None else (own.left, own.right)
    fits = [] if block.band else [frame for frame in frames if _fits(frame, left, right, size, own)]
    if fits:
        frame = min(fits, key=lambda frame: abs(frame.right - right) + abs(frame.left - left))
        return Frame(frame.left, max(frame.right, right), pitch or frame.pitch, len(rows))
    return Frame(left, right, pitch, len(rows))


def _fits(frame: Frame, left: float, right: float, size: float, own: Frame | None) -> bool:
    width = frame.right - frame.left
    inset, ragged = (_INSIDE * size, 3 * size) if own is not None and own.full else (width, width)
    begins = frame.left - size / 2 <= left <= frame.left + inset
    return begins and frame.right - ragged <= right <= frame.right + size / 2


def habits_of(blocks: Sequence[Block], frames: Sequence[Frame]) -> Habits:
    """Tell how paragraphs begin from the rows that follow short ones: those surely begin one."""
    begun: list[bool] = []
    followed: list[bool] = []
    sizes = [row.size for block in blocks for row in block.rows]
    size = median_low(sizes) if sizes else 0.0
    for block in blocks:
        frame = fitted(block, frames)
        for before, row in pairwise(block.rows):
            indent = (row.left - frame.left) / row.size
            if indent > MOST_INDENT:
                continue
            (begun if is_short(before, row, frame.right - before.right) else followed).append(
                indent >= INDENT
            )
    if sum(begun) * 2 >= len(begun) > 0:
        return Habits("first", size)
    if len(followed) >= _ROWS and sum(followed) * 2 > len(followed):
        return Habits("hanging", size)
    return Habits("none" if begun or not any(followed) else "first", size)
