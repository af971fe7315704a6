"""Tells a page that writes half-width marks between Chinese characters by the room that they take.

A full-width mark takes as much room as a character; text typed or copied with “,” for “，” gives it a
quarter to a half. The network's own word on the width counts too, since print shops set marks closer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from luoshi.reading.scans.decoding import Mark

_CLOSE = 0.75  # full-width characters: a mark that takes less is narrow
_LEAST = 3  # marks that must be seen to be narrow
_MOSTLY = 0.6  # of the narrow ones that the network, too, must have read as such
_ALL = 0.9  # of a page's marks: it writes no others
_STEPS = 3


def narrow(rows: Sequence[list[Mark]], wide: Mapping[str, str]) -> set[int]:
    """Give the marks (their ``id``) that the page writes half-width; none where it writes them full-width.

    ``wide`` gives the full-width mark of each half-width one.
    """
    known = {**dict.fromkeys(wide, True), **dict.fromkeys(wide.values(), False)}
    rooms = {id(mark): room for row in rows for mark, room in _rooms(row, known)}
    found = [mark for row in rows for mark in row if mark.text in known]
    close = [mark for mark in found if rooms.get(id(mark), _CLOSE) < _CLOSE]
    read_so = sum(1 for mark in close if known[mark.text])
    if len(close) < _LEAST or read_so < _MOSTLY * len(close):
        return set()
    share = len(close) / len(rooms)
    kept = {id(mark) for mark in close}
    for mark in found:  # what cannot be measured, at a row's end or beside another mark, goes with the page
        if id(mark) not in rooms and (share >= _ALL or (share >= _MOSTLY and known[mark.text])):
            kept.add(id(mark))
    return kept


def full_width(row: Sequence[Mark]) -> float:
    """Give the common step from one Chinese character to the next, as a share of the row; 0 where few are."""
    steps = [
        _middle(after) - _middle(before)
        for before, after in pairwise(row)
        if _is_ideograph(before) and _is_ideograph(after)
    ]
    return median(steps) if len(steps) >= _STEPS else 0.0


def _rooms(row: Sequence[Mark], known: Mapping[str, bool]) -> list[tuple[Mark, float]]:
    """Give the marks that stand between two Chinese characters, and the room they take in full widths."""
    em = full_width(row)
    return [
        (mark, (_middle(after) - _middle(before)) / em - 1)
        for before, mark, after in zip(row, row[1:], row[2:], strict=False)
        if em and mark.text in known and _is_ideograph(before) and _is_ideograph(after)
    ]


def _middle(mark: Mark) -> float:
    return (mark.left + mark.right) / 2


def _is_ideograph(mark: Mark) -> bool:
    return "\u4e00" <= mark.text <= "\u9fff"
