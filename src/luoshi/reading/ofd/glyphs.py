"""From a page's objects to the glyphs and rules that the page is composed of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from luoshi.reading.ofd.document import Paper
from luoshi.reading.ofd.nodes import child, is_true, number, numbers
from luoshi.reading.ofd.outlines import Stroke, outline
from luoshi.reading.ofd.resources import inherited_child
from luoshi.reading.ofd.textcodes import Cell, cells, is_square, is_wide, natural
from luoshi.reading.ofd.transform import (
    POINTS,
    Bounds,
    Matrix,
    around,
    at,
    holds,
    moved,
    scale_of,
    slant_of,
    turned,
)
from luoshi.reading.ofd.walk import Item
from luoshi.reading.pages.glyphs import Glyph

_ABOVE, _BELOW, _BELOW_LETTERS = 0.88, 0.13, 0.24  # of the size, over and under the base line
# A watermark runs slanted across the page; a scan's text is never so far off.
_SLANTED = 10.0
_THIN = 1.2  # millimetres; a filled shape no thicker is a drawn line
_MOST = 1_000_000


@dataclass(slots=True)
class Found:
    """What one page holds: glyphs that are shown, glyphs of a text layer that is not, lines, pictures.

    ``covered`` is the part of the page, 0 to 1, that the largest picture takes; ``outlines`` counts the
    filled curves, which text becomes where a producer gives up its fonts; ``running`` are heads and feet
    of a template that an earlier page has given; ``turns`` counts characters by the way their rows run,
    ``numbered`` those drawn by glyph numbers, which may look quite another than their codes say.
    """

    shown: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    rules: list[Bounds] = field(default_factory=list)
    covered: float = 0.0
    outlines: int = 0
    running: list[Glyph] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)
    numbered: int = 0

    def turn(self) -> int:
        """Give the way most characters run, as ``Sheet.turn`` counts it."""
        most = max(self.turns, key=lambda turn: self.turns[turn], default=0)
        return most if 2 * self.turns[most] > self.turns.total() else 0


def gathered(paper: Paper, items: Iterable[Item], shared: frozenset[str] = frozenset()) -> Found:
    """Sort a page's objects; ``shared`` are templates whose heads and feet an earlier page has given."""
    found = Found()
    sheet = (0.0, 0.0, paper.width, paper.height)
    for item in items:
        if item.kind == "TextObject":
            _text(found, item, sheet, item.template in shared)
        elif not item.is_visible or item.alpha == 0:
            continue
        elif item.kind == "PathObject":
            strokes = _strokes(item)
            found.rules.extend(_scaled(rule) for rule in _rules(item, strokes))
            if is_true(item.element.get("Fill"), False):
                found.outlines += sum(not stroke.is_straight for stroke in strokes)
        else:
            left, top, right, bottom = around(item.matrix, picture_box(item))
            area = max(0.0, min(right, paper.width) - max(left, 0)) * max(
                0.0, min(bottom, paper.height) - max(top, 0)
            )
            found.covered = max(found.covered, area / (paper.width * paper.height))
    return found


def picture_box(item: Item) -> Bounds:
    """Give what a picture fills in its object's space: the unit square, without CTM its boundary."""
    held = numbers(item.element.get("Boundary"))
    if len(numbers(item.element.get("CTM"))) < 6 and len(held) >= 4:
        return (0.0, 0.0, held[2], held[3])
    return (0.0, 0.0, 1.0, 1.0)


def is_hidden(item: Item) -> bool:
    """Say whether a text is there to be searched, not seen."""
    if not item.is_visible or item.alpha == 0:
        return True
    fills = is_true(item.element.get("Fill"), True) and _alpha(item, "FillColor") > 0
    strokes = is_true(item.element.get("Stroke"), False) and _alpha(item, "StrokeColor") > 0
    return not fills and not strokes


def placed(item: Item, cell: Cell) -> Matrix:
    """Give the matrix of a character: origin on its base point, turned as CharDirection says."""
    return turned(moved(item.matrix, cell.x, cell.y), number(item.element.get("CharDirection")))


def _alpha(item: Item, name: str) -> int:
    colour = inherited_child(item.element, item.params, name)
    return item.resources.colour(colour)[3] if colour is not None else 255


