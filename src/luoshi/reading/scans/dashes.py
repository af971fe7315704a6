"""Dashes measured as ink, since the network takes their thin strokes for nothing or for another sign.

A stroke counts as a dash where it lies in the row's middle band, is thin, has no ink above or below it,
and is as long as one or two full-width characters. One that the network read as a sign of dash (or as
“一”, where it is too long for that) is replaced, one that it did not see is put in. Noise that is strung
together is no stroke: its ink must lie in one line, and it is as long as that line.
"""

from __future__ import annotations

from luoshi.reading.scans.arrays import Array
from luoshi.reading.scans.decoding import Mark
from luoshi.reading.scans.widths import full_width

_DARK = 0.35  # share of the way from paper to ink
_BAND = (0.28, 0.75)  # of the row's height
_THICKEST = 0.16  # of the row's height
_SHORTEST, _NO_ONE, _TWO, _LONGEST = 0.65, 1.6, 1.4, 2.4  # full-width characters
_SIGNS = frozenset("-—–―−─~_")
_EM = 0.95  # of a row's height, where its characters do not tell how wide they are
_ROOM = 0.75  # full-width characters: halves of the two beside a dash, less than whole as they are drawn
_SURE = 0.99  # of a line without a gap; one with gaps is as sure as it is whole
_WHOLE = 0.8  # of a line: the ink that it must have
_CERTAIN, _SOLID = 0.9, 0.95  # a “一” that the network was so sure of gives way to a line as whole as this
_FAR = 1.75  # full-width characters: or as long; specks make a “一” up to 1.5 long
_SAME = (0.65, 1.0)  # of a row's height: how wide its characters may be


def with_dashes(row: list[Mark], strip: Array, around: float, usual: float = 0.0) -> list[Mark]:
    """Give a row with its dashes put right.

    ``strip`` is the row's picture (grey levels) with ``around`` of its heights more on either side; the
    shares of the marks are of the row without them, and those of dashes beyond it are below 0 or above 1.
    ``usual`` is how wide a full-width character of the page is, in pixels, 0 where that is not known.
    """
    height, width = strip.shape
    side = round(around * height)
    inner = width - 2 * side
    is_same = _SAME[0] * height <= usual <= _SAME[1] * height
    em = full_width(row) * inner or (usual if is_same else height * _EM)
    for start, end, whole in _strokes(strip):
        length = (end - start) / em
        if not _SHORTEST <= length <= _LONGEST:
            continue
        left, right = (start - side) / inner, (end - side) / inner
        held = [mark for mark in row if left < (mark.left + mark.right) / 2 < right and mark.text.strip()]
        if not held and not _is_free(row, (left, right), em / inner):
            continue  # a stroke of the characters on either side
        if all(mark.text in _SIGNS or _is_no_one(mark, length, whole) for mark in held):
            row = [
                *(mark for mark in row if mark not in held),
                *_dash(left, right, length, min(_SURE, whole)),
            ]
    return sorted(row, key=lambda mark: mark.left + mark.right)


def _is_no_one(mark: Mark, length: float, whole: float) -> bool:
    """Tell whether a line is too long for the “一” that was read, noise that touches it left aside."""
    least = _SOLID if mark.confidence >= _CERTAIN and length < _FAR else _WHOLE
    return mark.text == "一" and length >= _NO_ONE and whole >= least


def _is_free(row: list[Mark], stroke: tuple[float, float], em: float) -> bool:
    """Tell whether the characters before and after leave room for a stroke that was not read."""
    left, right = stroke
    centres = [(mark.left + mark.right) / 2 for mark in row if mark.text.strip()]
    before = max((centre for centre in centres if centre <= left), default=left - em)
    after = min((centre for centre in centres if centre >= right), default=right + em)
    return after - before >= right - left + _ROOM * em


def _dash(left: float, right: float, length: float, sure: float) -> list[Mark]:
    if length < _TWO:
        return [Mark("—", left, right, sure)]
    middle = (left + right) / 2
    return [Mark("—", left, middle, sure), Mark("—", middle, right, sure)]


def _strokes(strip: Array) -> list[tuple[int, int, float]]:
    """Give the stretches of columns whose only ink is one thin stroke in the middle band.

    The third number says how much of the line is inked, 0 to 1.
    """
    import numpy as np

    height = strip.shape[0]
    paper, ink = float(np.percentile(strip, 90)), float(np.percentile(strip, 1))
    if paper - ink < 40:
        return []
    dark = strip < paper - _DARK * (paper - ink)
    first, last = round(_BAND[0] * height), round(_BAND[1] * height)
    inside, outside = dark[first:last].sum(axis=0), dark[:first].sum(axis=0) + dark[last:].sum(axis=0)
    thin = (inside >= 1) & (inside <= max(2, _THICKEST * height)) & (outside <= 1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], thin.astype("int8"), [0]])))
    stretches = _joined(list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)))
    lines = (_line(dark[first:last], start, end) for start, end in stretches)
    return [line for line in lines if line is not None]


def _line(dark: Array, start: int, end: int) -> tuple[int, int, float] | None:
    """Give the straight line in a stretch of columns, and how much of it is inked; ``None`` without one."""
    import numpy as np

    held = dark[:, start:end]
    level = int(held.sum(axis=1).argmax())
    near = held[max(0, level - 1) : level + 2].any(axis=0)
    # its ends are where ink is denser than the specks around it
    dense = np.flatnonzero(np.convolve(near, np.ones(5) / 5, "same") >= _WHOLE)
    if not len(dense):
        return None
    left, right = int(dense[0]), int(dense[-1]) + 1
    whole = float(near[left:right].mean())
    return (start + left, start + right, whole) if whole >= _WHOLE else None


def _joined(strokes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join strokes that a speck of paper parts."""
    joined: list[tuple[int, int]] = []
    for start, end in strokes:
        if joined and start - joined[-1][1] <= 2:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
