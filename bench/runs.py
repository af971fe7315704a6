"""Runs of the command line, watched: how long they took, and how much memory they had together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """What a run cost: seconds by the clock, MB at the peak (all its processes, shared pages once)."""

    seconds: float
    peak: float
    largest: float
    code: int
    errors: str


def luoshi(*arguments: str, out: Path | None = None) -> Run:
    """Run ``luoshi`` and watch it; memory is 0 where the system does not tell."""
    command = [sys.executable, "-m", "luoshi", *arguments]
    said = Path(os.devnull) if out is None else out
    with (
        said.open("wb") as stdout,
        subprocess.Popen(
            command, stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, "LUOSHI_LANG": "en"}
        ) as process,
    ):
        from threading import Thread

        errors: list[bytes] = []
        Thread(target=lambda: errors.append(process.stderr.read()), daemon=True).start()  # type: ignore[union-attr]
        start, peak, largest = time.perf_counter(), 0.0, 0.0
        while process.poll() is None:
            each = [_memory(number) for number in _family(process.pid)]
            peak, largest = max(peak, sum(each)), max(largest, *each, 0.0)
            time.sleep(_LOOK)
        seconds = time.perf_counter() - start
    return Run(seconds, peak, largest, process.returncode, b"".join(errors).decode("utf-8", "replace"))


def _family(number: int) -> list[int]:
    """Give a process and all below it."""
    out, waiting = [], [number]
    while waiting:
        one = waiting.pop()
        out.append(one)
        for task in Path(f"/proc/{one}/task").glob("*"):
            try:
                waiting += [int(word) for word in (task / "children").read_text("ascii").split()]
            except (OSError, ValueError):
                continue
    return out


def _memory(number: int) -> float:
    """Give the MB of a process, what it shares with others in parts."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
    except (OSError, ValueError):
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")), 0.0)
