"""``make bench``: one table of what the stages cost, beside jieba, JioNLP and a regular expression.

On the national reports of ../shared/corpora. Each row is measured in turn with the others, several
rounds, in process time of one core, so that a noisy machine disturbs all alike; what counts is the ratio
to jieba in the same run. The main rows are measured with the compiled inner loops and, in a process of
their own, without them. Peak memory is that of a process that does nothing but the row, once.

Arguments: ``keep`` (write docs/benchmarks), ``core`` (the main rows alone).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from bench import peers, texts
from bench.kept import keep
from bench.machine import described
from bench.measure import Row, exponent, measure, peak, peak_elsewhere, ratio
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
from luoshi.reading import read

ROUNDS = 5
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
JIEBA = "jieba, precise mode"
BOTH = "parse and extract"
_JIONLP = ("JioNLP, times", "JioNLP, sums of money")
_MODULE = "bench.table"


def count(made: Any) -> int:
    """Give how many records lists hold."""
    return sum(len(each) for each in made)


def core_rows(documents: list[Document]) -> Iterator[Callable[[], Row]]:
    """Give what makes the rows that are measured in the compiled and in the plain form."""
    size = sum(texts.size(document.text) for document in documents)

    def of_outlines() -> Row:
        outlines = [parse(document) for document in documents]
        return Row(
            "extract (from the outline)", lambda: [list(statements(one)) for one in outlines], size, count
        )

    yield lambda: _over(JIEBA, peers.jieba(), documents)
    yield lambda: Row("parse", lambda: [parse(document) for document in documents], size)
    yield of_outlines
    yield lambda: Row(BOTH, lambda: [list(statements(parse(one))) for one in documents], size, count)


def more_rows(documents: list[Document]) -> Iterator[Callable[[], Row]]:
    """Give what makes the further rows."""
    size = sum(texts.size(document.text) for document in documents)

    def of_files() -> Row:
        paths = texts.paths()
        read_bytes = sum(path.stat().st_size for path in paths)
        return Row("read (files of text)", lambda: [read(path) for path in paths], read_bytes)

    def of_pairs() -> Row:
        prepared = [prepare(document) for document in documents]
        pairs = [one for one in pairwise(prepared) if one[0].document.sha256 != one[1].document.sha256]
        both = sum(texts.size(one.document.text) for pair in pairs for one in pair)
        run = lambda: [list(follow_promises(*pair)) for pair in pairs]  # noqa: E731
        return Row("follow (from the records)", run, both, count)

    def of_local() -> Row:
        local, central = texts.local_and_central()
        run = lambda: list(align(local, central))  # noqa: E731
        return Row("align (with extraction)", run, texts.size(local.text) + texts.size(central.text), len)

    def of_sides() -> Row:
        outlines = [parse(document) for document in documents]
        sides = labelled(side for each in outlines for side in sides_of(each, tuple(statements(each))))
        return Row(f"compare {len(sides)} sides (extracted)", lambda: compare(sides), size)

    yield of_files
    yield of_pairs
    yield of_local
    yield of_sides
    yield lambda: Row("quantities", lambda: [quantities(one.text) for one in documents], size, count)
    yield lambda: Row("times", lambda: [times(one.text, date=one.date) for one in documents], size, count)
    yield lambda: _over("a regular expression", peers.expression(), documents)
    for at, name in enumerate(_JIONLP if peers.has_jionlp() else ()):
        yield lambda at=at, name=name: _once(_over(name, (peers.jionlp() or ())[at], documents[:1]))


def _over(name: str, run: peers.Run, documents: list[Document]) -> Row:
    size = sum(texts.size(document.text) for document in documents)
    return Row(name, lambda: [run(document) for document in documents], size, count)


def _once(row: Row) -> Row:
    row.once = True
    return row


def lines_of(rows: list[Row]) -> Iterator[str]:
    """Give the table."""
    base = rows[0]
    form = "compiled inner loops" if COMPILED else "plain Python (LUOSHI_PLAIN=1, or nothing was built)"
    yield f"{form}: {base.size / 1e6:.2f} MB of UTF-8, {ROUNDS} rounds, one core, process time"
    yield f"{'':32}{'MB/s best':>10}{'median':>9}{'jieba = 1':>11}{'records/s':>11}{'peak MB':>9}"
    for row in rows:
        rate = f"{row.made / min(row.spent):11,.0f}" if row.made else f"{'':11}"
        memory = "" if row.peak is None else f"{row.peak:9.0f}"
        best, middle = row.megabytes(min(row.spent)), row.megabytes(median(row.spent))
        yield f"{row.name:32}{best:10.2f}{middle:9.2f}{ratio(row, base):11.2f}{rate}{memory}"


def scaling(sizes: tuple[int, ...], *, lines: bool = True) -> tuple[dict[int, float], float]:
    """Give the best seconds of parse and extract by the bytes of one text, and the exponent of the fit."""
    import time

    costs: dict[int, float] = {}
    for size in sizes:
        document = texts.long_text(size, lines=lines)
        spent = []
        for _ in range(3 if size <= 1_000_000 else 1):
            start = time.process_time()
            for _ in statements(parse(document)):
                pass
            spent.append(time.process_time() - start)
        costs[size] = min(spent)
    return costs, exponent(list(costs), list(costs.values()))


def scaling_lines(costs: dict[int, float], slope: float, name: str) -> Iterator[str]:
    """Give the figures of ``scaling`` as lines."""
    said = " · ".join(f"{size / 1e6:g} MB {seconds:.3g} s" for size, seconds in costs.items())
    yield f"{name}: {said}; exponent {slope:.3f} (1 is linear)"


def figures(rows: list[Row]) -> dict[str, Any]:
    """Give the rows as JSON has them."""
    return {
        row.name: {
            "mb_per_s_best": round(row.megabytes(min(row.spent)), 3),
            "mb_per_s_median": round(row.megabytes(median(row.spent)), 3),
            "jieba": round(ratio(row, rows[0]), 3),
            "records": row.made,
            "peak_mb": None if row.peak is None else round(row.peak),
        }
        for row in rows
    }


def main() -> None:
    """Print the table; where the inner loops are compiled, the main rows once more without them."""
    asked = sys.argv[1:]
    documents = texts.reports()
    makers = [*core_rows(documents), *([] if asked[:1] == ["core"] else more_rows(documents))]
    if asked[:1] == ["peak"]:
        makers[int(asked[1])]().run()
        print(f"{peak():.1f}")
        return
    rows = [make() for make in makers]
    measure(rows, ROUNDS)
    if asked[:1] != ["core"]:
        for number, row in enumerate(rows):
            row.peak = peak_elsewhere(_MODULE, "peak", str(number))
    said = []
    for line in lines_of(rows):
        said.append(line)
        print(line, flush=True)
    if asked[:1] == ["core"]:
        return
    kept = {"rows": figures(rows), "scaling": {}}
    for name, lines, sizes in (("lines", True, SIZES), ("one line", False, SIZES[:3])):
        costs, slope = scaling(sizes, lines=lines)
        said += (more := list(scaling_lines(costs, slope, f"one text, {name}")))
        print(*more, sep="\n", flush=True)
        kept["scaling"][name] = {"seconds": costs, "exponent": round(slope, 4)}
    print(*(f"{key}: {value}" for key, value in described().items()), sep=" · ", flush=True)
    if COMPILED:
        print(flush=True)
        done = subprocess.run(
            [sys.executable, "-m", _MODULE, "core"],
            env={**os.environ, "LUOSHI_PLAIN": "1"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        print(done.stdout, end="")
        said += ["", *done.stdout.splitlines()]
    if "keep" in asked:
        print(keep("speed", said, kept))


if __name__ == "__main__":
    main()
