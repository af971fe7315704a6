"""Path data (AbbreviatedData, GB/T 33190 9.3) as strokes of points: curves become short straight pieces."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

from luoshi.reading.ofd.nodes import number

_PIECES = 16  # straight pieces of one curve
_MOST = 200_000  # points of one path
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0, "Z": 0}
_TOKEN = re.compile(r"[SMLQBACZsmlqbacz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
Point = tuple[float, float]


@dataclass(slots=True)
class Stroke:
    """One connected stretch of a path; ``is_straight`` where no curve is part of it."""

    points: list[Point] = field(default_factory=list)
    is_closed: bool = False
    is_straight: bool = True


def outline(data: str) -> list[Stroke]:
    """Give the strokes that the data draws, in the path's own space; what is damaged ends it."""
    strokes: list[Stroke] = []
    tokens = _TOKEN.findall(data)
    place, count = 0, 0
    while place < len(tokens) and count < _MOST:
        command = tokens[place].upper()
        takes = _TAKES.get(command)
        place += 1
        if takes is None:
            continue
        given = [number(token) for token in tokens[place : place + takes] if token.upper() not in _TAKES]
        if len(given) < takes:
            break
        place += takes
        count += _PIECES if takes > 2 else 1
        _draw(strokes, command, given)
    return [stroke for stroke in strokes if len(stroke.points) > 1]


def _draw(strokes: list[Stroke], command: str, given: list[float]) -> None:
    if command in "SM":
        strokes.append(Stroke([(given[0], given[1])]))
        return
    if not strokes:
        return
    stroke = strokes[-1]
    if command in "CZ":
        stroke.is_closed = True
        return
    if stroke.is_closed:  # drawing on after a closed figure starts from where that one began
        stroke = Stroke([stroke.points[0]])
        strokes.append(stroke)
    if command == "L":
        stroke.points.append((given[0], given[1]))
        return
    stroke.is_straight = False
    start = stroke.points[-1]
    if command == "A":
        stroke.points.extend(_arc(start, given))
    else:
        ends = [start, *zip(given[::2], given[1::2], strict=True)]
        stroke.points.extend(_bezier(ends, step / _PIECES) for step in range(1, _PIECES + 1))


def _bezier(ends: list[Point], part: float) -> Point:
    while len(ends) > 1:
        ends = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairwise(ends)]
    return ends[0]


def _arc(start: Point, given: list[float]) -> list[Point]:
    """Give points of an elliptical arc from its ends, by the construction that SVG describes (F.6.5)."""
    rx, ry, turn, large, sweep, x, y = given
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (x, y) == start:
        return [(x, y)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (start[0] - x) / 2, (start[1] - y) / 2
    u, v = cos * dx + sin * dy, -sin * dx + cos * dy
    over = (u / rx) ** 2 + (v / ry) ** 2
    if over > 1:
        rx, ry = rx * math.sqrt(over), ry * math.sqrt(over)
    below = (rx * v) ** 2 + (ry * u) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 - below) / below) if below else 0.0
    root = -root if bool(large) == bool(sweep) else root
    cu, cv = root * rx * v / ry, -root * ry * u / rx
    first = math.atan2((v - cv) / ry, (u - cu) / rx)
    last = math.atan2((-v - cv) / ry, (-u - cu) / rx)
    span = (last - first) % (2 * math.pi)
    span = span if sweep else span - 2 * math.pi
    mx, my = (start[0] + x) / 2, (start[1] + y) / 2
    points = []
    for step in range(1, _PIECES + 1):
        angle = first + span * step / _PIECES
        a, b = rx * math.cos(angle) + cu, ry * math.sin(angle) + cv
        points.append((cos * a - sin * b + mx, sin * a + cos * b + my))
    return points
