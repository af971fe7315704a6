"""What speaks for each provision: one list of numbers a signal, in the order of the provisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from operator import mul
from typing import Final

from luoshi.aligning.index import CentralIndex
from luoshi.aligning.reading import Reading, rarity

_BY_SYNONYM: Final = 0.5  # a term that only a synonym brings counts half
_NEAR: Final = 6.0  # brings the nearest sentence to the scale of the whole provision

Signal = list[float]


def _mass(index: CentralIndex, reading: Reading) -> float:
    """What all terms of a reading would tell, those that no provision holds among them."""
    weight = index.weight
    total = sum(weight[term] if term in weight else index.unknown * rarity(term) for term in reading.terms)
    return total or 1.0


def words(index: CentralIndex, reading: Reading) -> Signal:
    """The share of a reading's rare terms that each provision holds."""
    out = [0.0] * len(index.provisions)
    for found, part in ((reading.terms, 1.0), (reading.synonyms, _BY_SYNONYM)):
        for term in found:
            for at, gain in index.postings.get(term, ()):
                out[at] += gain * part
    mass = _mass(index, reading)
    return [value / mass for value in out]


def near(index: CentralIndex, reading: Reading) -> tuple[Signal, list[int]]:
    """The same by the best sentence of each provision; and which sentence that is, -1 for none."""
    gained: dict[int, float] = {}
    for found, part in ((reading.terms, 1.0), (reading.synonyms, _BY_SYNONYM)):
        for term in found:
            held = index.sentence_postings.get(term)
            if held:
                gain = index.weight[term] * part
                for at in held:
                    gained[at] = gained.get(at, 0.0) + gain
    best, which = [0.0] * len(index.provisions), [-1] * len(index.provisions)
    for at, gain in gained.items():
        value, provision = gain / index.sentence_sizes[at], index.sentences[at].provision
        if value > best[provision]:
            best[provision], which[provision] = value, at
    mass = _mass(index, reading)
    return [_NEAR * value / mass for value in best], which


def titles(index: CentralIndex, reading: Reading) -> Signal:
    """How much of the titles over a provision, and of its own, a reading holds."""
    out = [0.0] * len(index.provisions)
    for term in reading.terms:
        for at in index.title_postings.get(term, ()):
            out[at] += rarity(term)
    mass = sqrt(1 + sum(map(rarity, reading.terms)))
    return [value / size / mass for value, size in zip(out, index.title_sizes, strict=True)]


def themes(index: CentralIndex, reading: Reading) -> Signal:
    """How like the themes of a reading are to those of each provision, from 0 to 1."""
    out = [0.0] * len(index.provisions)
    for theme, part in reading.themes.items():
        for at, held in index.theme_postings.get(theme, ()):
            out[at] += part * held
    return out


def similar(index: CentralIndex, reading: Reading, among: Iterable[int] | None = None) -> Signal:
    """The cosine between the direction of a reading and that of each provision, or of those ``among``."""
    asked = reading.direction
    out = [0.0] * len(index.provisions)
    if asked:
        for at in range(len(out)) if among is None else among:
            held = index.readings[at].direction
            if held:
                out[at] = sum(map(mul, asked, held))
    return out


SIGNALS: Final[dict[str, Callable[[CentralIndex, Reading], Signal]]] = {
    "words": words,
    "near": lambda index, reading: near(index, reading)[0],
    "titles": titles,
    "themes": themes,
    "similar": similar,
}


def add(total: Signal, signal: Sequence[float], weight: float) -> Signal:
    """Give the sum of a total and a weighted signal."""
    return [a + weight * b for a, b in zip(total, signal, strict=True)]