def _text(found: Found, item: Item, sheet: Bounds, is_repeated: bool) -> None:
    if slant_of(item.matrix) > _SLANTED:
        return
    is_unseen = is_hidden(item)
    into = found.hidden if is_unseen else found.shown
    row = measured(item)
    if not is_unseen and row:
        found.turns[_turn(item.matrix, row[0][0], row[-1][0])] += len(row)
        found.numbered += sum(len(cell.text) for cell, _ in row if cell.glyphs)
    for glyph, centre in _glyphs(item, row):
        if len(found.shown) + len(found.hidden) >= _MOST:
            return
        if not holds(sheet, *centre) or (item.clip is not None and not holds(item.clip, *centre, slack=0.1)):
            continue
        in_margin = not sheet[3] * 0.1 < centre[1] < sheet[3] * 0.9
        (found.running if is_repeated and in_margin else into).append(glyph)


def _turn(matrix: Matrix, first: Cell, last: Cell) -> int:
    """Give how a row runs on the page: 0 to the right, 1 upwards, 2 to the left, 3 downwards."""
    x, y = last.x - first.x, last.y - first.y
    x, y = (x, y) if x or y else (1.0, 0.0)
    right, down = matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y
    if abs(right) >= abs(down):
        return 0 if right >= 0 else 2
    return 3 if down > 0 else 1


def _glyphs(item: Item, row: list[tuple[Cell, float]]) -> Iterator[tuple[Glyph, tuple[float, float]]]:
    size = number(item.element.get("Size"), 3.175)
    points = size * scale_of(item.matrix) * POINTS
    for cell, width in row:
        matrix = placed(item, cell)
        each = width / len(cell.text)
        for order, character in enumerate(cell.text):
            below = _BELOW if is_wide(character) else _BELOW_LETTERS
            box = (order * each, -_ABOVE * size, (order + 1) * each, below * size)
            bounds = around(matrix, box)
            centre = at(matrix, (order + 0.5) * each, -0.38 * size)
            if bounds[2] > bounds[0] and bounds[3] > bounds[1]:
                yield Glyph(character, *_scaled(bounds), points), centre


def measured(item: Item) -> list[tuple[Cell, float]]:
    """Give the cells of a TextObject, each with how wide it is drawn in the object's space."""
    size = number(item.element.get("Size"), 3.175)
    narrow = abs(number(item.element.get("HScale"), 1.0)) or 1.0
    row = cells(item.element)
    if number(item.element.get("CharDirection")) % 180:
        return [(cell, natural(cell.text, size)) for cell in row]
    most = _longest(row) * size * narrow
    return [(cell, _width(cell, size, narrow, most)) for cell in row]


def _longest(row: list[Cell]) -> float:
    """Give how long a step may be, in sizes, that holds no space: fonts of one width give “i” half a size."""
    steps = sorted(cell.step for cell in row if cell.step is not None and cell.text.isascii())
    middle = steps[len(steps) // 2] if steps else 0.0
    like = sum(abs(step - middle) < 0.06 * middle for step in steps)
    return 0.62 if len(steps) > 1 and like >= 0.75 * len(steps) else 0.0


def _width(cell: Cell, size: float, narrow: float, most: float) -> float:
    """Give how wide the cell is drawn: letters take the step that the file gives, within reason."""
    own = natural(cell.text, size) * narrow
    if cell.step is None or not own:
        return own or 0.1 * size
    if all(is_square(character) for character in cell.text):
        return cell.step if 0.75 * own <= cell.step <= own else own
    # A longer step holds a space that the file does not write.
    return max(cell.step, 0.5 * own) if cell.step <= max(1.3 * own, most * len(cell.text)) else own


def _scaled(bounds: Bounds) -> Bounds:
    left, top, right, bottom = bounds
    return left * POINTS, top * POINTS, right * POINTS, bottom * POINTS


def _strokes(item: Item) -> list[Stroke]:
    data = child(item.element, "AbbreviatedData")
    return outline((data.text or "") if data is not None else "")


def _rules(item: Item, outlines: list[Stroke]) -> Iterator[Bounds]:
    """Give the upright straight lines of a path: its strokes, and filled shapes as thin as a line."""
    strokes = is_true(item.element.get("Stroke"), True)
    fills = is_true(item.element.get("Fill"), False)
    for stroke in outlines:
        if not stroke.is_straight:
            continue
        points = [at(item.matrix, x, y) for x, y in stroke.points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            if max(box[2] - box[0], box[3] - box[1]) > _THIN:
                yield _middle(box)
        elif strokes or not fills:
            ends = [*points[1:], points[0]] if stroke.is_closed else points[1:]
            for (x, y), (u, v) in zip(points, ends, strict=False):
                if min(abs(x - u), abs(y - v)) < 0.2 and max(abs(x - u), abs(y - v)) > _THIN:
                    yield min(x, u), min(y, v), max(x, u), max(y, v)


def _middle(box: Bounds) -> Bounds:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        return left, (top + bottom) / 2, right, (top + bottom) / 2
    return (left + right) / 2, top, (left + right) / 2, bottom
