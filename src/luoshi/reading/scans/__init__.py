"""Reads pictures of pages (png, jpg, tiff, bmp) by recognising their text."""

from __future__ import annotations

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.pages.compose import composed
from luoshi.reading.pages.glyphs import Sheet
from luoshi.reading.scans.engine import available, parser
from luoshi.reading.scans.frame import Frame, laid_back
from luoshi.reading.scans.pictures import pictures
from luoshi.reading.scans.recognise import has_ink, recognised, recognised_page
from luoshi.reading.scans.sureness import doubtful_counts

__all__ = [
    "available",
    "has_ink",
    "laid_back",
    "parser",
    "read",
    "recognised",
    "recognised_page",
    "remarks_on",
]

_FEW = 12  # characters: a page that holds ink and fewer may be a picture of something else


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """Give the text of a file of pictures, a page each, with a box and a confidence for every character.

    Raises:
        ReadingError: ``needs_ocr``, ``no_text``, or what ``pictures`` raises.
    """
    if not available():
        reason = "the text recogniser is not installed"
        raise ReadingError(
            source,
            f"a picture; {reason}: install luoshi[ocr]",
            code="needs_ocr",
            details={"reason": reason},
        )
    sheets: list[Sheet] = []
    frames: dict[int, Frame] = {}
    remarks: list[Remark] = []
    for number, (picture, scale) in enumerate(pictures(raw, source, limits), 1):
        page = recognised_page(picture, points_per_pixel=scale)
        sheets.append(page.sheet(number))
        frames[number] = page.frame
        remarks.extend(remarks_on(sheets[-1], inked=has_ink(picture)))
    text, layout = composed(sheets, source)
    if not text.strip():
        reason = "the picture holds no text that could be recognised"
        raise ReadingError(source, reason, code="no_text", details={"reason": reason})
    return Content(text, parser=parser(), layout=laid_back(layout, frames), remarks=tuple(remarks))


def remarks_on(sheet: Sheet, *, inked: bool) -> list[Remark]:
    """Give what a user must know of a recognised page; ``inked`` says that the page is not empty."""
    shown = sum(1 for glyph in sheet.glyphs if glyph.text.strip())
    if inked and not shown:
        return [Remark("page_without_text", {"page": sheet.number})]
    remarks = []
    if inked and shown < _FEW:
        remarks.append(Remark("few_characters", {"page": sheet.number, "count": shown}))
    characters, figures = doubtful_counts(sheet)
    if characters:
        remarks.append(
            Remark("doubtful_characters", {"page": sheet.number, "count": characters, "figures": figures})
        )
    return remarks
