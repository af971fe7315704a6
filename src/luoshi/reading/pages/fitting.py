"""What of a row could have stood at the end of the row before it: line-breaking rules of Chinese."""

from __future__ import annotations

import re

from luoshi.reading.pages.glyphs import Glyph
from luoshi.reading.pages.rows import Row

# No row begins with these, and none ends with those (the rules of GB/T 15834 and of every typesetter).
_CLOSING = frozenset("，。、；：？！）》」』】〉〕”’％‰℃…—·～,.;:?!)]}%°")
_OPENING = frozenset("（《「『【〈〔“‘([{￥$+±№")
_FINAL = re.compile("[。！？：；!?:;…][”’）」』)]*$")
_SLACK = 0.5  # of a character's size: what typesetters vary by


def room_needed(row: Row) -> float:
    """Give the width of what could not be parted from the row's first character, in points."""
    glyphs = row.glyphs
    at = 0
    while at < len(glyphs) - 1 and glyphs[at].text in _OPENING:
        at += 1
    at = _unit_end(row, at)
    # LibreOffice breaks no list of numbers either (21.7%、33.6%).
    while at + 1 < len(glyphs) and glyphs[at].text == "、" and glyphs[at + 1].text.isdecimal():
        at = _unit_end(row, at + 1)
    return glyphs[at].right - row.left


def _unit_end(row: Row, at: int) -> int:
    """Give the index of the last character of the unit that begins at ``at``."""
    glyphs = row.glyphs
    if _is_latin(glyphs[at].text):
        while at + 1 < len(glyphs) and _is_latin(glyphs[at + 1].text) and not _gap(row, at):
            at += 1
    while at + 1 < len(glyphs) and glyphs[at + 1].text in _CLOSING:
        at += 1
    return at


def _gap(row: Row, at: int) -> bool:
    return row.glyphs[at + 1].left - row.glyphs[at].right > 0.15 * row.size


def _is_latin(text: str) -> bool:
    return text[-1] < "\u2e80" and (text[-1].isalnum() or text[-1] in "-.,/%&@:_+=~∶–×·")


def is_short(row: Row, after: Row, room: float) -> bool:
    """Whether a row ends though what follows would have fitted in the ``room`` (points) that is left."""
    return room_needed(after) + _SLACK * row.size < room


def hangs(row: Row) -> bool:
    """Whether a row ends with a mark that may hang over the edge."""
    return hangs_over(row.glyphs[-1])


def hangs_over(glyph: Glyph) -> bool:
    """Whether a character is a mark that may hang over the edge."""
    return glyph.text in _CLOSING


def is_final(row: Row) -> bool:
    """Whether a row ends as sentences do."""
    return bool(_FINAL.search(row.glyphs[-1].text if len(row.glyphs) == 1 else row.text[-3:]))


def joint(before: str, after: str, spaced: bool) -> str:
    """Give what stands between two rows of a paragraph: a space between Latin words, else nothing.

    A hyphen at the end of a row stays, digits of a number that was cut come together. ``spaced``: the
    file has a space at the row's end; it counts beside Latin words, Chinese is broken without.
    """
    last, first = before[-1:], after[:1]
    latin = [mark < "\u2e80" and (mark.isalnum() or mark in ",.;:!?)(%") for mark in (last, first)]
    if spaced:
        return " " if any(latin) else ""
    if not all(latin) or not first.isalnum() or (last.isdigit() and first.isdigit()):
        return ""
    return " " if last.isalnum() or first.isalpha() else ""
