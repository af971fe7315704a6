"""Draws a page of an OFD file: pictures, paths and text, each where the boxes of the reading say."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from luoshi.errors import ReadingError
from luoshi.reading.limits import Limits
from luoshi.reading.ofd.container import Container
from luoshi.reading.ofd.document import Paper, opened
from luoshi.reading.ofd.glyphs import is_hidden, picture_box
from luoshi.reading.ofd.lettering import Lettering
from luoshi.reading.ofd.nodes import child, is_true, number
from luoshi.reading.ofd.outlines import Stroke, outline
from luoshi.reading.ofd.resources import Colour, inherited, inherited_child
from luoshi.reading.ofd.transform import POINTS, Bounds, Matrix, around, at, common, inverse, scale_of, within
from luoshi.reading.ofd.walk import Item, items
from luoshi.reading.packed import damaged

_LINE = 0.353  # millimetres, the standard's own width of a line
_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "JPEG2000")
Spot = tuple[float, float]


def drawn(raw: bytes, source: str, page: int, limits: Limits, *, scale: float) -> Image.Image:
    """Give the picture of a page, counted from 1 as in the text's layout; ``scale`` is pixels a point.

    Text comes in the file's own fonts where they are embedded and can be used, else in a Chinese font of
    the system, else as filled boxes.

    Raises:
        ReadingError: ``damaged`` (also where there is no such page), ``too_many_pixels``, and as reading.
    """
    container = Container(raw, source, limits)
    paper = next((paper for paper in opened(container, page).papers if paper.number == page), None)
    if paper is None:
        raise damaged(source, f"page {page}")
    if paper.trouble is not None:
        raise paper.trouble
    return sketched(paper, container, scale=scale)


def sketched(paper: Paper, container: Container, *, scale: float) -> Image.Image:
    """Draw a page that is open; ``scale`` is pixels a point."""
    size = max(1, round(paper.width * POINTS * scale)), max(1, round(paper.height * POINTS * scale))
    if size[0] * size[1] > container.limits.pixels:
        raise _too_large(container)
    canvas = _Canvas(size, scale * POINTS, container)
    for item in items(paper, container.source, notes=True):
        if item.is_visible and item.alpha:
            canvas.draw(item)
    return canvas.picture


class _Canvas:
    """A page while it is drawn; ``_scale`` is pixels a millimetre."""

    def __init__(self, size: tuple[int, int], scale: float, container: Container) -> None:
        self.picture = Image.new("RGB", size, "white")
        self._ink = ImageDraw.Draw(self.picture, "RGBA")
        self._container = container
        self._view: Matrix = (scale, 0.0, 0.0, scale, 0.0, 0.0)
        self._letters = Lettering(container)
        self._pictures: dict[str, Image.Image | None] = {}

    def draw(self, item: Item) -> None:
        matrix = within(item.matrix, self._view)
        if item.kind == "TextObject":
            if not is_hidden(item):
                colour = self._colour(
                    item, "FillColor" if is_true(item.element.get("Fill"), True) else "StrokeColor"
                )
                clip = around(self._view, item.clip) if item.clip is not None else None
                self._letters.draw(self.picture, item, matrix, colour, clip)
            return
        if item.kind == "PathObject":
            data = child(item.element, "AbbreviatedData")
            strokes = outline((data.text or "") if data is not None else "")
            bounds = self._bounds([at(matrix, *point) for stroke in strokes for point in stroke.points], item)
        else:
            strokes = []
            bounds = around(matrix, picture_box(item))
        self._clipped(item, bounds, strokes, matrix)

    def _clipped(self, item: Item, bounds: Bounds, strokes: list[Stroke], matrix: Matrix) -> None:
        whole = self._inside(bounds)
        if whole is None:
            return
        kept = None
        before = None
        if item.clip is not None:
            shared = common(whole, around(self._view, item.clip))
            kept = self._inside(shared) if shared is not None else None
            if kept is None:
                return
            before = self.picture.crop(whole) if kept != whole else None
        if item.kind == "PathObject":
            self._path(item, strokes, matrix)
        else:
            self._image(item, matrix)
        if before is not None and kept is not None:
            after = self.picture.crop(kept)
            self.picture.paste(before, whole[:2])
            self.picture.paste(after, kept[:2])

    def _path(self, item: Item, strokes: list[Stroke], matrix: Matrix) -> None:
        shapes = [[self._near(at(matrix, *point)) for point in stroke.points] for stroke in strokes]
        fills = is_true(item.element.get("Fill"), False)
        if fills:
            self._fill(shapes, self._colour(item, "FillColor"))
        if not is_true(item.element.get("Stroke"), True):
            return
        width = number(inherited(item.element, item.params, "LineWidth"), _LINE) * scale_of(matrix)
        colour = self._colour(item, "StrokeColor")
        for stroke, shape in zip(strokes, shapes, strict=True):
            ends = [*shape, shape[0]] if stroke.is_closed else shape
            self._ink.line(ends, fill=colour, width=max(1, min(2000, round(width))), joint="curve")

    def _fill(self, shapes: list[list[Spot]], colour: Colour) -> None:
        if len(shapes) == 1:
            if len(shapes[0]) > 2:
                self._ink.polygon(shapes[0], fill=colour)
            return
        found = self._inside(self._bounds([spot for shape in shapes for spot in shape], None))
        if found is None:
            return
        left, top, right, bottom = found
        mask = Image.new("1", (right - left, bottom - top))
        for shape in shapes:  # figures within figures are holes
            one = Image.new("1", mask.size)
            if len(shape) > 2:
                ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in shape], fill=1)
                mask = ImageChops.logical_xor(mask, one)
        self._ink.bitmap((left, top), mask, fill=colour)

    def _image(self, item: Item, matrix: Matrix) -> None:
        image = self._picture(item.resources.pictures.get(item.element.get("ResourceID") or "", ""))
        bounds = self._inside(around(matrix, picture_box(item)))
        if image is None or bounds is None:
            return
        box = picture_box(item)
        left, top, right, bottom = bounds
        # from pixels of the page back to pixels of the picture
        unit = within((box[2] / image.width, 0.0, 0.0, box[3] / image.height, 0.0, 0.0), matrix)
        back = inverse(within(unit, (1.0, 0.0, 0.0, 1.0, -left, -top)))
        if back is None:
            return
        a, b, c, d, e, f = back
        shrunk = image
        factor = max(1, int(scale_of(back)))
        if factor > 1:
            shrunk = image.reduce(factor)
            sx, sy = shrunk.width / image.width, shrunk.height / image.height
            a, c, e, b, d, f = a * sx, c * sx, e * sx, b * sy, d * sy, f * sy
        placed = shrunk.transform(
            (right - left, bottom - top),
            Image.Transform.AFFINE,
            (a, c, e, b, d, f),
            Image.Resampling.BILINEAR,
        )
        mask = placed.getchannel("A")
        if item.alpha < 255:
            mask = mask.point([level * item.alpha // 255 for level in range(256)])
        self.picture.paste(placed.convert("RGB"), (left, top), mask)

    def _picture(self, path: str) -> Image.Image | None:
        """Open a picture; what PIL cannot read (GBIG2 above all) stays a gap."""
        if path not in self._pictures:
            self._pictures[path] = self._opened(path) if path else None
        return self._pictures[path]

    def _opened(self, path: str) -> Image.Image | None:
        raw = self._container.bytes(path)
        try:
            with Image.open(BytesIO(raw), formats=_FORMATS) as image:
                if image.width * image.height > self._container.limits.pixels:
                    raise _too_large(self._container)
                return image.convert("RGBA")
        except ReadingError:
            raise
        except Exception:
            # PIL's parsers raise whatever a damaged picture makes them trip over; the page goes on without
            return None

    def _colour(self, item: Item, name: str) -> Colour:
        red, green, blue, alpha = item.resources.colour(inherited_child(item.element, item.params, name))
        return red, green, blue, alpha * item.alpha // 255

    def _near(self, spot: Spot) -> Spot:
        """Keep a point within reach of the page: lines to the moon take as long to draw as to fly there."""
        width, height = self.picture.size
        return min(max(spot[0], -width), 2.0 * width), min(max(spot[1], -height), 2.0 * height)

    def _bounds(self, spots: list[Spot], item: Item | None) -> Bounds:
        slack = 2.0
        if item is not None:
            slack += number(inherited(item.element, item.params, "LineWidth"), _LINE) * scale_of(self._view)
        xs, ys = [x for x, _ in spots] or [0.0], [y for _, y in spots] or [0.0]
        return min(xs) - slack, min(ys) - slack, max(xs) + slack, max(ys) + slack

    def _inside(self, bounds: Bounds) -> tuple[int, int, int, int] | None:
        """Give what of the bounds is on the page, in whole pixels; ``None`` where nothing is."""
        width, height = self.picture.size
        left, top = max(0, int(bounds[0])), max(0, int(bounds[1]))
        right, bottom = min(width, int(bounds[2]) + 1), min(height, int(bounds[3]) + 1)
        return (left, top, right, bottom) if right > left and bottom > top else None


def _too_large(container: Container) -> ReadingError:
    limit = container.limits.pixels // 1_000_000
    return ReadingError(
        container.source,
        f"a picture of more than the limit of {limit} million pixels; make it smaller",
        code="too_many_pixels",
        details={"limit": limit},
    )
