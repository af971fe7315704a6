"""Where each character of a TextObject stands: TextCode, its deltas, and glyphs that stand for several.

GB/T 33190 11.3: X and Y are the first character's base point, DeltaX and DeltaY the steps between the
base points of *glyphs*; ``g N v`` repeats a step N times. A TextCode without X or Y goes on from the last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.reading.ofd.nodes import children, name_of, number, numbers

if TYPE_CHECKING:
    from lxml.etree import _Element

# Line breaks around and in a TextCode come from the XML's layout, not from the text.
_LAYOUT = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
# Shares of the size that common Latin letters take, for what no step says; the rest takes _LETTER.
_SHARES = (("MW%@", 0.88), ("mw", 0.76), ("iljtI.,:;'!|` ", 0.28), ("frs()[]{}-/\\", 0.36), ("acez", 0.45))
_SHARE = {character: share for characters, share in _SHARES for character in characters}
_LETTER, _CAPITAL = 0.5, 0.68
_MOST = 1_000_000


@dataclass(slots=True)
class Cell:
    """Characters on one base point, in the object's space; ``glyphs`` are a font's own numbers.

    ``step`` is the way to the next base point along the line, ``None`` where the file does not say.
    """

    text: str
    x: float
    y: float
    step: float | None = None
    glyphs: tuple[int, ...] = ()
    offsets: tuple[float, ...] = ()


def cells(element: _Element) -> list[Cell]:
    """Give the cells of a TextObject in the order of its text."""
    size = number(element.get("Size"), 3.175)
    direction = number(element.get("ReadDirection")) % 360
    found: list[Cell] = []
    place: tuple[float, float] | None = None
    changes: list[_Element] = []
    for entry in element:
        kind = name_of(entry)
        if kind == "CGTransform":
            changes.append(entry)
        elif kind == "TextCode":
            text = _LAYOUT.sub("", "".join(entry.itertext()))[:_MOST]
            start = _start(entry, place, found, size)
            if text:
                row = list(_row(text, entry, changes, (size, direction, *start)))
                place = _after(row[-1], size, direction)
                row[-1].step = _rest(element, row[-1], size)
                found.extend(row)
            changes = []
    return found


def _start(
    code: _Element, place: tuple[float, float] | None, found: list[Cell], size: float
) -> tuple[float, float]:
    """Give the base point: what is not said is that of the text before, or the object's corner."""
    said_x, said_y = code.get("X"), code.get("Y")
    x, y = place or (0.0, size)
    if said_x is None and said_y is not None and found:
        x = found[0].x if number(said_y) != found[-1].y else x
    elif said_x is not None and said_y is None and found:
        y = found[-1].y
    return number(said_x, x), number(said_y, y)


def _after(last: Cell, size: float, direction: float) -> tuple[float, float]:
    step = natural(last.text, size)
    return _along(last.x, last.y, step, direction)


def _rest(element: _Element, last: Cell, size: float) -> float | None:
    """Give what the boundary leaves the last character where that is less than it might take."""
    held = numbers(element.get("Boundary"))
    own = natural(last.text, size) * number(element.get("HScale"), 1.0)
    if len(held) < 4 or element.get("CTM") or element.get("CharDirection", "0") not in ("0", ""):
        return None
    left = held[2] - last.x
    return left if 0.4 * own <= left < own else None


def _along(x: float, y: float, step: float, direction: float) -> tuple[float, float]:
    turn = round(direction / 90) % 4
    right, down = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    return x + right * step, y + down * step


def _row(
    text: str, code: _Element, changes: list[_Element], how: tuple[float, float, float, float]
) -> Iterator[Cell]:
    size, direction, x, y = how
    groups = _groups(text, changes)
    count = sum(max(1, len(glyphs)) for _, glyphs in groups)
    dx, dy = _deltas(code.get("DeltaX"), count), _deltas(code.get("DeltaY"), count)
    if len(text) != count and max(len(dx), len(dy)) == len(text) - 1:
        groups = [(character, ()) for character in text]  # the steps were counted by characters
    widths = [natural(character, size) for character, glyphs in groups for _ in range(max(1, len(glyphs)))]
    if dx or dy:
        xs, ys = _sums(x, dx, widths), _sums(y, dy, widths)
    else:
        spots = [(x, y)]
        for width in widths[:-1]:
            spots.append(_along(*spots[-1], width, direction))
        xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
    is_down = not any(dx) and (any(dy) or direction in (90.0, 270.0))
    line = ys if is_down else xs
    at = 0
    for characters, glyphs in groups:
        end = at + max(1, len(glyphs))
        step = abs(line[end] - line[at]) if end < len(line) else None
        offsets = tuple(place - xs[at] for place in xs[at:end])
        yield Cell(characters, xs[at], ys[at], step or None, glyphs, offsets)
        at = end


def _sums(start: float, deltas: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Give the base points; where deltas are too few, the last step after as wide a character repeats."""
    places = [start]
    if not deltas:
        return [start] * len(widths)
    last: dict[bool, float] = {}
    widest = max(widths)
    for at, width in enumerate(widths[:-1]):
        is_wide = width == widest
        if at < len(deltas):
            last[is_wide] = deltas[at]
        step = deltas[at] if at < len(deltas) else last.get(is_wide, deltas[-1])
        places.append(places[-1] + step)
    return places


def _deltas(said: str | None, count: int) -> list[float]:
    """Unfold ``g N v`` runs; never more steps than the text can use."""
    found: list[float] = []
    pieces = iter((said or "").replace(",", " ").split())
    for piece in pieces:
        if piece in ("g", "G"):
            times, value = number(next(pieces, None)), number(next(pieces, None))
            found.extend([value] * min(max(0, int(times)), count - len(found)))
        else:
            found.append(number(piece))
        if len(found) >= count:
            break
    return found[:count]


def _groups(text: str, changes: list[_Element]) -> list[tuple[str, tuple[int, ...]]]:
    """Part the text into what shares glyphs: one character each where no CGTransform says otherwise."""
    found: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for change in sorted(changes, key=lambda entry: number(entry.get("CodePosition"))):
        start = int(number(change.get("CodePosition")))
        codes = max(1, int(number(change.get("CodeCount"), 1)))
        glyphs = tuple(
            int(number(said)) for entry in children(change, "Glyphs") for said in (entry.text or "").split()
        )
        glyphs = glyphs[: max(1, int(number(change.get("GlyphCount"), len(glyphs) or 1)))]
        if start < at or start >= len(text):
            continue
        found.extend((character, ()) for character in text[at:start])
        stretch = text[start : start + codes]
        if len(stretch) == len(glyphs):
            found.extend((character, (glyph,)) for character, glyph in zip(stretch, glyphs, strict=True))
        else:
            found.append((stretch, glyphs))
        at = start + len(stretch)
    found.extend((character, ()) for character in text[at:])
    return found


def is_wide(character: str) -> bool:
    """Say whether a character fills a square, as Chinese ones do; quotes and dashes may or may not."""
    return unicodedata.east_asian_width(character) in "WFA"


def is_square(character: str) -> bool:
    """Say whether a character fills a square in any font."""
    return unicodedata.east_asian_width(character) in "WF"


def natural(characters: str, size: float) -> float:
    """Give about how wide the characters are where the file does not say."""
    total = 0.0
    for character in characters:
        if is_wide(character):
            total += 1.0
        elif unicodedata.combining(character):
            total += 0.0
        else:
            total += _SHARE.get(character, _CAPITAL if character.isupper() else _LETTER)
    return total * size
