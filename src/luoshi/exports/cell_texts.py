"""What a cell of a workbook can hold of a text: characters that XML has, and not too many of them."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 32_767
"""The most that a cell holds, in units of UTF-16: a character beyond U+FFFF counts as two."""
_ELLIPSIS: Final = "…"
# what XML cannot hold, and what would be read as standing for it (ECMA-376 part 1, 22.9.2.19)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TWO_UNITS: Final = re.compile("[\U00010000-\U0010ffff]")
# an escape that a cut left without its end
_TORN: Final = re.compile(r"(?<!_x[0-9A-F]{4})_(?:x[0-9A-F]{0,4})?\Z")
_ESCAPE: Final = re.compile("_x([0-9A-F]{4})_")


def writable(text: str) -> str:
    """Give a text without what XML cannot hold; half characters become U+FFFD."""
    return _UNWRITABLE.sub("", _SURROGATE.sub("\ufffd", text))


def fitting(text: str) -> tuple[str, bool]:
    """Give a text as it is written in a cell, and whether it is there whole.

    What XML cannot hold is written as ``_x0007_``. A text that is too long is cut, neither inside a
    character nor inside such an escape, and ends in “…”.
    """
    written = _SURROGATE.sub("\ufffd", text)
    written = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", written)
    if len(written) <= MOST and (2 * len(written) <= MOST or _units(written) <= MOST):
        return written, True
    return _TORN.sub("", _first(written, MOST - 1)) + _ELLIPSIS, False


def shown(text: str) -> str:
    """Give a text as a workbook that was written with it shows it: whole, or cut."""
    written, whole = fitting(text)
    return text if whole else _ESCAPE.sub(lambda found: chr(int(found[1], 16)), written)


def _units(text: str) -> int:
    return len(text) + len(_TWO_UNITS.findall(text))


def _first(text: str, units: int) -> str:
    """Give the beginning of a text that has at most so many units."""
    cut = text[:units]
    while (over := _units(cut) - units) > 0:
        cut = cut[: len(cut) - (over + 1) // 2]  # each character that goes takes one unit or two
    return cut
