"""What a stretch of text is about, read once: its terms, their weights, its themes, its direction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from typing import Final

from luoshi.lexicon.rarity import idf
from luoshi.lexicon.similarity import vectors
from luoshi.lexicon.synonyms import synonyms
from luoshi.lexicon.themes import theme_words
from luoshi.normalize.fold import fold

_RUN: Final = re.compile("[\u3400-\u9fff]+|[A-Za-z][A-Za-z.\\d]+")
_MOST: Final = 3  # a term repeated more often says no more
_FINE: Final = 16  # steps of a weight

Direction = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared: ``terms`` with how often they stand in it.

    ``named`` are its words that have synonyms, ``synonyms`` the terms that only those bring.
    ``themes`` and ``direction`` have the length 1, or are empty where nothing is known.
    """

    text: str
    terms: dict[str, int]
    named: tuple[str, ...]
    synonyms: tuple[str, ...]
    themes: dict[str, float]
    direction: Direction


def read(text: str, *, directed: bool = True) -> Reading:
    """Read a text; its direction is left out where it is not ``directed``, which is quicker."""
    own = Counter(terms(text))
    named = tuple(dict.fromkeys(synonyms().word.findall(text)))
    others = {t for word in other_words(text, named) for t in word_terms(word) if t not in own}
    return Reading(
        text, dict(own), named, tuple(sorted(others)), themes(text), direction(own) if directed else ()
    )


def terms(text: str) -> list[str]:
    """Give the pairs of Chinese characters and the Latin words of a text, in its order."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if run[0].isascii():
            found.append(run.lower())
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


@lru_cache(maxsize=4096)
def word_terms(text: str) -> tuple[str, ...]:
    """Give the terms of a short text that is asked for again and again."""
    return tuple(terms(text))


def other_words(text: str, named: Iterable[str]) -> list[str]:
    """Give the other words for those of a text that have some."""
    groups = synonyms().groups
    return [other for word in named for group in groups[word] for other in group if other not in text]


@cache
def rarity(term: str) -> float:
    """Give the weight of a term: pairs from a table, Latin words as what was never seen."""
    return idf(term)


def themes(text: str) -> dict[str, float]:
    """Give the finer themes of a text and how much of it each is."""
    words = theme_words()
    sums: dict[str, float] = {}
    for word in words.word.found_in(text):
        for theme, weight in words.points[word]:
            sums[theme] = sums.get(theme, 0.0) + weight
    size = sqrt(sum(weight * weight for weight in sums.values()))
    return {theme: weight / size for theme, weight in sums.items()} if size else {}


def direction(counted: dict[str, int]) -> Direction:
    """Give the sum of the terms' vectors by their rarity; empty where none of them has one."""
    total = vectors().sum(
        (term, round(_FINE * rarity(term)) * min(count, _MOST)) for term, count in counted.items()
    )
    size = sqrt(sum(x * x for x in total))
    return tuple([x / size for x in total]) if size else ()
