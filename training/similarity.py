"""Learn which bigrams stand in like sentences: ``python -m training.similarity`` writes their vectors.

Bigrams of Chinese characters that stand in enough sentences of ../shared/corpora, and not in too
many, are counted by the sentences they share. The positive pointwise mutual information of each
pair (context counts smoothed by the power 0.75, as in Levy, Goldberg and Dagan 2015) makes a
symmetric matrix; its leading eigenvectors, by subspace iteration from a fixed start, weighted by
the square root of their values, are the vectors, rounded to signed bytes. The gold is not read.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections import Counter
from pathlib import Path

import numpy as np

from training.rarity import _SENTENCE, CORPORA, ROOT, pairs

OUT = ROOT / "src" / "luoshi" / "data" / "models" / "similarity.tsv"
VERSION = "1"
DIMENSIONS = 64
LEAST = 12  # sentences that a bigram must stand in
MOST = 0.05  # share of sentences beyond which it tells nothing
SMOOTH = 0.75
SPARE = 32  # further columns that make the iteration settle sooner
ROUNDS = 12
CLIP = 4.0  # standard deviations that a byte reaches to


def sentences(left_out: frozenset[str] = frozenset()) -> list[set[str]]:
    """Give the bigrams of each sentence of the corpora but of the files named."""
    found = []
    for path in sorted(CORPORA.glob("**/*.txt")):
        if path.relative_to(CORPORA).as_posix() not in left_out:
            found += [pairs(match.group()) for match in _SENTENCE.finditer(path.read_text("utf-8"))]
    return [row for row in found if row]


def learn(rows: list[set[str]]) -> dict[str, bytes]:
    """Give the vector of each bigram as signed bytes."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row)
    terms = sorted(t for t, n in counts.items() if LEAST <= n <= MOST * len(rows))
    at = {term: place for place, term in enumerate(terms)}
    together = np.zeros((len(terms), len(terms)), dtype=np.float32)
    for row in rows:
        places = np.array(sorted(at[term] for term in row if term in at), dtype=np.int64)
        if len(places) > 1:
            together[np.ix_(places, places)] += 1
    np.fill_diagonal(together, 0)
    vectors = _leading(_ppmi(together))
    scaled = vectors / (CLIP * vectors.std()) * 127
    return {t: np.clip(np.rint(scaled[i]), -127, 127).astype(np.int8).tobytes() for i, t in enumerate(terms)}


def _ppmi(together: np.ndarray) -> np.ndarray:
    alone = together.sum(axis=1, dtype=np.float64)
    context = alone**SMOOTH
    context /= context.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        for row in range(len(together)):
            together[row] = np.log(together[row] / (alone[row] * context))
    together[~np.isfinite(together)] = 0
    np.maximum(together, 0, out=together)
    return together


def _leading(matrix: np.ndarray) -> np.ndarray:
    """Left singular vectors, weighted; the sign of each makes its largest entry positive."""
    start = np.random.default_rng(0).standard_normal((len(matrix), DIMENSIONS + SPARE)).astype(np.float32)
    basis = np.linalg.qr(matrix @ start)[0]
    for _ in range(ROUNDS):
        basis = np.linalg.qr(matrix @ (matrix.T @ basis))[0]
    left, values, _ = np.linalg.svd((basis.T @ matrix).astype(np.float64), full_matrices=False)
    vectors = (basis @ left)[:, :DIMENSIONS] * np.sqrt(values[:DIMENSIONS])
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(DIMENSIONS)])
    return vectors * signs


def coded(table: dict[str, bytes]) -> dict[str, str]:
    """Give the vectors in base 64."""
    return {term: b64encode(table[term]).decode() for term in sorted(table)}


def write(table: dict[str, bytes], out: Path = OUT) -> None:
    """Write the vectors."""
    lines = [f"!version\t{VERSION}", f"!dimensions\t{DIMENSIONS}"]
    lines += [f"{term}\t{vector}" for term, vector in coded(table).items()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Learn from all texts that are here and write the vectors."""
    rows = sentences()
    if not rows:
        print("../shared is absent: nothing to learn from", file=sys.stderr)
        return 1
    table = learn(rows)
    write(table)
    print(f"{OUT.relative_to(ROOT)}: {len(table)} bigrams of {len(rows)} sentences")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
