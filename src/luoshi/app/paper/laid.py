"""What reading a file again found: its pages and lines, and remarks; written so that it is read fast."""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from luoshi.model.document import Remark
from luoshi.model.layout import Layout, Line, Page

_FORM = 1
_BREAK = b"\n"


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the characters of a text stand in its file, and what reading noticed."""

    layout: Layout
    remarks: tuple[Remark, ...] = ()

    def on_page(self, number: int) -> tuple[Line, ...]:
        """Give the lines of a page."""
        return tuple(line for line in self.layout.lines if line.page == number)

    def page_at(self, offset: int) -> int:
        """Give the page that a character stands on, or the one before it; 0 for a text without pages."""
        lines = self.layout.lines
        if not lines:
            return 0
        return lines[max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)].page


def packed(laid: Laid) -> bytes:
    """Give the bytes: a line of JSON, then four numbers (32 bits, little endian) a character."""
    layout = laid.layout
    head = {
        "form": _FORM,
        "pages": [[page.number, page.width, page.height, page.way] for page in layout.pages],
        "lines": [[line.start, line.end, line.page, line.confidence] for line in layout.lines],
        "remarks": [[remark.code, dict(remark.details)] for remark in laid.remarks],
    }
    boxes = array("f")
    for line in layout.lines:
        boxes.extend(line.boxes)
    if sys.byteorder == "big":
        boxes.byteswap()
    return json.dumps(head, ensure_ascii=True).encode() + _BREAK + boxes.tobytes()


def unpacked(raw: bytes) -> Laid | None:
    """Give what ``packed`` was given; ``None`` where the bytes are not of this form, or not whole."""
    said, _, numbers = raw.partition(_BREAK)
    try:
        head: dict[str, Any] = json.loads(said)
        if head["form"] != _FORM:
            return None
        boxes = array("f")
        boxes.frombytes(numbers)
        if sys.byteorder == "big":
            boxes.byteswap()
        lines, at = [], 0
        for start, end, page, confidence in head["lines"]:
            size = 4 * (end - start)
            lines.append(Line(start, end, page, boxes[at : at + size], confidence))
            at += size
        if at != len(boxes):
            return None
        pages = tuple(Page(*each) for each in head["pages"])
        remarks = tuple(Remark(code, details) for code, details in head["remarks"])
    except (ValueError, KeyError, TypeError):
        return None
    return Laid(Layout(pages, tuple(lines)), remarks)
