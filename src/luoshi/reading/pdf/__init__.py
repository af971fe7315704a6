"""Reads PDF: the characters with their boxes through pdfium, composed to text by ``reading.pages``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pypdfium2

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.pages.compose import composed
from luoshi.reading.pages.glyphs import Sheet
from luoshi.reading.pages.numbers import listed
from luoshi.reading.pdf.characters import characters
from luoshi.reading.pdf.drawings import drawings
from luoshi.reading.pdf.geometry import view_of
from luoshi.reading.pdf.opened import damaged, opened
from luoshi.reading.pdf.recognition import can_recognise, from_picture, needs_picture

if TYPE_CHECKING:
    from luoshi.reading.scans.frame import Frame

__all__ = ["read"]


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The text of a PDF, a line a paragraph, with a box on its page for every character.

    Annotations and fields of forms are not read. A page without a text of its own, or with one that is
    codes without meaning, is recognised from its picture where a recogniser is installed; where not it
    is ``blank`` and a remark ``unread_pages`` names it. The title of the file's properties is left
    alone: makers put the name of a file or program there.

    Raises:
        ReadingError: ``empty``, ``encrypted``, ``damaged``, ``too_many_pages``; ``needs_ocr`` or
            ``no_text`` where no page gives text.
    """
    with opened(raw, source, limits) as document:
        pages = [_page(document, number, limits) for number in range(1, len(document) + 1)]
    if all(page.broken for page in pages):
        raise damaged(source, "PDFium 6")
    sheets = [page.sheet for page in pages]
    text, layout = composed(sheets, source)
    lost = [page.sheet.number for page in pages if page.lost]
    if not text:
        raise _without_text(source, lost, len(pages))
    frames = {page.sheet.number: page.frame for page in pages if page.frame is not None}
    remarks = [Remark("unread_pages", {"pages": listed(lost)})] if lost else []
    if frames:
        from luoshi.reading.scans import laid_back, remarks_on

        layout = laid_back(layout, frames)
        for page in pages:
            if page.frame is not None and not page.lost:
                remarks.extend(remarks_on(page.sheet, inked=True))
    parser = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
    return Content(text, parser=parser, layout=layout, remarks=tuple(remarks))


@dataclass(slots=True)
class _Page:
    """A page's sheet; ``lost``: it shows more than was read; ``frame``: how its picture lay (tilted)."""

    sheet: Sheet
    lost: bool = False
    broken: bool = False
    frame: Frame | None = None


def _page(document: pypdfium2.PdfDocument, number: int, limits: Limits) -> _Page:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return _Page(Sheet(number, 0.0, 0.0, [], way="blank"), lost=True, broken=True)
    try:
        return _read_page(page, number, limits)
    finally:
        page.close()


def _read_page(page: pypdfium2.PdfPage, number: int, limits: Limits) -> _Page:
    view = view_of(page)
    width, height = view.size
    found = characters(page, view)
    drawn = drawings(page, view)
    if not needs_picture(found, drawn):
        way = "text" if found.glyphs else "blank"
        return _Page(Sheet(number, width, height, found.glyphs, drawn.rules, way, turn=found.turn))
    if not can_recognise():
        return _Page(Sheet(number, width, height, [], way="blank"), lost=True)
    seen = from_picture(page, view, limits)
    rules = [] if seen.frame.tilt else drawn.rules
    way = "ocr" if seen.glyphs else "blank"
    sheet = replace(seen.sheet(number), width=width, height=height, rules=rules, way=way)
    return _Page(sheet, lost=not seen.glyphs, frame=seen.frame)


def _without_text(source: str, lost: Sequence[int], pages: int) -> ReadingError:
    if lost and not can_recognise():
        return ReadingError(
            source,
            "its pages are pictures; install luoshi[ocr] to have their text recognised",
            code="needs_ocr",
            details={"reason": listed(lost)},
        )
    return ReadingError(source, "no text was found", code="no_text", details={"reason": f"1–{pages}"})
