"""PDFs of a text by three makers: the tests' own typesetter on reportlab, Chromium and LibreOffice."""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.formats.chromium import printed
from tests.programs import libreoffice

A4 = (595.28, 841.89)
FONT = "STSong-Light"
_NO_START = set("，。、；：？！）》」』】〉”’％%…—·,.;:?!)]}")
_NO_END = set("（《「『【〈“‘([{")


@dataclass(frozen=True)
class Style:
    """How the tests' typesetter sets a text; lengths in points, ``indent`` in characters.

    ``order`` is that of drawing: ``columns`` (as read) or ``rows`` (the rows of all columns in turn).
    ``head`` repeats on every page, ``foot`` is the page number's form with ``{n}`` and ``{all}``.
    ``title`` sets the first paragraph in larger type across all columns.
    """

    columns: int = 1
    size: float = 12.0
    leading: float = 20.0
    indent: float = 2.0
    spacing: float = 0.0
    order: str = "columns"
    head: str = ""
    foot: str = ""
    title: bool = False
    margin: float = 72.0
    gutter: float = 24.0


@dataclass(frozen=True)
class _Row:
    text: str
    left: float
    size: float
    wide: bool = False
    gap: float = 0.0
    stretched: float = 0.0  # the width that a full row is set to


@lru_cache(16)
def as_pdf(text: str, columns: int = 1, maker: str = "reportlab", **style: object) -> bytes:
    """Write a text as PDF, a paragraph a line: ``maker`` is ``reportlab``, ``chromium`` or ``libreoffice``.

    Chromium and LibreOffice skip the test where they are absent; ``style`` (see Style) is for reportlab.
    """
    if maker == "chromium":
        return printed(_page(text, columns))
    if maker == "libreoffice":
        return converted([flat_odt(text, columns)])[0]
    return typeset(text, Style(columns=columns, **style))  # type: ignore[arg-type]


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs that are written: the lines that are not empty, without space at their ends."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def converted(documents: Sequence[str], ending: str = "fodt") -> list[bytes]:
    """Give LibreOffice's PDFs of documents of that ending (flat ODTs)."""
    return through_libreoffice([document.encode() for document in documents], ending, "pdf")


def through_libreoffice(files: Sequence[bytes], ending: str, into: str) -> list[bytes]:
    """Give files as LibreOffice saves them under another ending: it starts once for all of them."""
    program = libreoffice()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.{ending}" for number in range(len(files))]
        for path, raw in zip(paths, files, strict=True):
            path.write_bytes(raw)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", into, "--outdir", str(folder / "out")]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
        return [(folder / "out" / f"{path.stem}.{into}").read_bytes() for path in paths]


def _page(text: str, columns: int) -> str:
    style = (
        "@page{size:A4;margin:25mm} body{font:12pt 'Noto Serif CJK SC',serif;line-height:1.6;"
        f"columns:{columns};column-gap:8mm;margin:0}} p{{text-indent:2em;margin:0}}"
    )
    body = "".join(f"<p>{html.escape(line)}</p>" for line in paragraphs(text))
    return f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>{style}</style><body>{body}'


def flat_odt(text: str, columns: int) -> str:
    """Give a text as LibreOffice's own format in one file, a paragraph a line."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (("office", "office"), ("style", "style"), ("text", "text"))
    )
    body = "".join(f'<text:p text:style-name="P">{html.escape(line)}</text:p>' for line in paragraphs(text))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:automatic-styles><style:style style:name="S" style:family="section">'
        f'<style:section-properties><style:columns fo:column-count="{columns}" fo:column-gap="8mm"/>'
        '</style:section-properties></style:style><style:style style:name="P" style:family="paragraph">'
        '<style:paragraph-properties fo:text-indent="24pt"/><style:text-properties fo:font-size="12pt" '
        'style:font-size-asian="12pt"/></style:style></office:automatic-styles><office:body><office:text>'
        f'<text:section text:style-name="S" text:name="S">{body}</text:section>'
        "</office:text></office:body></office:document>"
    )


def typeset(text: str, style: Style) -> bytes:
    """Set a text on A4 pages with reportlab and an unembedded font of the reader's."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    width = (A4[0] - 2 * style.margin - (style.columns - 1) * style.gutter) / style.columns
    rows = list(_rows(paragraphs(text), width, style))
    pages = list(_filled(rows, style))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number, page in enumerate(pages, 1):
        placed = sorted(page, key=lambda at: (-at[1], at[0])) if style.order == "rows" else page
        for left, bottom, row in placed:
            _draw(canvas, left, bottom, row)
        _furniture(canvas, style, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, left: float, bottom: float, row: _Row) -> None:
    spare = row.stretched - advance(row.text, row.size) if row.stretched else 0.0
    space = spare / (len(row.text) - 1) if spare > 0 and len(row.text) > 1 else 0.0
    line = canvas.beginText(left, bottom)
    line.setFont(FONT, row.size)
    line.setCharSpace(space)
    line.textOut(row.text)
    canvas.drawText(line)


