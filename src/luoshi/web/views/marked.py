"""A quote with what matters in it marked, for ``records.quote``."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.searching.marking import Snippet
from luoshi.web.views.marking import Stretch, runs
from luoshi.web.views.quoting import AROUND, Segment

HIT = "hit"
_CUT = "…"


def marked(text: str, stretches: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Give a text with stretches (start, end) of it marked."""
    found = [Stretch(start, end, HIT) for start, end in stretches]
    return tuple(
        (text[run.start : run.end], run.keys[0] if run.keys else None) for run in runs(0, len(text), found)
    )


def cut_off(part: Snippet) -> tuple[Segment, ...]:
    """Give a part of a text with its marks, and an ellipsis where it breaks off inside a sentence."""
    said = part.text
    first, last = len(said) - len(said.lstrip()), len(said.rstrip())
    marks = [(max(start, first) - first, min(end, last) - first) for start, end in part.marks]
    shown = marked(said[first:last], [(start, end) for start, end in marks if start < end])
    before, behind = (((_CUT, AROUND),) if cut else () for cut in part.cut)
    return (*before, *shown, *behind)


def within(text: str, start: int, end: int, *, around: int = 40) -> tuple[Segment, ...]:
    """Give ``text[start:end]`` as it stands in its text, marked, with some of its paragraph around it."""
    first = max(text.rfind("\n", 0, start) + 1, start - around)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + around)
    before, after = text[first:start], text[end:last]
    out: list[Segment] = []
    if before.strip():
        out.append(((_CUT if first and text[first - 1] != "\n" else "") + before, AROUND))
    out.append((text[start:end], HIT))
    if after.strip():
        out.append((after + (_CUT if last < len(text) and text[last] != "\n" else ""), AROUND))
    return tuple(out)
