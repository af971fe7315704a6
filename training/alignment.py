"""Fit the weights of an alignment: ``python -m training.alignment`` writes ``data/models/alignment.tsv``.

Fitted on ``training/alignments.tsv`` alone; the gold only checks. A row's first articles share its
weight, articles that also fit count a third. The weights of the signals make the right article
likely among all (multinomial logistic regression, no weight below 0, a mild ridge). What the words
of local matters cost and from where on an alignment counts is set so that of the rows with an
article few are left unaligned.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from luoshi.aligning.index import CentralIndex
from luoshi.aligning.reading import read
from luoshi.aligning.signals import SIGNALS
from luoshi.lexicon.local_matters import local_matters
from training.aligned import Asked, central, own
from training.rows import HERE

OUT = HERE.parent / "src" / "luoshi" / "data" / "models" / "alignment.tsv"
CHOSEN = (
    "words.statement", "words.sentence", "near.statement", "titles.statement",
    "themes.statement", "themes.sentence", "themes.paragraph",
    "similar.statement", "similar.paragraph", "similar.heading",
)  # fmt: skip
ALSO = 0.35
RIDGE = 0.05
STEPS = 3000
LOST = 0.03  # share of rows with an article that may be left unaligned
LOCAL = 6.0  # what a word of a local matter costs: as much as an average context gives
SLOPE = 0.5


class Row(NamedTuple):
    """A training row in numbers: a line a provision, a column a signal."""

    asked: Asked
    signals: np.ndarray
    local: bool


def rows_of(asked: Sequence[Asked], index: CentralIndex, names: Sequence[str] = CHOSEN) -> list[Row]:
    """Give the signals of each row."""
    return [_row(one, index, names) for one in asked]


def _row(one: Asked, index: CentralIndex, names: Sequence[str]) -> Row:
    context = one.context
    texts = {
        "statement": context.statement.text,
        "sentence": context.sentence,
        "paragraph": context.paragraph,
        "heading": context.heading,
    }
    readings = {place: read(text) for place, text in texts.items()}
    columns = []
    for name in names:
        signal, place = name.split(".")
        columns.append(SIGNALS[signal](index, readings[place]))
    return Row(one, np.array(columns).T, bool(local_matters().search(context.statement.text)))


def fit(rows: Sequence[Row], articles: Sequence[str]) -> np.ndarray:
    """Give the weights of the signals."""
    with_answer = [row for row in rows if row.asked.first]
    x = np.array([row.signals for row in with_answer])
    y = np.array([[_share(row.asked, a) for a in articles] for row in with_answer])
    y /= y.sum(axis=1, keepdims=True)
    weights = np.ones(x.shape[2])
    # accelerated projected gradient: convex, so where it starts does not matter
    ahead, rate = weights.copy(), 0.5 / (np.square(x).sum(axis=(0, 1)).max() / x.shape[1] + RIDGE)
    for step in range(1, STEPS + 1):
        scores = x @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = np.einsum("ij,ijk->k", chances - y, x) + RIDGE * ahead
        new = np.maximum(ahead - rate * slope, 0)
        ahead = new + (step - 1) / (step + 2) * (new - weights)
        weights = new
    return weights


def _share(asked: Asked, article: str) -> float:
    return 1.0 if article in asked.first else ALSO if article in asked.also else 0.0


def evidence(row: Row, weights: np.ndarray) -> np.ndarray:
    """Give the evidence for each provision."""
    return row.signals @ weights - (LOCAL if row.local else 0.0)


def threshold(rows: Sequence[Row], weights: np.ndarray) -> float:
    """Give the evidence below which few rows with an article lie."""
    best = sorted(evidence(row, weights).max() for row in rows if row.asked.first)
    return float(best[int(LOST * len(best))])


def main() -> int:
    """Fit on the rows whose texts are here and write the weights."""
    asked = own()
    if not asked:
        print("../shared is absent: nothing to fit on", file=sys.stderr)
        return 1
    index = central()
    rows = rows_of(asked, index)
    weights = fit(rows, [p.article for p in index.provisions])
    lines = [f"{name}\t{value:.2f}" for name, value in zip(CHOSEN, weights, strict=True)]
    lines += [f"local\t{LOCAL:.2f}", f"threshold\t{threshold(rows, weights):.2f}", f"slope\t{SLOPE:.2f}"]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
