"""Cuts the rows of text out of a picture and reads them: long pages in bands, rows under a seal twice."""

from __future__ import annotations

from statistics import median

from luoshi.reading.scans.arrays import Array
from luoshi.reading.scans.dashes import with_dashes
from luoshi.reading.scans.decoding import Mark, marks
from luoshi.reading.scans.engine import Signs, found_rows, read_rows
from luoshi.reading.scans.punctuation import restored
from luoshi.reading.scans.widths import full_width

_AROUND = 2.8  # of a row's height, looked at beside a row for dashes
_LONG, _BAND, _OVERLAP = 1.7, 1.4, 0.12  # of a picture's width: what is longer is looked at in bands
_LEAST = 64  # pixels: a smaller picture gets a margin
_RED = 45  # grey levels by which red ink is lighter in red light than in green and blue
_RED_ON_PAGE = 0.001  # of its pixels
_RED_SHARE = (0.01, 0.03)  # of a row under a seal: red at least, and black at least


def rows_of(pixels: Array) -> Array:
    """Give the rows of text of a picture (BGR) from top to bottom, four corners each in pixels.

    A picture much longer than wide (shots of a screen) is looked at in bands, or its text would be
    too small to be found.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    if height <= _LONG * width or width < _LEAST:
        return _found(pixels)
    band, shared = round(_BAND * width), round(_OVERLAP * width)
    found: list[Array] = []
    for top in range(0, max(1, height - shared), band - shared):
        bottom = min(height, top + band)
        for row in _found(pixels[top:bottom]):
            row[:, 1] += top
            middle = float(row[:, 1].mean())
            # a row in what two bands share belongs to the band whose edge is further from it
            if (top == 0 or middle >= top + shared / 2) and (
                bottom == height or middle < bottom - shared / 2
            ):
                found.append(row)
    return np.array(found, "float32") if found else np.zeros((0, 4, 2), "float32")


def _found(pixels: Array) -> Array:
    """Give the rows of a picture; where it has red ink, those seen without it, and red ones beside them.

    A seal breaks the rows that run under it; a red head would be lost with the seal.
    """
    import numpy as np

    rows = found_rows(_with_margin(pixels))
    if not len(rows) or _red(pixels).mean() < _RED_ON_PAGE:
        return rows
    black = found_rows(_with_margin(_without_red(pixels)))
    beside = [row for row in rows if not any(_touch(row, other) for other in black)]
    every = sorted([*black, *beside], key=lambda row: float(row[:, 1].mean()))
    return np.array(every, "float32") if every else rows


def _touch(one: Array, other: Array) -> bool:
    return bool((one.min(axis=0) < other.max(axis=0)).all() and (other.min(axis=0) < one.max(axis=0)).all())


def _with_margin(pixels: Array) -> Array:
    """Give the picture with paper to its right and below, where it is too small or thin to be looked at."""
    import numpy as np

    height, width = pixels.shape[:2]
    least = max(_LEAST, max(height, width) // 16)
    if min(height, width) >= least:
        return pixels
    paper = np.full((max(height, least), max(width, least), 3), int(np.median(pixels)), pixels.dtype)
    paper[:height, :width] = pixels
    return paper


def read(pixels: Array, rows: Array) -> list[list[Mark]]:
    """Give the characters of each row, its dashes and marks put right."""
    wide = [_strip(pixels, row) for row in rows]
    strips = [_inner(strip) for strip in wide]
    found = [_marks(seen, strip) for seen, strip in zip(read_rows(strips), strips, strict=True)]
    sealed = [at for at, strip in enumerate(strips) if _is_under_seal(strip)]
    again = read_rows([_without_red(strips[at]) for at in sealed]) if sealed else []
    for at, seen in zip(sealed, again, strict=True):
        other = _marks(seen, strips[at])
        if sureness([other]) > sureness([found[at]]):
            found[at] = other
            wide[at] = _without_red(wide[at])
    usual = _usual(found, strips)
    dashed = [
        with_dashes(row, strip.mean(axis=2), _AROUND, usual) for row, strip in zip(found, wide, strict=True)
    ]
    restored(dashed)
    return dashed


def _usual(rows: list[list[Mark]], strips: list[Array]) -> float:
    """Give how many pixels a full-width character is wide in most rows; 0 where no row tells."""
    known = [full_width(row) * strip.shape[1] for row, strip in zip(rows, strips, strict=True)]
    return median(told) if (told := [each for each in known if each]) else 0.0


def sureness(rows: list[list[Mark]]) -> float:
    """Give the mean confidence of the characters, 0 where there is none."""
    sure = [mark.confidence for row in rows for mark in row]
    return sum(sure) / len(sure) if sure else 0.0


def _marks(seen: Signs, strip: Array) -> list[Mark]:
    return marks(seen, strip.shape[1] / strip.shape[0])


def _inner(strip: Array) -> Array:
    side = round(_AROUND * strip.shape[0])
    return strip[:, side : strip.shape[1] - side]


def _strip(pixels: Array, row: Array) -> Array:
    """Cut a row out and lay it straight, with more of the page on either side (paper beyond its edge)."""
    import cv2
    import numpy as np

    along, down = row[1] - row[0], row[3] - row[0]
    length = max(float(np.hypot(*along)), float(np.hypot(*(row[2] - row[3]))), 1.0)
    height = max(float(np.hypot(*down)), float(np.hypot(*(row[2] - row[1]))), 1.0)
    side = round(_AROUND * round(height))
    step = along / max(float(np.hypot(*along)), 1.0) * side
    corners = np.array([row[0] - step, row[1] + step, row[2] + step, row[3] - step], "float32")
    wide, high = round(length) + 2 * side, round(height)
    onto = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], "float32")
    turn = cv2.getPerspectiveTransform(corners, onto)
    return cv2.warpPerspective(
        pixels, turn, (wide, high), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )


def _red(strip: Array) -> Array:
    parts = strip.astype("int16")
    return (parts[:, :, 2] - parts[:, :, 1] > _RED) & (parts[:, :, 2] - parts[:, :, 0] > _RED)


def _is_under_seal(strip: Array) -> bool:
    red = _red(strip)
    black = strip.max(axis=2) < 110
    return bool(red.mean() > _RED_SHARE[0]) and bool(black.mean() > _RED_SHARE[1])


def _without_red(strip: Array) -> Array:
    """Give the strip as seen in red light, in which red ink is all but paper; what is red becomes paper."""
    import numpy as np

    out = np.repeat(strip[:, :, 2:], 3, axis=2)
    out[_red(strip)] = int(np.percentile(strip[:, :, 2], 90))
    return np.ascontiguousarray(out)
