"""Comma clauses and sentences of a paragraph, with quotes and brackets respected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from luoshi.native import COMPILED

_OPEN = "“‘（《「『(【〔〈["
_CLOSE = "”’）》」』)】〕〉]"
_PAIR = dict(zip(_OPEN, _CLOSE, strict=True))
_CLOSERS = frozenset(_CLOSE)
_MARKS = "，,；;。！!？?"
_STOPS = frozenset("。！!？?")
_TOKEN = re.compile(f"[{re.escape(_OPEN + _CLOSE + _MARKS)}]")
_EDGE = " \t\u3000\xa0*_"
_WORD = re.compile(r"\w")
_LIST_MARK = re.compile(r"(?:[—–\-·•●■◆▲]{1,3}|[（(]?[①-⑳][）)]?)\s*")
_DEEP = 24  # brackets nested deeper than any text nests them


class Piece(NamedTuple):
    """A clause ``text[start:end]`` and the mark that ends it (``""`` at the line's end)."""

    start: int
    end: int
    ender: str


def clauses(text: str, start: int, end: int) -> Iterable[tuple[int, int, str]]:
    """Cut ``text[start:end]`` at commas, semicolons and stops outside quotes and brackets.

    A quote that its line never closes does not swallow the line: the line is cut again
    without regard to pairs. Linear in the length of the line. Each is a tuple as ``Piece`` is one.
    """
    return pieces(text, after_list_mark(text, start, end), end)


def after_list_mark(text: str, start: int, end: int) -> int:
    """Give where the words of a line begin: behind the mark of a list item, if one opens it."""
    mark = _LIST_MARK.match(text, start, end)
    return mark.end() if mark and mark.end() < end else start


def plain_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Cut ``text[start:end]``, which no mark of a list opens."""
    cuts, closed = _cuts(text, start, end)
    if not closed:
        cuts = [m.start() for m in _TOKEN.finditer(text, start, end) if m.group() in _MARKS]
    at = start
    for cut in cuts:
        yield from _piece(text, at, cut, text[cut])
        at = cut + 1
    yield from _piece(text, at, end, "")


def _cuts(text: str, start: int, end: int) -> tuple[list[int], bool]:
    cuts: list[int] = []
    depth: list[str] = []
    for match in _TOKEN.finditer(text, start, end):
        mark = match.group()
        if mark in _PAIR:
            if len(depth) >= _DEEP:
                return cuts, False
            depth.append(_PAIR[mark])
        elif mark in _CLOSERS:
            if mark in depth:
                while depth.pop() != mark:
                    pass
        elif not depth and not _in_number(text, match.start(), mark):
            cuts.append(match.start())
    return cuts, not depth


def _in_number(text: str, at: int, mark: str) -> bool:
    """Say whether a comma parts the thousands of a number (1,200)."""
    return mark == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _piece(text: str, start: int, end: int, ender: str) -> Iterator[Piece]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if start < end and _WORD.search(text, start, end):
        yield Piece(start, end, ender)


if TYPE_CHECKING or not COMPILED:
    pieces = plain_pieces
else:
    from luoshi.native.cutting import Cutter

    pieces = Cutter(_OPEN, _CLOSE, _MARKS, _EDGE).pieces


def stops(ender: str) -> bool:
    """Say whether the mark ends a sentence."""
    return ender in _STOPS
