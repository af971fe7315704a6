"""Whether the characters that a page gives can be its text, or are codes without meaning."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

_FEWEST = 12  # characters: fewer tell nothing
_PLAUSIBLE = 0.62  # real planning texts score above 0.9, shuffled codes below 0.5 (tests/test_pdf.py)
_RARE = 0.25


def is_garbage(text: str) -> bool:
    """Whether a page's characters are codes of glyphs rather than a text (the “CID junk” of some makers).

    Private, unassigned and control characters count against it, and Chinese of rare characters where a
    text has frequent ones; so do marks without letters, as codes that fall among the ASCII give them.
    """
    counts = Counter(character for character in text if not character.isspace())
    total = sum(counts.values())
    if total < _FEWEST:
        return any(_likely(character) < 0 for character in counts) and total > 0
    score = sum(max(0.0, _likely(character)) * count for character, count in counts.items()) / total
    if score < _PLAUSIBLE:
        return True
    plain = [character for character in counts.elements() if character.isascii()]
    return len(plain) > 0.9 * total > 40 and _without_words(plain)


def _without_words(plain: list[str]) -> bool:
    """Whether ASCII characters are neither words nor numbers: less than half letters and digits."""
    return sum(1 for character in plain if character.isalnum()) < 0.5 * len(plain)


@cache
def _likely(character: str) -> float:
    """How likely a character stands in a Chinese text, 0 to 1, -1 where it stands in none."""
    if character.isascii():
        return 1.0
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
        return -1.0
    if not unicodedata.category(character).startswith("L"):
        return 1.0 if character in "，。、；：？！“”‘’（）《》—…·％" else 0.6
    for encoding, first, last in (("gb2312", 0xB0, 0xD8), ("big5", 0xA4, 0xC7)):
        # Both standards put the frequent characters first.
        try:
            if first <= character.encode(encoding)[0] < last:
                return 1.0
        except UnicodeEncodeError:
            continue
    return _RARE
