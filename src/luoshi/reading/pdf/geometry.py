"""From the coordinates of a PDF page to those of the page as displayed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from luoshi.reading.pages.glyphs import Rule
from luoshi.reading.pages.turning import turned


@dataclass(frozen=True, slots=True)
class View:
    """A page's visible part (PDF coordinates, y upwards) and the quarter turns it is displayed with."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def shown(self, left: float, bottom: float, right: float, top: float) -> Rule:
        """Give a box of the page's own coordinates as displayed: left, top, right, bottom."""
        box = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return turned(box, self.turn, self.right - self.left, self.top - self.bottom)


def view_of(page: pypdfium2.PdfPage) -> View:
    """Give how a page is displayed: its crop box within its media box, and its rotation."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        return View(0.0, 0.0, float(page.get_width()), float(page.get_height()), 0)
    turn = max(0, pdfium.FPDFPage_GetRotation(page))
    return View(box.left, box.bottom, box.right, box.top, turn)
