"""A scene as svg: text stays text, the same scene gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from luoshi.charting import style
from luoshi.charting.scene import Box, Diamond, Dot, Scene, Shape, Stroke, Words

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
_FAMILIES = ", ".join(f"'{name}'" for name in style.FONTS) + ", sans-serif"


def to_svg(scene: Scene) -> str:
    """Write a scene as an svg document, UTF-8, lines ended by a line feed."""
    wide, high = _number(scene.width), _number(scene.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img" aria-labelledby="title desc" '
        f"font-family={quoteattr(_FAMILIES)}>"
    )
    body = [
        f'<title id="title">{_text(scene.title)}</title>',
        f'<desc id="desc">{_text(scene.summary)}</desc>',
        f'<rect width="{wide}" height="{high}" fill="{style.PAPER}"/>',
        *(line for shape in scene.shapes for line in _shape(shape)),
    ]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</svg>", ""]
    return "\n".join(lines)


def _shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Box(x, y, width, height, fill, stroke, hint):
            place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
            yield _hinted("rect", f'{place} fill="{fill}"{_edge(stroke)}', hint)
        case Dot(x, y, radius, fill, stroke, hint):
            place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
            yield _hinted("circle", f'{place} fill="{fill}"{_edge(stroke)}', hint)
        case Diamond(x, y, radius, fill, stroke):
            corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
            points = " ".join(f"{_number(a)},{_number(b)}" for a, b in corners)
            yield f'<polygon points="{points}" fill="{fill}"{_edge(stroke, 1.6)}/>'
        case Stroke(x1, y1, x2, y2, colour, width, dashed):
            dash = ' stroke-dasharray="4 3"' if dashed else ""
            ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
            yield f'<line {ends} stroke="{colour}" stroke-width="{_number(width)}"{dash}/>'
        case Words():
            yield _words(shape)


def _words(words: Words) -> str:
    place = f'x="{_number(words.x)}" y="{_number(words.y)}" font-size="{_number(words.size)}"'
    more = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    more += ' font-weight="bold"' if words.bold else ""
    more += f' stroke="{style.PAPER}" stroke-width="3" paint-order="stroke"' if words.halo else ""
    hint = f"<title>{_text(words.hint)}</title>" if words.hint else ""
    return f'<text {place} fill="{words.colour}"{more}>{hint}{_text(words.text)}</text>'


def _hinted(name: str, attributes: str, hint: str) -> str:
    return (
        f"<{name} {attributes}><title>{_text(hint)}</title></{name}>" if hint else f"<{name} {attributes}/>"
    )


def _edge(stroke: str | None, width: float = 1.0) -> str:
    return "" if stroke is None else f' stroke="{stroke}" stroke-width="{_number(width)}"'


def _text(words: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", words).replace("\n", " ").replace("\r", " "))


def _number(value: float) -> str:
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
