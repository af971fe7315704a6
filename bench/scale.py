"""``make bench-scale``: the long measurements, about a quarter of an hour on two cores.

``long``: the national reports 100 times over through each main row, each bounded in time. ``growth``: one
text of 10 KB to 100 MB, cost fitted. ``jobs``: a folder added by one process and by all cores in turn.
``stream``: 10,000 documents, 100 of them damaged, added to a ledger; then the same command again.
Arguments: the parts wanted, ``keep`` (write docs/benchmarks), ``small`` (a tenth of everything).
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import peers, texts
from bench.kept import keep
from bench.measure import peak
from bench.runs import Run, luoshi
from bench.table import scaling, scaling_lines
from luoshi.app.parallel import cores
from luoshi.extracting.statements import statements
from luoshi.parsing.outline import parse

PARTS = ("long", "growth", "jobs", "stream")
TIMES = 100
BOUND = 60.0  # seconds of each row over the repeated reports
SIZES = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
ROUNDS = 3
LINES = 12  # of a document of the stream: about 4 KB, an ordinary notice
Told = Iterator[tuple[str, dict[str, Any]]]


def long(tenth: bool) -> Told:
    """Measure the reports many times over, one document in memory at a time."""
    documents = texts.reports()
    rows = {
        "jieba, precise mode": peers.jieba(),
        "parse": parse,
        "parse and extract": lambda document: sum(1 for _ in statements(parse(document))),
        "a regular expression": peers.expression(),
    }
    if (found := peers.jionlp()) is not None:
        rows |= {"JioNLP, times": found[0], "JioNLP, sums of money": found[1]}
    for name, run in rows.items():
        run(documents[0])
        gc.collect()
        before, done, start = peak(), 0, time.process_time()
        for _ in range(TIMES // 10 if tenth else TIMES):
            for document in documents:
                run(document)
                done += texts.size(document.text)
                if time.process_time() - start > BOUND:
                    break
            else:
                continue
            break
        seconds = time.process_time() - start
        said = f"{name:24}{done / 1e6:8.1f} MB in {seconds:6.1f} s: {done / seconds / 1e6:7.2f} MB/s"
        yield (
            f"{said}; peak memory {peak():.0f} MB, grown by {peak() - before:.0f}",
            {name: {"mb": round(done / 1e6, 1), "mb_per_s": round(done / seconds / 1e6, 3)}},
        )


def growth(tenth: bool) -> Told:
    """Fit cost over size."""
    sizes = SIZES[:-1] if tenth else SIZES
    for name, lines, wanted in (("lines", True, sizes), ("one line", False, sizes[:4])):
        costs, slope = scaling(wanted, lines=lines)
        for line in scaling_lines(costs, slope, f"one text, {name}"):
            yield line, {f"exponent, {name}": round(slope, 4), f"seconds, {name}": costs}


def jobs(tenth: bool) -> Told:
    """Add a folder with one process and with all cores, in turn."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        size = texts.write_folder(top / "in", 60 if tenth else 600, 120)
        spent: dict[tuple[str, int], list[float]] = {}
        for turn in range(ROUNDS):
            for number in (1, cores()):
                for what in ("extract", "add"):
                    more = ["--store", str(top / f"{number}-{turn}.db")] if what == "add" else []
                    out = top / f"{what}-{number}.jsonl"
                    run = luoshi(what, str(top / "in"), "--jobs", str(number), *more, out=out)
                    assert run.code == 0, run.errors
                    spent.setdefault((what, number), []).append(run.seconds)
        same = (top / "extract-1.jsonl").read_bytes() == (top / f"extract-{cores()}.jsonl").read_bytes()
        for what in ("extract", "add"):
            one, all_ = spent[what, 1], spent[what, cores()]
            gain = median(a / b for a, b in zip(one, all_, strict=True))
            yield (
                f"{what}, {size / 1e6:.1f} MB: 1 process {min(one):.1f} s, "
                f"{cores()} processes {min(all_):.1f} s, "
                f"{gain:.2f} times (median of {ROUNDS}); records {'equal' if same else 'DIFFERENT'}",
                {what: {"gain": round(gain, 3), "one": one, "all": all_, "cores": cores(), "equal": same}},
            )


def stream(tenth: bool) -> Told:
    """Add 10,000 documents, 100 damaged, and once more."""
    count, damaged = (1_000, 10) if tenth else (10_000, 100)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        size = texts.write_folder(top / "in", count, LINES, damaged=damaged)
        report, store = top / "report.csv", top / "a.db"
        for turn in ("added", "added again"):
            arguments = ("add", str(top / "in"), "--store", str(store), "--report", str(report))
            run: Run = luoshi(*arguments)
            rows = report.read_text("utf-8-sig").splitlines()[1:]
            failed = [row for row in rows if ",failed," in row]
            kept = sum(path.stat().st_size for path in top.glob("a.db*") if path.is_file())
            yield (
                f"{count} documents ({size / 1e6:.1f} MB, {damaged} damaged) {turn}: {run.seconds:.1f} s, "
                f"{len(rows) - len(failed)} read, {len(failed)} listed with a reason; "
                f"peak {run.peak:.0f} MB in all, {run.largest:.0f} MB the largest; "
                f"ledger {kept / 1e6:.1f} MB",
                {
                    turn: {
                        "seconds": round(run.seconds, 1),
                        "read": len(rows) - len(failed),
                        "failed": len(failed),
                        "peak_mb": round(run.peak),
                        "largest_mb": round(run.largest),
                        "text_mb": round(size / 1e6, 2),
                        "ledger_mb": round(kept / 1e6, 2),
                    }
                },
            )


def main() -> None:
    """Print what was asked for."""
    asked = sys.argv[1:]
    tenth = "small" in asked
    said: list[str] = []
    figures: dict[str, Any] = {}
    for name in [one for one in PARTS if one in asked] or PARTS:
        part = {"long": long, "growth": growth, "jobs": jobs, "stream": stream}[name]
        figures[name] = {}
        for line, more in part(tenth):
            said.append(line)
            figures[name] |= more
            print(line, flush=True)
    if "keep" in asked:
        print(keep("scale", said, figures))
    sys.stdout.flush()
    os._exit(0)  # 100 MB of text need not be taken apart


if __name__ == "__main__":
    main()
