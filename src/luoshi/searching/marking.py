"""Where the words of a query stand in a text, and the stretches around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from luoshi.searching.folding import fold
from luoshi.searching.query import Query, wanted_words

Mark = tuple[int, int]
"""Start and end of what was found, in code points of the text."""
_AROUND = 30  # characters on each side: a line of a page
_STOPS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, from ``start``; ``marks`` are counted from the part's own beginning.

    ``cut``: whether it breaks off inside a sentence at its beginning, and at its end.
    """

    text: str
    start: int
    marks: tuple[Mark, ...]
    cut: tuple[bool, bool] = (False, False)


def marks(query: Query, text: str, most: int | None = None) -> tuple[Mark, ...]:
    """Give where the words that are asked for stand in a text, in order, those that touch as one."""
    said = sorted({word.folded for word in wanted_words(query)}, key=lambda word: (-len(word), word))
    if not said:
        return ()
    # a look ahead also finds words that overlap
    finder = re.compile("|".join(f"(?=({re.escape(word)}))" for word in said))
    found: list[Mark] = []
    for match in finder.finditer(fold(text)):
        start = match.start()
        end = start + max(len(group) for group in match.groups() if group)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif most is not None and len(found) == most:
            break
        else:
            found.append((start, end))
    return tuple(found)


def stretches(query: Query, text: str, most: int = 3) -> tuple[Snippet, ...]:
    """Give the parts of a long text around the first words found, at most ``most``, none overlapping."""
    found: list[Snippet] = []
    for start, end in marks(query, text, most * 20):
        last = found[-1] if found else None
        if last and end <= last.start + len(last.text):
            within = (start - last.start, end - last.start)
            found[-1] = replace(last, marks=(*last.marks, within))
            continue
        if len(found) == most:
            break
        opens = _opening(text, start, last.start + len(last.text) if last else 0)
        closes = _closing(text, end)
        cut = (opens > 0 and text[opens - 1] not in _STOPS, _is_cut(text, closes))
        found.append(Snippet(text[opens:closes], opens, ((start - opens, end - opens),), cut))
    return tuple(found)


def _opening(text: str, start: int, least: int) -> int:
    """Begin with the sentence where it begins near, else some characters before."""
    first = max(least, start - _AROUND)
    stop = max(text.rfind(mark, first, start) for mark in _STOPS)
    return first if stop < 0 else stop + 1


def _is_cut(text: str, end: int) -> bool:
    return end < len(text) and text[end - 1] not in _STOPS and text[end] not in _STOPS


def _closing(text: str, end: int) -> int:
    last = min(len(text), end + _AROUND)
    stops = [at for mark in _STOPS if (at := text.find(mark, end, last)) >= 0]
    return min(stops) + 1 if stops else last
