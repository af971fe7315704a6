"""``make bench``: how fast the stages are beside jieba, on the national reports of ../shared/corpora.

Every row is measured in turn with the others, several rounds, in process time of one core, so
that a noisy machine disturbs all alike; what counts is the ratio to jieba in the same run. The main
rows are measured with the compiled inner loops and, in a process of their own, without them.
"""

from __future__ import annotations

import gc
import logging
import os
import subprocess
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
from luoshi.native import COMPILED
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


Rows = dict[str, Callable[[], object]]


def core_rows(texts: list[Document]) -> Rows:
    """The rows that are measured in the compiled and in the plain form."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    outlines = [parse(document) for document in texts]
    return {
        "jieba, precise mode": lambda: [jieba.lcut(document.text) for document in texts],
        "parse": lambda: [parse(document) for document in texts],
        "extract (from the outline)": lambda: [list(statements(outline)) for outline in outlines],
        "parse and extract": lambda: [list(statements(parse(document))) for document in texts],
    }


def more_rows(texts: list[Document]) -> Rows:
    """The further stages."""
    prepared = [prepare(document) for document in texts]
    pairs = [pair for pair in pairwise(prepared) if pair[0].document.sha256 != pair[1].document.sha256]
    outlines = [parse(document) for document in texts]
    sides = labelled(side for each in outlines for side in sides_of(each, tuple(statements(each))))
    return {
        "quantities": lambda: [quantities(document.text) for document in texts],
        "times": lambda: [times(document.text, date=document.date) for document in texts],
        "follow (from the records)": lambda: [list(follow_promises(one, other)) for one, other in pairs],
        f"compare {len(sides)} sides (extracted)": lambda: compare(sides),
    }


def table(rows: Rows, size: float) -> None:
    """Measure the rows in turn, and print them; the first is what the others are compared with."""
    spent: dict[str, list[float]] = {name: [] for name in rows}
    for run in rows.values():
        run()
    gc.collect()
    gc.freeze()  # what stands ready for the rows is no work of theirs to look through
    for _ in range(ROUNDS):
        for name, run in rows.items():
            start = time.process_time()
            run()
            spent[name].append(time.process_time() - start)
    base = next(iter(spent.values()))
    form = "compiled inner loops" if COMPILED else "plain Python (LUOSHI_PLAIN=1, or nothing was built)"
    print(f"{form}: {size:.2f} MB of UTF-8, {ROUNDS} rounds, one core, process time")
    print(f"{'':28}{'MB/s best':>10}{'median':>9}{'jieba = 1':>11}")
    for name, seconds in spent.items():
        ratio = median(b / s for b, s in zip(base, seconds, strict=True))
        print(f"{name:28}{size / min(seconds):10.2f}{size / median(seconds):9.2f}{ratio:11.2f}", flush=True)


def main() -> None:
    """Print the table; where the inner loops are compiled, the main rows once more without them."""
    texts = documents()
    size = sum(len(document.text.encode("utf-8")) for document in texts) / 1e6
    if sys.argv[1:] == ["core"]:
        table(core_rows(texts), size)
        return
    table({**core_rows(texts), **more_rows(texts)}, size)
    aligning()
    if COMPILED:
        print(flush=True)
        plain = {**os.environ, "LUOSHI_PLAIN": "1"}
        subprocess.run([sys.executable, "-m", "bench.speed", "core"], env=plain, check=True)


if __name__ == "__main__":
    main()
