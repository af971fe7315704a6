"""Measure what each signal adds to an alignment: ``python -m training.compare_align``.

Weights are fitted on ``training/alignments.tsv`` alone. The gold columns are of weights that never
saw it; the other columns are of those rows by ten-fold cross-validation. Rows whose statement is
cut so that no piece holds half of the gold's stretch count all the same, by the piece that holds most.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np

from luoshi.aligning import reading
from luoshi.lexicon.similarity import Vectors
from training.aligned import Asked, central, gold, own
from training.alignment import CHOSEN, Row, evidence, fit, rows_of, threshold
from training.baseline import bm25

FOLDS = 10
GOLD_TEXTS = frozenset({"provincial/2026/anhui.txt", "provincial/2026/guangdong.txt"})
LEXICAL = ("words.statement", "words.sentence", "near.statement")
THEMES = ("themes.statement", "themes.sentence", "themes.paragraph")
STAGES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("+ rarity", LEXICAL, False),
    ("+ synonyms", LEXICAL, True),
    ("+ titles above", (*LEXICAL, "titles.statement"), True),
    ("+ themes, of the paragraph too", (*LEXICAL, "titles.statement", *THEMES), True),
    ("+ similarity, heading too: all", CHOSEN, True),
)
Scores = Sequence[np.ndarray]


def recall(rows: Iterable[Asked], scores: Scores, articles: Sequence[str]) -> str:
    """Give recall at 1 and 3 and the mean reciprocal rank of rows that have an article."""
    ranks = []
    for asked, score in zip(rows, scores, strict=True):
        good = asked.first | asked.also
        if good:
            order = np.argsort(-score, kind="stable")
            ranks.append(next(r for r, at in enumerate(order, 1) if articles[at] in good))
    at1, at3 = (sum(rank <= most for rank in ranks) / len(ranks) for most in (1, 3))
    return f"{at1:8.3f}{at3:8.3f}{sum(1 / rank for rank in ranks) / len(ranks):8.3f}"


def folded(rows: Sequence[Row], articles: Sequence[str]) -> list[tuple[np.ndarray, float]]:
    """Give for each row the evidence and the threshold by weights that did not see it."""
    out: list[tuple[np.ndarray, float]] = [(np.zeros(0), 0.0)] * len(rows)
    for fold in range(FOLDS):
        kept = [row for at, row in enumerate(rows) if at % FOLDS != fold]
        weights = fit(kept, articles)
        least = threshold(kept, weights)
        for at in range(fold, len(rows), FOLDS):
            out[at] = (evidence(rows[at], weights), least)
    return out


def abstaining(rows: Sequence[Row], found: Sequence[tuple[np.ndarray, float]]) -> str:
    """Give how many rows without an article are left unaligned, and how many of those with one."""
    far = [score.max() < least for score, least in found]
    none = [f for row, f in zip(rows, far, strict=True) if not (row.asked.first | row.asked.also)]
    some = [f for row, f in zip(rows, far, strict=True) if row.asked.first | row.asked.also]
    return f"{sum(none):4d} of {len(none):3d}{sum(some):8d} of {len(some):3d}"


def stage(
    names: Sequence[str], with_synonyms: bool, sets: tuple[list[Asked], list[Asked]]
) -> tuple[list[Row], list[Row], list[str]]:
    """Give the rows of both sets in these signals."""
    if not with_synonyms:
        old, reading.other_words = reading.other_words, lambda *_: []
    try:
        index = central()
        answered = (rows_of(sets[0], index, names), rows_of(sets[1], index, names))
    finally:
        if not with_synonyms:
            reading.other_words = old
    return *answered, [p.article for p in index.provisions]


def line(name: str, trained: list[Row], held: list[Row], articles: list[str]) -> str:
    """Give a line of the table."""
    weights = fit(trained, articles)
    on_gold = recall([row.asked for row in held], [evidence(row, weights) for row in held], articles)
    on_own = recall(
        [row.asked for row in trained], [score for score, _ in folded(trained, articles)], articles
    )
    return f"{name:40}{on_gold}  {on_own}"


def main() -> int:
    """Print the table."""
    sets = (own(), gold())
    if not sets[1]:
        print("../shared is absent: nothing to measure on", file=sys.stderr)
        return 1
    index = central()
    articles = [p.article for p in index.provisions]
    counts = [sum(bool(a.first | a.also) for a in some) for some in sets]
    print(f"{'':40}{f'gold ({counts[1]} rows)':>24}  {f'own rows ({counts[0]}), 10-fold':>24}")
    print(f"{'':40}{'r@1':>8}{'r@3':>8}{'mrr':>8}  {'r@1':>8}{'r@3':>8}{'mrr':>8}")
    base = bm25(index)
    on_gold, on_own = (recall(some, [base(asked) for asked in some], articles) for some in reversed(sets))
    print(f"{'base line: BM25 over bigrams':40}{on_gold}  {on_own}")
    for name, names, with_synonyms in STAGES:
        print(line(name, *stage(names, with_synonyms, sets)), flush=True)
    _unseen_texts(sets)
    trained, held, articles = stage(CHOSEN, True, sets)
    weights = fit(trained, articles)
    least = threshold(trained, weights)
    print(f"\n{'left unaligned':40}{'without article':>15}{'with article':>16}")
    print(f"{'gold':40}{abstaining(held, [(evidence(row, weights), least) for row in held])}")
    print(f"{'own rows, 10-fold':40}{abstaining(trained, folded(trained, articles))}")
    plain = [[row._replace(local=False) for row in some] for some in (trained, held)]
    print(f"{'gold, no words of local matters':40}", end="")
    print(abstaining(plain[1], [(evidence(row, weights), least) for row in plain[1]]))
    print(f"{'own rows, no words of local matters':40}{abstaining(plain[0], folded(plain[0], articles))}")
    return 0


def _unseen_texts(sets: tuple[list[Asked], list[Asked]]) -> None:
    """All signals, the vectors learnt without the two reports that most of the gold is from."""
    from training.similarity import DIMENSIONS, coded, learn, sentences

    table = Vectors("held out", DIMENSIONS, coded(learn(sentences(GOLD_TEXTS))))
    old, reading.vectors = reading.vectors, lambda: table
    try:
        print(line("  all, vectors without the gold's reports", *stage(CHOSEN, True, sets)))
    finally:
        reading.vectors = old


if __name__ == "__main__":
    raise SystemExit(main())
