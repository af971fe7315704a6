"""What of a record was recognised from a picture with little confidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from luoshi.lexicon.scans import scan_rules
from luoshi.model import Document, Stretch
from luoshi.model.layout import Line

_IN_NUMBER = frozenset("0123456789.,%‰")
_PLACES = 4  # of the confidence that a record gives

Doubt = tuple[float | None, tuple[Stretch, ...]]


def doubt(document: Document, pieces: Sequence[tuple[int, int]]) -> Doubt:
    """Give the lowest confidence of the lines that the pieces rest on, and their doubtful stretches.

    ``None`` and nothing where the characters are the file's own. Of a figure with a doubtful digit the
    whole figure is given. The thresholds are those of ``data/scans.yaml``.
    """
    if document.layout is None or not document.layout.lines:
        return None, ()
    lowest: float | None = None
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        for line in _touching(document.layout.lines, start, end):
            if line.confidence is None:
                continue
            lowest = line.confidence if lowest is None else min(lowest, line.confidence)
            if line.sure is not None:
                sure = dict(enumerate(line.sure, line.start))
                found.extend(_doubtful(document.text, sure, max(start, line.start), min(end, line.end)))
    if lowest is None:
        return None, ()
    return round(lowest, _PLACES), tuple(Stretch(document.text[a:b], a, b) for a, b in _merged(found))


def _touching(lines: Sequence[Line], start: int, end: int) -> Iterator[Line]:
    at = max(0, bisect_right(lines, start, key=lambda line: line.start) - 1)
    while at < len(lines) and lines[at].start < end:
        if lines[at].end > start:
            yield lines[at]
        at += 1


def _doubtful(text: str, sure: dict[int, float], start: int, end: int) -> Iterator[tuple[int, int]]:
    rules = scan_rules()
    for at in range(start, end):
        if rules.is_doubtful(text[at], sure[at]):
            first, last = at, at + 1
            if text[at] in _IN_NUMBER:
                while first > start and text[first - 1] in _IN_NUMBER:
                    first -= 1
                while last < end and text[last] in _IN_NUMBER:
                    last += 1
            yield first, last


def _merged(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
