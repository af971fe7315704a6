"""Counts how rare each pair of Chinese characters is, for ``luoshi.lexicon.rarity``.

``python -m training.rarity`` reads ../shared/corpora and the texts of this folder and writes
``data/models/rarity.tsv``: a line a count, with all pairs of that count. A “document” is a sentence:
whole reports hold nearly every pair. Pairs that stand in fewer than two sentences are left out,
as if they had not been seen. The gold is not read. Deterministic.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
OUT = ROOT / "src" / "luoshi" / "data" / "models" / "rarity.tsv"
_SENTENCE = re.compile("[^。！？；\n]+")
_HAN = re.compile("[\u3400-\u9fff]+")
LEAST = 3


def pairs(sentence: str) -> set[str]:
    """Give the pairs of neighbouring Chinese characters."""
    return {run[at : at + 2] for run in _HAN.findall(sentence) for at in range(len(run) - 1)}


def main() -> None:
    """Write the table."""
    counts: Counter[str] = Counter()
    sentences = 0
    for path in sorted(CORPORA.glob("**/*.txt")):
        for found in _SENTENCE.finditer(path.read_text("utf-8")):
            seen = pairs(found.group())
            sentences += bool(seen)
            counts.update(seen)
    by_count: dict[int, list[str]] = {}
    for pair, count in counts.items():
        if count >= LEAST:
            by_count.setdefault(count, []).append(pair)
    lines = [f"documents\t{sentences}"]
    lines += [f"{count}\t{''.join(sorted(by_count[count]))}" for count in sorted(by_count)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{OUT.relative_to(ROOT)}: {sum(map(len, by_count.values()))} pairs of {sentences} sentences")


if __name__ == "__main__":
    main()