def _furniture(canvas: Canvas, style: Style, number: int, pages: int) -> None:
    canvas.setFont(FONT, 9)
    if style.head:
        canvas.drawCentredString(A4[0] / 2, A4[1] - style.margin + 22, style.head)
    if style.foot:
        canvas.drawCentredString(A4[0] / 2, style.margin - 34, style.foot.format(n=number, all=pages))


def _rows(texts: Iterable[str], width: float, style: Style) -> Iterator[_Row]:
    for number, text in enumerate(texts):
        if style.title and number == 0:
            yield from _title_rows(text, style)
            continue
        first = style.indent * style.size
        lines = list(broken(text, width, style.size, first))
        for at, line in enumerate(lines):
            left = first if at == 0 else 0.0
            full = width - left if at < len(lines) - 1 else 0.0
            yield _Row(line, left, style.size, gap=style.spacing if at == 0 else 0.0, stretched=full)


def _title_rows(text: str, style: Style) -> Iterator[_Row]:
    size = style.size * 1.6
    whole = A4[0] - 2 * style.margin
    for line in broken(text, whole, size):
        yield _Row(line, (whole - advance(line, size)) / 2, size, wide=True)


def _filled(rows: list[_Row], style: Style) -> Iterator[list[tuple[float, float, _Row]]]:
    """Deal the rows to pages and columns: left, bottom (points from the lower left corner) and the row."""
    width = (A4[0] - 2 * style.margin - (style.columns - 1) * style.gutter) / style.columns
    page: list[tuple[float, float, _Row]] = []
    top = A4[1] - style.margin
    start, column, y = top, 0, top
    for row in rows:
        if not row.wide and y - row.gap - style.leading < style.margin:
            column, y = column + 1, start
            if column == style.columns:
                yield page
                page, start, column, y = [], top, 0, top
        y -= row.gap + style.leading * (1.6 if row.wide else 1.0)
        page.append((style.margin + column * (width + style.gutter) + row.left, y, row))
        if row.wide:
            start = y = y - style.leading / 2 if y == start else y
            start = y
    yield page


def broken(
    text: str,
    width: float,
    size: float,
    first: float = 0.0,
    measure: Callable[[str, float], float] | None = None,
) -> Iterator[str]:
    """Break a text into rows of at most ``width``: no closing mark opens a row, no word or number is cut."""
    measure = measure or advance
    row, room = "", width - first
    for unit in _units(text):
        if row and measure(row + unit, size) > room + 0.01:
            yield row.rstrip()
            row, room = "", width
            unit = unit.lstrip()  # noqa: PLW2901 - a space at a row's end is not drawn
        row += unit
    if row.strip():
        yield row.rstrip()


def _units(text: str) -> Iterator[str]:
    unit = ""
    for character in text:
        glued = unit and (
            character in _NO_START or unit[-1] in _NO_END or (is_latin(character) and is_latin(unit[-1]))
        )
        if unit and not glued:
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def is_latin(character: str) -> bool:
    """Whether a character is of a word or number that no row may cut."""
    return character.isascii() and not character.isspace()


def advance(text: str, size: float) -> float:
    """Give the width that the typesetter counts for a text."""
    return float(pdfmetrics.stringWidth(text, FONT, size))
