"""Joins rows to paragraphs: by indent, a short last row, spacing, size and centred headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.reading.pages.columns import Block
from luoshi.reading.pages.fitting import is_final, is_short
from luoshi.reading.pages.frames import INDENT, MOST_INDENT, Frame, Habits, fitted, frames_of, habits_of
from luoshi.reading.pages.rows import Row
from luoshi.reading.pages.tables import Table

_SIZE = 1.15  # a heading's type is larger by at least this
_SIZE_OCR = 1.35  # sizes that a recogniser tells vary
_SPACED = 1.3  # of the distance between rows: paragraphs stand apart
_APART = 2.6  # characters from either edge: an indented row may end early
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|第[一二三四五六七八九十百\d]+[章节条]"
    r"|\d+[.．、](?!\d)|——|[①-⑳]"
)
_OPENS = re.compile(
    r"[（(〔—]|[一二三四五六七八九十]+、|第[一二三四五六七八九十百\d]+[章节条]|(?:19|20)\d\d年\d+月\d+日"
)
_LETTERHEAD = 2.1  # sizes of the text; titles are smaller
_TITLE_STEP = 2.4  # sizes from one row of a title to the next
_WIDE = 0.5  # of the width that the first row of a broken title fills
_FULL_ROOM = 1.5  # characters: what a full row leaves
_BESIDE = 10  # characters of a row beside a picture
_CENTRED = 0.8  # characters by which a centred row may stand off the middle


@dataclass(slots=True)
class Placed:
    """A row and the page it stands on (an index)."""

    row: Row
    page: int


@dataclass(slots=True)
class _At:
    """A row as the rules see it: with the frame it stands in."""

    row: Row
    frame: Frame
    block: Block

    @property
    def indent(self) -> float:
        """How far the row begins from its frame, in characters."""
        return (self.row.left - self.frame.left) / self.row.size

    @property
    def centred(self) -> bool:
        """Whether the row stands in the middle of its frame."""
        before, after = self.row.left - self.frame.left, self.frame.right - self.row.right
        return min(before, after) > _APART * self.row.size and self.even

    @property
    def even(self) -> bool:
        """Whether the row stands as far from either edge of its frame, be it not at all."""
        before, after = self.row.left - self.frame.left, self.frame.right - self.row.right
        return abs(before - after) <= 2 * _CENTRED * self.row.size

    @property
    def room(self) -> float:
        """How much more the row could have held, in points."""
        after = self.frame.right - self.row.right
        return after + self.row.left - self.frame.left if self.centred else after


def paragraphs(
    blocks: Sequence[Block], recognised: frozenset[int]
) -> Iterator[list[Placed] | tuple[Table, int]]:
    """Give the paragraphs (their rows in order) and tables of blocks in reading order.

    ``recognised`` are the pages (indexes) whose characters come from a recogniser.
    """
    frames = frames_of(blocks)
    habits = habits_of(blocks, frames)
    paragraph: list[Placed] = []
    before: _At | None = None
    for block in blocks:
        frame = fitted(block, frames)
        size = _SIZE_OCR if block.page in recognised else _SIZE
        for number, item in enumerate(block.items):
            if isinstance(item, Table):
                if paragraph:
                    yield paragraph
                paragraph, before = [], None
                yield item, block.page
                continue
            at = _At(item, frame, block)
            following = next(
                (row for row in block.items[number + 1 : number + 2] if isinstance(row, Row)), None
            )
            if before is not None and _begins(before, at, following, habits, size):
                yield paragraph
                paragraph = []
            paragraph.append(Placed(item, block.page))
            before = at
    if paragraph:
        yield paragraph


def _begins(before: _At, at: _At, following: Row | None, habits: Habits, most: float) -> bool:
    """Whether a row begins a paragraph after the row before it."""
    one, two = before.row, at.row
    cells = one.parts > 1 and two.parts > 1  # of a table without rules
    if cells or max(one.size, two.size) > most * min(one.size, two.size):
        return True
    if _is_broken_title(before, at, habits):
        return False
    if before.block is not at.block:
        return is_short(one, two, before.room) or _begins_apart(before, at, habits)
    if is_short(one, two, before.room) or _is_set_right(before, at):
        return True
    if at.frame.pitch and two.base - one.base > _SPACED * at.frame.pitch:
        return True
    is_title = at.block.band or min(one.size, two.size) > _SIZE * habits.size
    if (is_title and at.even and before.even) or (at.centred and before.centred):
        return False  # it went on, as the row before had no room for more
    if at.centred != before.centred and min(before.indent, at.indent) < INDENT:
        return True
    return _begins_by_habit(before, at, following, habits)


def _is_broken_title(before: _At, at: _At, habits: Habits) -> bool:
    """Whether two centred rows are one title: it is broken by its sense, well before it fills the row.

    The larger type of a letterhead, a row for each of those who sign, is none.
    """
    one, two = before.row, at.row
    if before.block is not at.block or not (at.even and before.even and at.centred | before.centred):
        return False
    if not _SIZE * habits.size < one.size <= _LETTERHEAD * habits.size:
        return False
    near = two.base - one.base <= _TITLE_STEP * one.size
    wide = one.right - one.left >= _WIDE * (before.frame.right - before.frame.left)
    return near and wide and not is_final(one) and not _OPENS.match(two.text)


def _is_set_right(before: _At, at: _At) -> bool:
    """Whether a row stands far to the right, as those who sign and the date do, a row each.

    Rows beside a picture stand there too; they begin alike and fill what is left to them.
    """
    if at.indent <= MOST_INDENT or (at.centred and before.centred):
        return False
    alike = abs(before.row.left - at.row.left) <= INDENT * at.row.size
    full = before.room < _FULL_ROOM * at.row.size and len(before.row.glyphs) >= _BESIDE
    return not (alike and full) or is_final(before.row)


def _begins_by_habit(before: _At, at: _At, following: Row | None, habits: Habits) -> bool:
    if habits.begins == "first":
        return _is_indented(before, at, following)
    if habits.begins == "none":
        numbered = is_final(before.row) and _NUMBERED.match(at.row.text) is not None
        return numbered or at.indent >= INDENT > before.indent
    return False


def _is_indented(before: _At, at: _At, following: Row | None) -> bool:
    if not INDENT <= at.indent <= MOST_INDENT:
        return False
    if before.indent < INDENT or abs(before.indent - at.indent) > INDENT:
        return True
    # Two rows indented alike: a paragraph of one full row before this one, or a stretch set inwards.
    back = following is not None and (following.left - at.frame.left) / following.size < INDENT
    return back or is_final(before.row)


def _begins_apart(before: _At, at: _At, habits: Habits) -> bool:
    """Whether a row opens a paragraph at the head of a column or page."""
    if at.centred or before.centred or at.block.box is not before.block.box:
        return True
    if before.block.band != at.block.band and is_final(before.row):
        return True
    if habits.begins == "first":
        return at.indent >= INDENT
    return is_final(before.row)
