"""A scene as png, drawn by Pillow with the first Chinese font that is installed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from luoshi.charting import style
from luoshi.charting.scene import Box, Diamond, Dot, Scene, Shape, Stroke, Words
from luoshi.errors import LuoshiError
from luoshi.reading.pages.fonts import face_of, first_font

_FINER: Final = 2  # drawn larger and brought down, so that edges are smooth
_MOST: Final = 120_000_000  # pixels drawn on
_ANCHOR: Final = {"start": "ls", "middle": "ms", "end": "rs"}


def to_png(scene: Scene, *, scale: float = 2.0) -> bytes:
    """Draw a scene; ``scale`` is pixels a point, less where the picture would be too large to draw.

    Raises:
        LuoshiError: ``chart_no_font``: no font with Chinese characters is installed; ``bad_font``.
    """
    path = first_font(style.FILES)
    if path is None:
        raise LuoshiError(
            "No font with Chinese characters is installed, so the png cannot be drawn; install "
            "fonts-noto-cjk (Noto Sans CJK SC), Source Han Sans or Microsoft YaHei, or name a font file in "
            "LUOSHI_FONT.",
            code="chart_no_font",
        )
    fine = scale * _FINER
    fine = min(fine, (_MOST / (scene.width * scene.height)) ** 0.5)
    picture = Image.new("RGB", (round(scene.width * fine), round(scene.height * fine)), style.PAPER)
    pen = _Pen(ImageDraw.Draw(picture), path, fine)
    for shape in scene.shapes:
        pen.draw(shape)
    small = picture.resize(
        (max(1, round(picture.width / _FINER)), max(1, round(picture.height / _FINER))),
        Image.Resampling.LANCZOS,
    )
    out = BytesIO()
    small.save(out, "PNG", optimize=True, dpi=(72 * scale, 72 * scale))
    return out.getvalue()


class _Pen:
    def __init__(self, draw: ImageDraw.ImageDraw, font: Path, fine: float) -> None:
        self._draw, self._font, self._fine = draw, font, fine
        self._faces: dict[int, ImageFont.FreeTypeFont] = {}

    def draw(self, shape: Shape) -> None:
        match shape:
            case Box(x, y, width, height, fill, stroke):
                self._outlined("rectangle", (x, y, x + width, y + height), fill, stroke)
            case Dot(x, y, radius, fill, stroke):
                self._outlined("ellipse", (x - radius, y - radius, x + radius, y + radius), fill, stroke)
            case Diamond(x, y, radius, fill, stroke):
                corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
                points = [(a * self._fine, b * self._fine) for a, b in corners]
                self._draw.polygon(points, fill=fill)
                self._draw.line([*points, points[0], points[1]], fill=stroke, width=self._wide(1.6))
            case Stroke():
                self._line(shape)
            case Words():
                self._words(shape)

    def _outlined(
        self, kind: str, box: tuple[float, float, float, float], fill: str, stroke: str | None
    ) -> None:
        place = tuple(side * self._fine for side in box)
        if place[2] - place[0] < 1 or place[3] - place[1] < 1:
            return
        edge: dict[str, Any] = {"outline": stroke, "width": self._wide(1)} if stroke else {}
        getattr(self._draw, kind)(place, fill=fill, **edge)

    def _line(self, line: Stroke) -> None:
        ends = [side * self._fine for side in (line.x1, line.y1, line.x2, line.y2)]
        if not line.dashed:
            self._draw.line(ends, fill=line.colour, width=self._wide(line.width))
            return
        across, down = ends[2] - ends[0], ends[3] - ends[1]
        long = max((across**2 + down**2) ** 0.5, 1e-9)
        at, on, off = 0.0, 4 * self._fine, 3 * self._fine
        while at < long:
            end = min(at + on, long)
            part = [ends[0] + across * at / long, ends[1] + down * at / long]
            part += [ends[0] + across * end / long, ends[1] + down * end / long]
            self._draw.line(part, fill=line.colour, width=self._wide(line.width))
            at = end + off

    def _words(self, words: Words) -> None:
        face = self._face(round(words.size * self._fine))
        # Pillow has one weight of the font: an edge in the ink's colour makes it bold
        edge: dict[str, Any] = {}
        if words.halo:
            edge = {"stroke_width": self._wide(1.5), "stroke_fill": style.PAPER}
        elif words.bold:
            edge = {"stroke_width": self._wide(words.size / 40), "stroke_fill": words.colour}
        self._draw.text(
            (words.x * self._fine, words.y * self._fine),
            words.text.replace("\n", " "),
            words.colour,
            face,
            anchor=_ANCHOR[words.anchor],
            **edge,
        )

    def _face(self, pixels: int) -> ImageFont.FreeTypeFont:
        if pixels not in self._faces:
            self._faces[pixels] = face_of(self._font, pixels)
        return self._faces[pixels]

    def _wide(self, points: float) -> int:
        return max(1, round(points * self._fine))
