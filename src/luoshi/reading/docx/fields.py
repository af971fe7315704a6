"""Fields: their result is text, their instruction is none, save where it draws the characters itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from luoshi.reading.docx.names import attribute, tag
from luoshi.reading.numerals import written

if TYPE_CHECKING:
    from lxml.etree import _Element

DELETED: Final = frozenset({"w:del", "w:moveFrom"})
# EQ \o(a,b) draws a over b: a ring over a number (带圈字符), or a reading over its character (拼音指南)
_EQUATION: Final = re.compile(r"\s*eq\b", re.IGNORECASE)
_OVER: Final = re.compile(r"\\o(?:\\a[cdlr])?\s*\((.*)[,;，](.*)\)", re.IGNORECASE | re.DOTALL)
_LONGEST: Final = 1000  # characters of an instruction that is looked at; real ones have fifty
_RINGS: Final = frozenset("○◯〇")


@dataclass(slots=True)
class _Open:
    instruction: str = ""
    is_result: bool = False


class Fields:
    """The fields that stand open at a place of the text; they may span paragraphs.

    A begin without an end (in a damaged file) opens nothing: it would swallow the rest of the text.
    """

    def __init__(self, root: _Element) -> None:
        self._matched = _matched(root)  # the elements are held, so that each keeps its identity
        self._open: list[_Open] = []

    @property
    def is_text(self) -> bool:
        """Whether characters here are shown: outside fields, or in the result of each that is open."""
        return all(one.is_result for one in self._open)

    def mark(self, element: _Element) -> str:
        """Take ``w:fldChar``; gives the characters that the field itself draws (``EQ``), mostly none."""
        if element not in self._matched:
            return ""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            self._open[-1].is_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if not ended.is_result and self.is_text:
                return drawn(ended.instruction)
        return ""

    def instruct(self, text: str) -> None:
        """Take a stretch of an instruction."""
        if self._open and len(self._open[-1].instruction) < _LONGEST:
            self._open[-1].instruction += text[:_LONGEST]


def drawn(instruction: str) -> str:
    """Give the characters that an ``EQ`` instruction draws one over the other: ``①``, or the base text."""
    found = _OVER.search(instruction[:_LONGEST]) if _EQUATION.match(instruction) else None
    if found is None:
        return ""
    over, base = found.group(1).strip(), found.group(2).strip()
    if base in _RINGS:
        over, base = base, over
    if over in _RINGS and base.isascii() and base.isdigit() and len(base) < 3:
        return written(int(base), "decimalEnclosedCircle")
    return base


def _matched(root: _Element) -> frozenset[_Element]:
    kept: list[_Element] = []
    open_: list[list[_Element]] = []
    for element in root.iter("{*}fldChar"):
        if _is_unread(element):
            continue
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            open_.append([element])
        elif open_:
            open_[-1].append(element)
            if kind == "end":
                kept += open_.pop()
    return frozenset(kept)


def _is_unread(element: _Element) -> bool:
    """Whether the walk passes the element over: deleted, or in a fallback beside a choice."""
    for above in element.iterancestors():
        name = tag(above)
        if name in DELETED or (name == "mc:Fallback" and above.getprevious() is not None):
            return True
    return False
