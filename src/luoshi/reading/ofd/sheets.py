"""Reads one page: its own characters, the text layer laid under a scan, or what its picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.ofd.container import Container
from luoshi.reading.ofd.document import Paper
from luoshi.reading.ofd.glyphs import Found, gathered
from luoshi.reading.ofd.pictured import recognised
from luoshi.reading.ofd.transform import POINTS
from luoshi.reading.ofd.walk import items
from luoshi.reading.pages.glyphs import Glyph, Sheet
from luoshi.reading.pages.legible import is_garbage

if TYPE_CHECKING:
    from luoshi.reading.scans.frame import Frame

_FEW = 20  # characters; a page that is a picture with fewer has a stamp or a page number on it
_COVERED = 0.5
_OUTLINES = 20  # filled curves; fewer are ornaments


@dataclass(slots=True)
class Leaf:
    """A page as it was read; ``is_lost``: it shows text that was not read; ``frame``: how its scan lay."""

    sheet: Sheet
    document: int
    is_lost: bool = False
    frame: Frame | None = None


def leaf(paper: Paper, container: Container, used: frozenset[str]) -> Leaf:
    """Read a page; ``used`` are the templates whose heads and feet an earlier page has given.

    Raises:
        ReadingError: ``too_deep``, ``bomb``.
    """
    if paper.trouble is not None:
        return _leaf(paper, [], Found(), is_lost=True)
    found = _found(paper, container, used)
    said, hidden = _count(found.shown), _count(found.hidden)
    is_worded = said >= _FEW or (said > 0 and found.covered < _COVERED)
    is_junk = _is_junk(found, said)
    if is_worded and not is_junk:
        return _leaf(paper, found.shown, found)
    if not is_junk and hidden > said:
        # A scan with the text that its scanner recognised laid invisibly over it.
        return _leaf(paper, [*found.hidden, *found.shown], found)
    if not said and not found.covered and found.outlines < _OUTLINES:
        return _leaf(paper, [], found)
    seen = recognised(paper, container)
    if seen is None or not seen.glyphs:
        shown = [] if is_junk else found.shown
        return _leaf(paper, shown, found, is_lost=seen is None or said > 0)
    size = paper.width * POINTS, paper.height * POINTS
    rules = [] if seen.frame.tilt else found.rules
    sheet = replace(seen.sheet(paper.number), width=size[0], height=size[1], rules=rules, way="ocr")
    return Leaf(sheet, paper.document, frame=seen.frame)


def _found(paper: Paper, container: Container, used: frozenset[str]) -> Found:
    try:
        return gathered(paper, items(paper, container.source), used)
    except ReadingError as error:
        if error.code != "too_deep" or not (paper.under or paper.over):
            raise
        # What multiplies may be a template's; the page's own text is still to be had.
        paper.under, paper.over = [], []
        return gathered(paper, items(paper, container.source), used)


def _leaf(paper: Paper, glyphs: list[Glyph], found: Found, *, is_lost: bool = False) -> Leaf:
    size = paper.width * POINTS, paper.height * POINTS
    way = "text" if _count(glyphs) else "blank"
    sheet = Sheet(paper.number, *size, glyphs, found.rules, way=way, turn=found.turn())
    return Leaf(sheet, paper.document, is_lost)


def _count(glyphs: Sequence[Glyph]) -> int:
    return sum(not glyph.text.isspace() for glyph in glyphs)


def _is_junk(found: Found, said: int) -> bool:
    """Say whether a page's characters are codes without meaning: its glyphs alone show what it says."""
    if 2 * sum(_is_unknown(glyph.text) for glyph in found.shown) >= said > 0:
        return True
    return 2 * found.numbered > said > 0 and is_garbage("".join(glyph.text for glyph in found.shown))


def _is_unknown(text: str) -> bool:
    """Say whether a glyph has no character: producers write ¤, the replacement mark or private ones."""
    return text in ("¤", "\ufffd") or "\ue000" <= text <= "\uf8ff" or text >= "\U000f0000"
