"""Rows of a table: each measured in turn with the others, several rounds, minimum and median."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Row:
    """A row: what runs, over how many bytes; ``once`` is for what takes long and is run in one round only."""

    name: str
    run: Callable[[], object]
    size: int
    records: Callable[[object], int] | None = None
    once: bool = False
    spent: list[float] = field(default_factory=list)
    made: int | None = None
    peak: float | None = None

    def megabytes(self, seconds: float) -> float:
        """Give MB/s."""
        return self.size / seconds / 1e6


def measure(rows: Sequence[Row], rounds: int) -> None:
    """Measure the rows in turn, in seconds of one core's process time."""
    for row in rows:
        if not row.once:
            row.run()
    gc.collect()
    gc.freeze()  # what stands ready for the rows is no work of theirs to look through
    for number in range(rounds):
        for row in rows:
            if row.once and number:
                continue
            start = time.process_time()
            made = row.run()
            row.spent.append(time.process_time() - start)
            if row.records is not None:
                row.made = row.records(made)


def ratio(row: Row, base: Row) -> float:
    """Give how many times as fast as ``base`` a row is: the median of the rounds' ratios, byte for byte."""
    pairs = zip(row.spent, base.spent, strict=False)
    return median((b / base.size) / (s / row.size) for s, b in pairs)


def peak() -> float:
    """Give the most memory that this process had, in MB (0 where the system does not tell)."""
    try:
        # not ru_maxrss, which on Linux begins with that of the program which started this one
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def peak_elsewhere(module: str, *arguments: str) -> float | None:
    """Give the peak of a process that runs one row: it prints the figure last."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, check=False
    )
    try:
        return float(done.stdout.split()[-1])
    except (ValueError, IndexError):
        return None


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Give the slope of log cost over log size by least squares: 1 is linear."""
    x, y = [math.log(one) for one in sizes], [math.log(one) for one in costs]
    middle, level = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
    return above / sum((a - middle) ** 2 for a in x)
