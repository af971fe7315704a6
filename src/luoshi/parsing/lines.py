"""Lines of a text: which are text, which are page furniture, and which go on with the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.lexicon.layout import Layout, layout
from luoshi.parsing.headings import LINE_LEVEL, Heading, heading_at

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_EDGE = " \t\u3000\xa0\ufeff\u200b*_"
_WORD = re.compile(r"\w")
_ENDED = "。！？!?；;：:…”’）)》」』】"
_INNER = re.compile("[，,。；;：、]")
_SHORT = 40  # a heading line rarely runs longer; a broken line rarely is shorter


class Line(NamedTuple):
    """A line without its edges. ``kind``: ``text heading skip``; ``why`` says why it is skipped.

    ``resumes`` says that the line goes on with a sentence that the layout broke.
    """

    start: int
    end: int
    kind: str
    heading: Heading | None
    resumes: bool
    why: str


def lines(text: str) -> Iterator[Line]:
    """Give the lines that hold a letter, digit or character, in order."""
    words = layout()
    skipping = ""
    open_line: Line | None = None
    for match in _LINE.finditer(text):
        start, end = _trim(text, match.start(), match.end())
        if start >= end or not _WORD.search(text, start, end):
            continue
        skipping = _skipping(words, text, start, end, skipping)
        if skipping:
            yield Line(start, end, "skip", None, False, skipping)
            open_line = None
            continue
        line = _classify(words, text, start, end, open_line)
        yield line
        if line.kind != "skip":  # a byline in the middle of a broken paragraph does not close it
            open_line = line if _is_open(text, line) else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _skipping(words: Layout, text: str, start: int, end: int, before: str) -> str:
    """Say whether the line lies in a stretch that is left out: a glossary, or a page's foot."""
    if before == "foot":
        return before
    if end - start > _SHORT:
        return before
    line = text[start:end]
    if words.web_end.match(line):
        return "foot"
    if before == "glossary" and words.glossary_stop.match(line) and not words.glossary.match(line):
        return ""
    return "glossary" if words.glossary.match(line) else before


def _classify(words: Layout, text: str, start: int, end: int, open_line: Line | None) -> Line:
    short = end - start <= _SHORT
    why = _furniture(words, text[start:end]) if short else ""
    if why:
        return Line(start, end, "skip", None, False, why)
    heading = heading_at(text, start, end)
    if heading is not None:
        return Line(start, end, "heading", heading, False, "")
    if open_line is not None:
        return Line(start, end, "text", None, True, "")
    # an unnumbered heading: short, and with neither a stop at its end nor a clause mark inside
    if short and text[end - 1] not in _ENDED and not _INNER.search(text, start, end):
        return Line(start, end, "heading", Heading("", LINE_LEVEL, start), False, "")
    return Line(start, end, "text", None, False, "")


def _furniture(words: Layout, line: str) -> str:
    if line in words.web_lines or line.rstrip("：:") in words.web_lines or words.web_start.match(line):
        return "web"
    if words.byline.match(line) or (
        len(line) <= 20 and line not in words.not_names and words.names.match(line)
    ):
        return "byline"
    return ""


def _is_open(text: str, line: Line) -> bool:
    """Say whether the sentence at the line's end goes on in the next line.

    A line that stops at a comma always does. One that stops at no mark at all does only where
    it is long or already holds a full sentence: headings stop at no mark either.
    """
    last = text[line.end - 1]
    if last in "，,、":
        return True
    if line.kind == "heading" or last in _ENDED:
        return False
    if text.find("。", line.start, line.end) >= 0:
        return True
    return line.end - line.start > _SHORT and bool(_INNER.search(text, line.start, line.end))
