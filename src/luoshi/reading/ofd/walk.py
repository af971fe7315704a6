"""Walks a page's layers, blocks and composite objects and gives what they place on it, in drawing order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.ofd.document import Paper
from luoshi.reading.ofd.nodes import child, children, is_true, name_of, number, numbers
from luoshi.reading.ofd.outlines import outline
from luoshi.reading.ofd.resources import Resources
from luoshi.reading.ofd.transform import SAME, Bounds, Matrix, around, common, moved, within

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 80  # blocks and composite objects within each other
_MOST = 500_000  # objects of one page: units that use each other multiply
_KINDS = ("TextObject", "PathObject", "ImageObject")


@dataclass(frozen=True, slots=True)
class Item:
    """A text, path or image object and how it comes onto the page.

    ``matrix`` leads from the object's own space to the page (millimetres, the page's upper left corner
    at 0, 0), ``clip`` is what of the page it may cover, ``template`` the number of the template it is of.
    """

    kind: str
    element: _Element
    matrix: Matrix
    clip: Bounds | None
    resources: Resources
    params: list[_Element]
    is_visible: bool = True
    alpha: int = 255
    template: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """What containers hand down to the objects in them."""

    matrix: Matrix
    clip: Bounds | None
    is_visible: bool
    alpha: int
    params: tuple[str, ...]
    units: tuple[str, ...] = ()
    depth: int = 0


def items(paper: Paper, source: str, *, notes: bool = False) -> Iterator[Item]:
    """Give the objects of a page and its templates, those drawn first first.

    With ``notes`` the appearances of annotations come last.

    Raises:
        ReadingError: ``too_deep`` where composite objects multiply beyond all bounds.
    """
    walker = _Walker(paper.resources, source)
    start = _State(moved(SAME, -paper.left, -paper.top), None, True, 255, ())
    own = [("", paper.content)] if paper.content is not None else []
    for template, page in (*paper.under, *own, *paper.over):
        for content in children(page, "Content"):
            layers = sorted(children(content, "Layer"), key=_order)
            for layer in layers:
                for item in walker.block(layer, start):
                    yield replace(item, template=template) if template else item
    for note in paper.notes if notes else ():
        yield from walker.block(note, walker.into(note, start))


def _order(layer: _Element) -> int:
    kinds = {"background": 0, "foreground": 2}
    return kinds.get((layer.get("Type") or "").lower(), 1)


class _Walker:
    """Counts what it gives, so that a small file cannot fill a page without end."""

    def __init__(self, resources: Resources, source: str) -> None:
        self._resources = resources
        self._source = source
        self._left = _MOST

    def block(self, element: _Element, state: _State) -> Iterator[Item]:
        """Give the objects of a layer, a block or a unit's content."""
        state = self._with_params(element, replace(state, depth=state.depth + 1))
        if state.depth > _DEPTH:
            raise self._too_deep("its objects stand within each other too many times")
        for entry in element:
            self._left -= 1
            if self._left < 0:
                raise self._too_deep("its composite objects multiply without end")
            kind = name_of(entry)
            if kind in _KINDS:
                yield self._item(kind, entry, state)
            elif kind == "PageBlock":
                yield from self.block(entry, state)
            elif kind == "CompositeObject":
                yield from self._composite(entry, state)

    def into(self, element: _Element, state: _State) -> _State:
        """Give the state inside an object: its place, transform, clip and transparency."""
        held = numbers(element.get("Boundary"))
        placed = moved(state.matrix, *held[:2]) if len(held) >= 2 else state.matrix
        ctm = numbers(element.get("CTM"))
        matrix = within((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), placed) if len(ctm) >= 6 else placed
        return replace(
            state,
            matrix=matrix,
            clip=common(state.clip, _clip(element, placed, matrix)),
            is_visible=state.is_visible and is_true(element.get("Visible"), True),
            alpha=state.alpha * int(min(255, max(0, number(element.get("Alpha"), 255)))) // 255,
        )

    def _item(self, kind: str, element: _Element, state: _State) -> Item:
        inner = self.into(element, state)
        said = element.get("DrawParam")
        params = [
            param for name in (said, *reversed(state.params)) if name for param in self._resources.chain(name)
        ]
        return Item(
            kind, element, inner.matrix, inner.clip, self._resources, params, inner.is_visible, inner.alpha
        )

    def _composite(self, element: _Element, state: _State) -> Iterator[Item]:
        number_ = element.get("ResourceID") or ""
        unit = self._resources.units.get(number_)
        # A unit that uses itself, at whatever remove, would never end: it is left out where it recurs.
        if unit is None or number_ in state.units:
            return
        inner = self._with_params(element, self.into(element, state))
        inner = replace(inner, units=(*state.units, number_))
        for content in children(unit, "Content"):
            yield from self.block(content, inner)

    def _too_deep(self, reason: str) -> ReadingError:
        said = f"nested too deep; it was not read ({reason})"
        return ReadingError(self._source, said, code="too_deep", details={"reason": reason})

    def _with_params(self, element: _Element, state: _State) -> _State:
        said = element.get("DrawParam")
        return replace(state, params=(*state.params, said)) if said else state


def _clip(element: _Element, placed: Matrix, matrix: Matrix) -> Bounds | None:
    """Give the box around what an object's clips leave (GB/T 33190 8.4): clips meet, their areas add up.

    Off the standard some producers leave out TransFlag; with it unset or true the object's own transform
    applies to the clip.
    """
    left: Bounds | None = None
    holder = child(element, "Clips")
    is_turned = holder is None or is_true(holder.get("TransFlag"), True)
    for clip in children(holder, "Clip"):
        areas: list[Bounds] = []
        for area in children(clip, "Area"):
            ctm = numbers(area.get("CTM"))
            base = matrix if is_turned else placed
            space = within((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), base) if len(ctm) >= 6 else base
            areas.extend(_path_bounds(path, space) for path in children(area, "Path"))
        if areas:
            union = (
                min(area[0] for area in areas),
                min(area[1] for area in areas),
                max(area[2] for area in areas),
                max(area[3] for area in areas),
            )
            left = common(left, union)
    return left


def _path_bounds(path: _Element, space: Matrix) -> Bounds:
    held = numbers(path.get("Boundary"))
    space = moved(space, *held[:2]) if len(held) >= 2 else space
    ctm = numbers(path.get("CTM"))
    if len(ctm) >= 6:
        space = within((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), space)
    data = child(path, "AbbreviatedData")
    points = [point for line in outline(data.text or "" if data is not None else "") for point in line.points]
    if not points:
        return around(space, (0.0, 0.0, held[2], held[3])) if len(held) >= 4 else (-1e9, -1e9, 1e9, 1e9)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return around(space, (min(xs), min(ys), max(xs), max(ys)))
