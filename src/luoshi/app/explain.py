"""Say what decided each clause: the rule, and the weights that counted most."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from luoshi.extracting.labels.features import names, seen
from luoshi.extracting.labels.labels import Label, emissions, labels
from luoshi.lexicon.weights import TAGS, LabelWeights, label_weights, unpack
from luoshi.model import Outline

_MOST = 6  # features shown a clause


def explain_outline(outline: Outline) -> Iterator[str]:
    """Give for each clause a line: its place, label, probability, words, and what weighed most.

    The probability is the model's for this label, its neighbours' labels taken as they are.
    """
    weights = label_weights()
    rows = [names(clause) for clause in seen(outline)]
    scores = [unpack(total) for total in emissions(weights, outline)]
    decided = labels(outline)
    text = outline.document.text
    for at, (clause, label) in enumerate(zip(outline.clauses, decided, strict=True)):
        chance = _probability(weights, scores, decided, at)
        shown = "、".join(f"{name} {weight:+.1f}" for name, weight in _heaviest(weights, rows[at], label))
        mark = "B" if label.opens else "I"
        yield (
            f"{clause.start}–{clause.end}\t{label.label}{mark}\t{chance:.2f}\t{label.rule}\t"
            f"{text[clause.start : clause.end]}\t{shown}"
        )


def _tag(label: Label) -> int:
    return TAGS.index(label.label if label.label in "NE" else label.label + ("B" if label.opens else "I"))


def _probability(
    weights: LabelWeights, scores: Sequence[list[int]], decided: Sequence[Label], at: int
) -> float:
    sums = list(scores[at])
    for tag in range(len(TAGS)):
        if at:
            sums[tag] += weights.transitions[_tag(decided[at - 1])][tag]
        if at + 1 < len(decided):
            sums[tag] += weights.transitions[tag][_tag(decided[at + 1])]
    top = max(sums)
    parts = [math.exp((value - top) / weights.scale) for value in sums]
    return parts[_tag(decided[at])] / sum(parts)


def _heaviest(weights: LabelWeights, row: Sequence[str], label: Label) -> list[tuple[str, float]]:
    tag = _tag(label)
    found = {
        name: unpack(weights.packed[name])[tag] / weights.scale for name in row if name in weights.packed
    }
    return sorted(found.items(), key=lambda item: -abs(item[1]))[:_MOST]
