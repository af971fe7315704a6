"""Statements against provisions: the evidence for each, and from where on it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Final

from luoshi.aligning.context import Context, contexts
from luoshi.aligning.index import CentralIndex, Sentence
from luoshi.aligning.reading import Reading, rarity, read, word_terms
from luoshi.aligning.signals import SIGNALS, Signal, add, near, similar
from luoshi.aligning.why import Around, why
from luoshi.lexicon.alignment import PLACES, AlignmentWeights, alignment_weights
from luoshi.lexicon.local_matters import local_matters
from luoshi.model import Alignment, Match, Outline, Passage, Provision, Statement

MOST: Final = 5  # provisions given for a statement
CANDIDATES: Final = 20  # provisions whose direction is compared; the others lie too far off
_FAR: Final = 40.0  # beyond it the score is 0 or 1 anyhow


@dataclass(slots=True)
class _Memory:
    """What was found for the texts around statements; many statements share them."""

    signals: dict[tuple[str, str], Signal] = field(default_factory=dict)
    totals: dict[tuple[str, str, str], Signal] = field(default_factory=dict)
    headings: dict[str, Signal] = field(default_factory=dict)


def alignments(outline: Outline, statements: Sequence[Statement], index: CentralIndex) -> Iterator[Alignment]:
    """Give the alignment of each commitment among the statements, in their order."""
    weights = alignment_weights()
    memory = _Memory()
    promised = [statement for statement in statements if statement.type == "commitment"]
    for context in contexts(outline, promised):
        yield _alignment(index, context, weights, memory)


def _alignment(
    index: CentralIndex, context: Context, weights: AlignmentWeights, memory: _Memory
) -> Alignment:
    reading = read(context.statement.text)
    rest = _surroundings(index, context, weights, memory)
    own, nearest = _own(index, reading, weights, rest)
    cost = weights.local if local_matters().search(context.statement.text) else 0.0
    total = [a + b - cost for a, b in zip(own, rest, strict=True)]
    order = sorted(range(len(total)), key=lambda at: (-total[at], at))[:MOST]
    heading = memory.headings[context.heading]
    matches = tuple(
        _match(
            index.provisions[at],
            index.sentences[nearest[at] if nearest[at] >= 0 else index.first_sentences[at]],
            reading,
            _score(total[at], weights),
            why(
                reading,
                index.provisions[at],
                index.readings[at],
                Around(context.heading, heading[at], own[at], rest[at]),
            ),
        )
        for at in order
    )
    standing = "aligned" if total[order[0]] >= weights.threshold else "unaligned"
    return Alignment(context.statement, matches, standing)


def _own(
    index: CentralIndex, reading: Reading, weights: AlignmentWeights, rest: Signal
) -> tuple[Signal, list[int]]:
    """The evidence that the statement's own words give, and the nearest sentence of each provision.

    Directions are compared for the candidates alone: those foremost by all other evidence.
    """
    by_sentence, nearest = near(index, reading)
    total = [0.0] * len(index.provisions)
    for (signal, place), weight in weights.signals.items():
        if place != "statement" or signal == "similar":
            continue
        found = by_sentence if signal == "near" else SIGNALS[signal](index, reading)
        total = add(total, found, weight)
    weight = weights.signals.get(("similar", "statement"), 0.0)
    foremost = add(total, rest, 1.0)
    order = sorted(range(len(total)), key=lambda at: (-foremost[at], at))
    return add(total, similar(index, reading, order[:CANDIDATES]), weight), nearest


def _surroundings(
    index: CentralIndex, context: Context, weights: AlignmentWeights, memory: _Memory
) -> Signal:
    """The evidence that sentence, paragraph and heading give; found once for each text."""
    texts = (context.sentence, context.paragraph, context.heading)
    total = memory.totals.get(texts)
    if total is None:
        total = [0.0] * len(index.provisions)
        for place, text in zip(PLACES[1:], texts, strict=True):
            found = memory.signals.get((place, text))
            if found is None:
                found = memory.signals[place, text] = _of_place(index, place, text, weights)
            total = add(total, found, 1.0)
        memory.totals[texts] = total
    if context.heading not in memory.headings:
        memory.headings[context.heading] = similar(index, read(context.heading))
    return total


def _of_place(index: CentralIndex, place: str, text: str, weights: AlignmentWeights) -> Signal:
    reading = read(text, directed=("similar", place) in weights.signals)
    total = [0.0] * len(index.provisions)
    for (signal, where), weight in weights.signals.items():
        if where == place:
            total = add(total, SIGNALS[signal](index, reading), weight)
    return total


def _match(
    provision: Provision, quoted: Sentence, reading: Reading, score: float, reasons: tuple[str, ...]
) -> Match:
    """Quote the nearest sentence of a provision."""
    start, end = quoted.start, quoted.end
    return Match(
        provision.article, provision.path, start, end, quoted.text, score, reasons,
        _force(provision.tasks, start, end, reading), provision.start,
    )  # fmt: skip


def _force(tasks: Sequence[Passage], start: int, end: int, reading: Reading) -> str | None:
    """How firmly the quoted stretch asks: by its task that shares most with the statement."""
    inside = [task for task in tasks if task.start < end and start < task.end]
    if not inside:
        return None
    gained = [sum(map(rarity, reading.terms.keys() & word_terms(task.text))) for task in inside]
    return inside[gained.index(max(gained))].force


def _score(evidence: float, weights: AlignmentWeights) -> float:
    """Bring the evidence to a score: 0.5 is the threshold."""
    power = max(-_FAR, min(_FAR, weights.slope * (evidence - weights.threshold)))
    return round(1 / (1 + exp(-power)), 4)
