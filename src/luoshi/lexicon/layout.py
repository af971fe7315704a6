"""The words that show what a line is: web words, glossaries, bylines, kinds of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import alternatives, load, only_keys, words

_KINDS = ("report", "central", "minutes", "plan", "news")


@dataclass(frozen=True, slots=True)
class Layout:
    """Compiled forms of ``data/layout.yaml`` and ``data/surnames.yaml``."""

    web_lines: frozenset[str]
    web_start: re.Pattern[str]
    web_end: re.Pattern[str]
    glossary: re.Pattern[str]
    glossary_stop: re.Pattern[str]
    byline: re.Pattern[str]
    names: re.Pattern[str]
    not_names: frozenset[str]
    kinds: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def layout() -> Layout:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("layout")
    lists = (
        "web_lines",
        "web_starts",
        "web_ends",
        "glossary_titles",
        "glossary_stops",
        "byline_marks",
        "byline_ends",
        "speech_lines",
    )
    only_keys("layout", raw, (*lists, "kinds"))
    word = {key: words("layout", raw, key) for key in lists}
    kinds = raw.get("kinds")
    if not isinstance(kinds, dict) or set(kinds) != set(_KINDS):
        raise LexiconError(f"data/layout.yaml: “kinds” must have the keys {', '.join(_KINDS)}")
    names = load("surnames")
    only_keys("surnames", names, ("single", "double", "not_names"))
    single = names.get("single")
    if not isinstance(single, str) or not single:
        raise LexiconError("data/surnames.yaml: “single” must be a string of family names")
    double = alternatives(words("surnames", names, "double"))
    given = "[\u4e00-\u9fff]"
    family = f"(?:{double}|[{re.escape(single)}])"
    return Layout(
        web_lines=frozenset(word["web_lines"]),
        web_start=re.compile(alternatives(word["web_starts"])),
        web_end=re.compile(f"(?:{alternatives(word['web_ends'])})[：:>》]*$"),
        glossary=re.compile(
            f"(?:附件\\s*\\d*\\s*|.{{0,12}})(?:{alternatives(word['glossary_titles'])})[：:]?$"
        ),
        glossary_stop=re.compile(alternatives(word["glossary_stops"])),
        byline=re.compile(
            f"[（(]?(?:{alternatives(word['byline_marks'])})[^，。；]{{1,24}}[）)]?$"
            f"|[^，。；]{{2,16}}(?:{alternatives(word['byline_ends'])})$"
        ),
        # 张三、李四光、“李 明”; two or three bodies of one article are parted by blanks
        names=re.compile(
            f"(?:{family}[ \u3000]?{given}{{1,2}})(?:[ \u3000、]+{family}[ \u3000]?{given}{{1,2}}){{0,3}}$"
        ),
        not_names=frozenset(words("surnames", names, "not_names")),
        kinds=tuple((kind, words("layout", kinds, kind)) for kind in _KINDS),
    )
