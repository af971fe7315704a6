"""Names of figures that are no known indicator: when two of them name the same thing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from luoshi.lexicon.following import following_words
from luoshi.lexicon.indicators import indicators
from luoshi.lexicon.rarity import idf

SAME: Final = 0.8  # of the weight of both names: the same thing
LIKE: Final = 0.3  # of the weight of the shorter: like enough to be shown, not to be judged
TELLING: Final = 6.9  # the least weight of a name that tells which thing it is: 绿道 does, 企业 does not
_QUOTES: Final = str.maketrans("", "", '“”"‘’《》（）() \n')
_DIGITS: Final = re.compile("[0-9.]+")


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """Take off whose it is, the verb and the word for the move: 全市新建口袋公园 is 口袋公园."""
    words, known = following_words(), indicators()
    name = name.translate(_QUOTES)
    while True:
        cut = next((w for w in (*words.adds, *words.deeds, *known.prefixes) if name.startswith(w)), "")
        if not cut or len(name) - len(cut) < 2 or cut in ("市", "省", "区"):
            break
        name = name[len(cut) :]
    while True:
        cut = next((w for w in known.suffixes if name.endswith(w)), "")
        if not cut or len(name) - len(cut) < 2:
            return name
        name = name[: -len(cut)]


def bigrams(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(name[at : at + 2] for at in range(len(name) - 1)) or frozenset({name})


def telling(name: str) -> bool:
    """Whether a name is rare enough to tell which thing is meant."""
    return sum(map(idf, bigrams(name))) >= TELLING


def likeness(one: str, other: str) -> tuple[float, float]:
    """Share of each name's weight that the other one holds, by rarity of the pairs of characters."""
    if one == other:
        return 1.0, 1.0
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0, 0.0  # 产值超50亿元企业 is not 产值超10亿元企业
    first, second = bigrams(one), bigrams(other)
    both = sum(map(idf, first & second))
    return both / (sum(map(idf, first)) or 1.0), both / (sum(map(idf, second)) or 1.0)
