"""``make spark-example``: the stages on a cluster of two workers on this machine, beside one process.

``example`` (unless another is named): the packaged texts through all three stages, as tables.
``scale``: 10,000 documents, 100 of them damaged, through the job; then the same command again.
``small`` takes a tenth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import texts
from luoshi.app.align import align_file, open_central
from luoshi.app.extract import extract_files, find_files
from luoshi.app.follow import follow_pair, pair_up
from luoshi.codec import dumps, to_alignment_record, to_finding_record, to_record

CLUSTER = "local-cluster[2,1,1024]"
TABLES = {"extract": "records", "follow": "findings", "align": "alignments"}
Rows = list[dict[str, Any]]


def job(place: Path, output: Path, *more: str) -> str:
    """Run the job in a process of its own and give what it said."""
    command = [sys.executable, "-m", "luoshi.spark.job", str(place), str(output), "--master", CLUSTER, *more]
    env = {**os.environ, "SPARK_WORKER_DIR": str(output.parent / "workers")}
    done = subprocess.run(command, env=env, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stderr.strip().splitlines()[-1]


def rows_of(output: Path, stage: str) -> Rows:
    """Read a table without Spark."""
    import pyarrow.dataset as ds

    found = ds.dataset(output / TABLES[stage], format="parquet", partitioning="hive")
    rows: Rows = found.to_table().to_pylist()
    return rows


def expected(place: Path, central: Path) -> Iterator[tuple[str, list[str]]]:
    """Give what one process makes of the same files, as canonical JSON, for each stage."""
    files = find_files([place]).files
    yield "extract", [dumps(to_record(one)) for outcome in extract_files(files) for one in outcome.statements]
    pairs = pair_up(place, place).pairs
    yield "follow", [dumps(to_finding_record(one)) for pair in pairs for one in follow_pair(pair).findings]
    opened = open_central(central)
    found = (align_file(path, opened).alignments for path in files)
    yield "align", [dumps(to_alignment_record(one)) for each in found for one in each]


def same(rows: Rows, wanted: list[str]) -> str:
    """Say whether the rows are the records wanted, byte for byte, none twice."""
    found = sorted(row["record"] for row in rows if row["record"] is not None)
    return "equal to one process's" if found == sorted(wanted) else "DIFFERENT from one process's"


def example(top: Path, _: bool) -> None:
    """Do the packaged texts."""
    from luoshi.examples import NAMES, path

    place, output = top / "examples", top / "out"
    place.mkdir()
    for name in NAMES:
        (place / name).write_bytes(path(name).read_bytes())
    for stage, wanted in expected(place, place / "central.txt"):
        more = ["--to", str(place / "central.txt")] if stage == "align" else []
        print(job(place, output, "--stage", stage, *more))
        rows = rows_of(output, stage)
        by = Counter((row["year"], row["province"]) for row in rows if row["error"] is None)
        told = ", ".join(
            f"{year} {province} {count}" for (year, province), count in sorted(by.items(), key=str)
        )
        print(f"  {len(wanted)} rows, {same(rows, wanted)}: {told}")
        for row in rows:
            if row["error"] is not None:
                print(f"  {row['error']}")


def scale(top: Path, tenth: bool) -> None:
    """Do many files, some damaged."""
    count, damaged = (1_000, 10) if tenth else (10_000, 100)
    size = texts.write_folder(top / "in", count, 12, damaged=damaged)
    wanted = [
        dumps(to_record(one))
        for outcome in extract_files(find_files([top / "in"]).files)
        for one in outcome.statements
    ]
    for turn in ("first run", "the same again"):
        start = time.perf_counter()
        job(top / "in", top / "out")
        seconds = time.perf_counter() - start
        rows = rows_of(top / "out", "extract")
        failed = Counter(row["error_code"] for row in rows if row["error"] is not None)
        print(
            f"{turn}: {count} files ({size / 1e6:.1f} MB) in {seconds:.0f} s, {failed.total()} listed with a "
            f"reason ({dict(failed)}), {len(rows) - failed.total()} records, {same(rows, wanted)}"
        )


def main() -> None:
    """Do what was asked for."""
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        part = scale if "scale" in asked else example
        part(Path(name), "small" in asked)


if __name__ == "__main__":
    main()
