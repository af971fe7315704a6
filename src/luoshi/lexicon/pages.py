"""Word lists about pages: the forms of page numbers, and radicals that stand for characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

_NUMBER = r"(?P<n>[0-9０-９]{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十百〇零○]{1,5})"
_PLAIN = r"(?P<n>[0-9０-９]{1,4}|[ivxlc]{1,6})"
_ALL = r"(?:[0-9０-９]{1,4}|[一二三四五六七八九十百〇零○]{1,5})"


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """``plain`` and ``formed`` match a whole row without its spaces; their group ``n`` is the number."""

    plain: re.Pattern[str]
    formed: tuple[re.Pattern[str], ...]


@cache
def page_numbers() -> PageNumbers:
    """Give the forms of ``data/running_heads.yaml``.

    Raises:
        LexiconError: a form holds no ``{n}``.
    """
    name = "running_heads"
    table = load(name)
    only_keys(name, table, ("plain", "formed"))
    plain = "|".join(_form(form, _PLAIN) for form in words(name, table, "plain"))
    formed = tuple(re.compile(_form(form, _NUMBER), re.I) for form in words(name, table, "formed"))
    return PageNumbers(re.compile(plain, re.I), formed)


def _form(form: str, number: str) -> str:
    if form.count("{n}") != 1:
        raise LexiconError(f"data/running_heads.yaml: “{form}” must hold {{n}} once")
    pieces = re.split(r"(\{n\}|\{all\})", form.replace(" ", ""))
    parts = {"{n}": number, "{all}": _ALL}
    return "".join(parts.get(piece, re.escape(piece)) for piece in pieces)


@cache
def radicals() -> dict[int, str]:
    """Give the table, for ``str.translate``, from radicals to the characters that look the same."""
    import unicodedata

    table = load("radicals")
    only_keys("radicals", table, ("radicals",))
    found = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    for radical, character in table["radicals"].items():
        if len(radical) != 1 or len(character) != 1:
            raise LexiconError(f"data/radicals.yaml: “{radical}”: one character for one is expected")
        found[ord(radical)] = character
    return found
