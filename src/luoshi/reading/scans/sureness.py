"""How many characters of a recognised page must be checked by eye."""

from __future__ import annotations

from luoshi.lexicon.scans import scan_rules
from luoshi.reading.pages.glyphs import Sheet


def doubtful_counts(sheet: Sheet) -> tuple[int, int]:
    """Give how many characters of a sheet are doubtful, and how many of these belong to figures."""
    rules = scan_rules()
    doubtful = [
        glyph.text
        for glyph in sheet.glyphs
        if glyph.confidence is not None and rules.is_doubtful(glyph.text, glyph.confidence)
    ]
    return len(doubtful), sum(1 for sign in doubtful if sign in rules.figures)
