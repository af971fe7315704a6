"""What else is drawn on a PDF page: straight lines of tables, pictures, shapes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from luoshi.reading.pages.glyphs import Rule
from luoshi.reading.pdf.geometry import View

_MOST = 20_000  # objects looked at: more is a map, not a table
_DEPTH = 6
_SEGMENTS = 64  # of one path: more is a shape
_THIN = 3.0  # points: a filled rectangle as thin as this is a line
_LONG = 5.0
_STRAIGHT = 0.7

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawings:
    """``pictured`` is the share of the page that its largest picture covers; ``shapes`` counts paths."""

    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    shapes: int = 0


def drawings(page: pypdfium2.PdfPage, view: View) -> Drawings:
    """Give a page's straight lines, as displayed, and how much of it is pictures and shapes."""
    found = Drawings()
    width, height = view.size
    count = pdfium.FPDFPage_CountObjects(page)
    tops = (pdfium.FPDFPage_GetObject(page, at) for at in range(count))
    for thing, matrix in islice(_things(tops, _SAME, _DEPTH), _MOST):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictured = max(found.pictured, _area(thing, matrix) / max(1.0, width * height))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found.shapes += 1
            for left, bottom, right, top in _lines(thing, matrix):
                found.rules.append(view.shown(left, bottom, right, top))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            found.shapes += 1
    return found


def _things(things: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Give the objects in forms too, each with the matrix of what holds it."""
    for thing in things:
        if thing and pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            if depth:
                count = max(0, pdfium.FPDFFormObj_CountObjects(thing))
                inner = (pdfium.FPDFFormObj_GetObject(thing, at) for at in range(count))
                yield from _things(inner, _times(_matrix(thing), matrix), depth - 1)
        elif thing:
            yield thing, matrix


def _matrix(thing: object) -> Matrix:
    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, held):
        return _SAME
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _put(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def _area(image: object, matrix: Matrix) -> float:
    a, b, c, d, _, _ = _times(_matrix(image), matrix)
    return abs(a * d - b * c)


def _lines(path: object, matrix: Matrix) -> Iterator[Rule]:
    """Give the level and upright lines of a path: stroked, or filled so thin that they look so."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= _SEGMENTS or not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    whole = _times(_matrix(path), matrix)
    for points in _strokes(path, count, whole):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                yield from _line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), _STRAIGHT)
        elif fill.value and len(points) >= 3:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield from _line(min(xs), min(ys), max(xs), max(ys), _THIN)


def _line(left: float, bottom: float, right: float, top: float, thin: float) -> Iterator[Rule]:
    width, height = right - left, top - bottom
    if height <= thin and width >= _LONG:
        yield left, (bottom + top) / 2, right, (bottom + top) / 2
    elif width <= thin and height >= _LONG:
        yield (left + right) / 2, bottom, (left + right) / 2, top


def _strokes(path: object, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Give the corners of each piece of a path; pieces with curves are no lines."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    curved = False
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
        points.append(_put(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
