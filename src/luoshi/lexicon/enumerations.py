"""Words that frame a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import any_of

_LISTS = ("counters", "frames", "ordinals", "openers", "cuts")
_NUMBER = r"[一二三四五六七八九十两]{1,3}|\d{1,2}(?![\d.])"


@dataclass(frozen=True, slots=True)
class EnumerationWords:
    """Compiled forms of ``data/enumerations.yaml``.

    ``claim`` finds a number with its counter (group 1 the number, group 2 the counter);
    ``frame`` says that what is counted are parts of a frame; ``opener`` and ``cut`` find ``openers`` and
    ``cuts``.
    """

    claim: re.Pattern[str]
    frame: re.Pattern[str]
    ordinal: re.Pattern[str]
    opener: re.Pattern[str]
    cut: re.Pattern[str]
    openers: tuple[str, ...]
    cuts: tuple[str, ...]


@cache
def enumeration_words() -> EnumerationWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("enumerations")
    only_keys("enumerations", raw, _LISTS)
    word = {key: words("enumerations", raw, key) for key in _LISTS}
    return EnumerationWords(
        claim=re.compile(f"(?<![\\d.第+＋—-])({_NUMBER})({any_of(word['counters'])})"),
        frame=re.compile(f"[^，。；、\\d]{{0,4}}?{any_of(word['frames'])}"),
        ordinal=re.compile(any_of(word["ordinals"])),
        opener=re.compile(any_of(word["openers"])),
        cut=re.compile(any_of(word["cuts"])),
        openers=word["openers"],
        cuts=word["cuts"],
    )
