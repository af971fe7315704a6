"""Folding for matching only: same length, one code point for one, so every offset is kept.

NFKC would not do: it changes lengths and turns ``①``, ``㎡`` and ``½`` into something else.
"""

from __future__ import annotations

import re

_NARROW = {
    chr(code): chr(code - 0xFEE0)
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_NARROW |= dict(zip("％．／＋－～＜＝＞　\xa0−﹪", "%./+-~<=>  -%", strict=True))
_ANY_WIDE = re.compile("[" + "".join(_NARROW) + "]")
# A full-width comma separates clauses everywhere else, so it folds only as a thousands separator
# between full-width digits.
_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")

# Chinese numerals have traditional and financial forms; those that never stand in other
# simplified words are brought to the plain one.
_TRADITIONAL = "萬億兩點個負幾餘雙對貳參陸條項倆"
_PLAIN = str.maketrans(_TRADITIONAL, "万亿两点个负几余双对贰叁陆条项俩")
_ANY_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")


def fold(text: str) -> str:
    """Full-width digits, letters, ``％．／－`` and spaces as half-width ones; the length is kept."""
    if _ANY_WIDE.search(text) is None:
        return text
    if "，" in text:
        text = _THOUSANDS.sub(",", text)
    return _ANY_WIDE.sub(_narrow, text)  # a translation of the whole text would cost ten times as much


def _narrow(found: re.Match[str]) -> str:
    return _NARROW[found.group()]


def fold_numerals(text: str) -> str:
    """``fold``, and traditional number characters (``萬億兩點個``) as simplified ones; the length is kept."""
    text = fold(text)
    return text if _ANY_TRADITIONAL.search(text) is None else text.translate(_PLAIN)
