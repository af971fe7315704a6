"""A central document made ready to be asked: which provisions hold a term, and how much that tells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final, NamedTuple

from luoshi.aligning.reading import Reading, rarity, read, terms
from luoshi.model import Provision

_SENTENCE: Final = re.compile("[^。！？；\r\n]+")
# Robertson and Zaragoza 2009; long provisions are less of a fault here than long web pages
_SATURATION: Final = 1.2
_LENGTH: Final = 0.4
_STEADY: Final = 10  # added to a sentence's length, so that the shortest do not always win


class Sentence(NamedTuple):
    """A sentence of a provision, at its place in the central text."""

    provision: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CentralIndex:
    """Provisions with an inverted index over their terms.

    ``weight`` is what a term tells: its rarity in planning texts times that among the provisions.
    ``postings`` gives for a term the provisions that hold it and what each gets for it,
    ``sentence_postings`` the sentences, ``title_postings`` the provisions with it in a title, and
    ``theme_postings`` the provisions with a theme. ``first_sentences`` is where those of each begin.
    """

    provisions: tuple[Provision, ...]
    readings: tuple[Reading, ...]
    sentences: tuple[Sentence, ...]
    first_sentences: tuple[int, ...]
    sentence_sizes: tuple[float, ...]
    title_sizes: tuple[float, ...]
    weight: dict[str, float]
    unknown: float
    postings: dict[str, list[tuple[int, float]]]
    sentence_postings: dict[str, list[int]]
    title_postings: dict[str, list[int]]
    theme_postings: dict[str, list[tuple[int, float]]]


def index(provisions: Sequence[Provision]) -> CentralIndex:
    """Make a central document's provisions ready to be asked."""
    readings = tuple(read(provision.text) for provision in provisions)
    held = Counter(term for reading in readings for term in reading.terms)
    count = len(provisions)
    weight = {
        term: rarity(term) * log(1 + (count - number + 0.5) / (number + 0.5)) for term, number in held.items()
    }
    sentences = tuple(s for at, provision in enumerate(provisions) for s in _sentences(at, provision))
    in_sentences = [set(terms(sentence.text)) for sentence in sentences]
    titles = [set(terms("。".join(provision.path))) for provision in provisions]
    return CentralIndex(
        provisions=tuple(provisions),
        readings=readings,
        sentences=sentences,
        first_sentences=_firsts(sentences),
        sentence_sizes=tuple(sqrt(_STEADY + len(row)) for row in in_sentences),
        title_sizes=tuple(sqrt(1 + sum(map(rarity, row))) for row in titles),
        weight=weight,
        unknown=log(1 + (count + 0.5) / 0.5),
        postings=_postings(readings, weight),
        sentence_postings=_places(in_sentences),
        title_postings=_places(titles),
        theme_postings=_themes(readings),
    )


def _sentences(at: int, provision: Provision) -> list[Sentence]:
    return [
        Sentence(at, provision.start + found.start(), provision.start + found.end(), found.group())
        for found in _SENTENCE.finditer(provision.text)
    ]


def _firsts(sentences: Sequence[Sentence]) -> tuple[int, ...]:
    return tuple(at for at, s in enumerate(sentences) if not at or s.provision != sentences[at - 1].provision)


def _postings(readings: Sequence[Reading], weight: dict[str, float]) -> dict[str, list[tuple[int, float]]]:
    sizes = [sum(reading.terms.values()) for reading in readings]
    mean = sum(sizes) / max(1, len(sizes)) or 1
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, reading in enumerate(readings):
        room = _SATURATION * (1 - _LENGTH + _LENGTH * sizes[at] / mean)
        for term, times in reading.terms.items():
            found[term].append((at, weight[term] * times * (_SATURATION + 1) / (times + room)))
    return dict(found)


def _places(rows: Sequence[set[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for term in row:
            found[term].append(at)
    return dict(found)


def _themes(readings: Sequence[Reading]) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, reading in enumerate(readings):
        for theme, part in reading.themes.items():
            found[theme].append((at, part))
    return dict(found)
