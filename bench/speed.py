"""``make bench``: how fast the stages are beside jieba, on the national reports of ../shared/corpora.

Every row is measured in turn with the others, several rounds, in process time of one core, so
that a noisy machine disturbs all alike; what counts is the ratio to jieba in the same run.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path
from statistics import median

from luoshi.aligning import align
from luoshi.comparing import compare
from luoshi.comparing.sides import labelled, sides_of
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.statements import statements
from luoshi.extracting.times.times import times
from luoshi.following.prepare import prepare
from luoshi.following.promises import follow_promises
from luoshi.model import Document
from luoshi.parsing.outline import parse

ROUNDS = 5
REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "national"


def documents() -> list[Document]:
    """Give the national reports, or the packaged example ten times where ../shared is absent."""
    paths = sorted(REPORTS.glob("*.txt"))
    if not paths:
        print("../shared is absent: measured on the packaged example", file=sys.stderr)
        text = resources.files("luoshi").joinpath("examples", "report_2025.txt").read_text("utf-8")
        return [Document(text, date=date(2025, 1, 16))] * 10
    return [
        Document(path.read_text("utf-8"), source=path.name, date=date(int(path.stem), 3, 5)) for path in paths
    ]


def aligning() -> None:
    """Print how long one provincial report takes against the 61 articles, and half of it, both read anew."""
    corpora = REPORTS.parent
    local = corpora / "provincial" / "2026" / "guangdong.txt"
    if not local.is_file():
        return
    central = Document(next((corpora / "central").glob("15fyp*.txt")).read_text("utf-8"), source="central")
    text = local.read_text("utf-8")
    for name, part in (("whole", text), ("half of it", text[: len(text) // 2])):
        spent = []
        for _ in range(ROUNDS):
            start = time.process_time()
            list(align(Document(part, source="local"), central))
            spent.append(time.process_time() - start)
        print(
            f"align one report to 61 articles, {name}: {min(spent):.2f} s best, {median(spent):.2f} s median"
        )


def main() -> None:
    """Print the table."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    texts = documents()
    prepared = [prepare(document) for document in texts]
    pairs = [pair for pair in pairwise(prepared) if pair[0].document.sha256 != pair[1].document.sha256]
    outlines = [parse(document) for document in texts]
    size = sum(len(document.text.encode("utf-8")) for document in texts) / 1e6
    rows: dict[str, Callable[[], object]] = {
        "jieba, precise mode": lambda: [jieba.lcut(document.text) for document in texts],
        "parse": lambda: [parse(document) for document in texts],
        "quantities": lambda: [quantities(document.text) for document in texts],
        "times": lambda: [times(document.text, date=document.date) for document in texts],
        "extract (from the outline)": lambda: [list(statements(outline)) for outline in outlines],
        "follow (from the records)": lambda: [list(follow_promises(one, other)) for one, other in pairs],
        "parse and extract": lambda: [list(statements(parse(document))) for document in texts],
    }
    sides = labelled(side for each in outlines for side in sides_of(each, tuple(statements(each))))
    rows[f"compare {len(sides)} sides (extracted)"] = lambda: compare(sides)
    spent: dict[str, list[float]] = {name: [] for name in rows}
    for run in rows.values():
        run()
    for _ in range(ROUNDS):
        for name, run in rows.items():
            start = time.process_time()
            run()
            spent[name].append(time.process_time() - start)
    base = spent["jieba, precise mode"]
    print(f"{size:.2f} MB of UTF-8, {ROUNDS} rounds, one core, process time")
    print(f"{'':28}{'MB/s best':>10}{'median':>9}{'jieba = 1':>11}")
    for name, seconds in spent.items():
        ratio = median(b / s for b, s in zip(base, seconds, strict=True))
        print(f"{name:28}{size / min(seconds):10.2f}{size / median(seconds):9.2f}{ratio:11.2f}")
    aligning()


if __name__ == "__main__":
    main()
