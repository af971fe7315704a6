"""Words that strangers send, as they are kept: plain text that every browser and database shows alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BREAK: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# letters of Indic and Persian words, and parts of emoji, are joined by these two
_JOINERS: Final = frozenset("\u200c\u200d")


def plain_words(text: str) -> str:
    """Give a text without what is not seen: control characters, marks that turn the direction of writing.

    Lines end in LF, tabs stay, half characters become U+FFFD. What looks like markup stays as the words that
    it is: nothing that shows it may take it for more.
    """
    return "".join(map(_letter, _BREAK.sub("\n", text)))


def _letter(letter: str) -> str:
    if letter in "\n\t" or letter in _JOINERS:
        return letter
    kind = unicodedata.category(letter)
    if kind == "Cs":
        return "\ufffd"
    return "" if kind in ("Cc", "Cf") else letter
