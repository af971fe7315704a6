"""Matrices and boxes of OFD: lengths are millimetres, x to the right and y downwards."""

from __future__ import annotations

import math

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f as a CTM writes them: x' = a·x + c·y + e, y' = b·x + d·y + f (GB/T 33190 8.3)."""
Bounds = tuple[float, float, float, float]
"""left, top, right, bottom"""

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
POINTS = 72 / 25.4  # a millimetre in points


def within(inner: Matrix, outer: Matrix) -> Matrix:
    """Give the matrix that applies ``inner`` first and ``outer`` then."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (k * a + n * b, m * a + o * b, k * c + n * d, m * c + o * d, k * e + n * f + p, m * e + o * f + q)


def moved(matrix: Matrix, x: float, y: float) -> Matrix:
    """Give the matrix with its origin moved to ``x``, ``y`` of its own space."""
    return within((1.0, 0.0, 0.0, 1.0, x, y), matrix)


def turned(matrix: Matrix, degrees: float) -> Matrix:
    """Give the matrix turned clockwise about its origin."""
    if not degrees % 360:
        return matrix
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return within((cos, sin, -sin, cos, 0.0, 0.0), matrix)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Give where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(matrix: Matrix, box: Bounds) -> Bounds:
    """Give the upright box around a transformed one."""
    left, top, right, bottom = box
    corners = [at(matrix, x, y) for x in (left, right) for y in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def common(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    """Give what two boxes share; ``None`` is the box without bounds."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def holds(box: Bounds, x: float, y: float, slack: float = 0.0) -> bool:
    """Say whether a point is in the box or at most ``slack`` beside it."""
    left, top, right, bottom = box
    return left - slack <= x <= right + slack and top - slack <= y <= bottom + slack


def scale_of(matrix: Matrix) -> float:
    """Give how many times larger a length becomes, on the mean of both directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def slant_of(matrix: Matrix) -> float:
    """Give by how many degrees, 0 to 45, the x direction is off the page's edges."""
    degrees = math.degrees(math.atan2(matrix[1], matrix[0])) % 90
    return min(degrees, 90 - degrees)


def inverse(matrix: Matrix) -> Matrix | None:
    """Give the matrix that undoes another, ``None`` where it flattens the plane."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-12:
        return None
    flat = (d / area, -b / area, -c / area, a / area, 0.0, 0.0)
    x, y = at(flat, -e, -f)
    return within(flat, within((1.0, 0.0, 0.0, 1.0, x, y), SAME))
