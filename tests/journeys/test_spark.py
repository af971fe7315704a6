"""Spark on this machine as a cluster of two workers: the rows of one machine, also when one is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from tests import programs
from tests.spark_files import DAMAGED, PLACES, write_folder

from luoshi import examples
from luoshi.app.align import align_file, open_central
from luoshi.app.extract import extract_files, find_files
from luoshi.app.follow import follow_pair, pair_up
from luoshi.codec import dumps, to_alignment_record, to_finding_record, to_record
from luoshi.lexicon.messages import say_error

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(
        not Path("/proc/self").exists(), reason="the processes of a cluster are found in /proc"
    ),
]
CLUSTER = "local-cluster[2,1,1024]"
COUNT, BROKEN = 120, 6
BATCH, BATCHES = "40", 3
PATIENCE = 300  # seconds after which a step is taken to hang


@pytest.fixture(scope="module")
def spark_is_here():
    programs.java()
    if "java" in os.environ.get("LUOSHI_REQUIRE", "").split(","):
        import pyspark  # noqa: F401 - required: its absence fails
    pytest.importorskip("pyspark", reason="pyspark is not installed (requirements/spark.lock)")


@pytest.fixture(scope="module")
def spark(spark_is_here, tmp_path_factory):
    """A cluster of two workers, each with one core and a gigabyte."""
    from pyspark.sql import SparkSession

    from luoshi.spark.job import session

    home = tmp_path_factory.mktemp("cluster")
    settings = {
        "spark.ui.enabled": "false",
        "spark.local.dir": str(home),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
    }
    SparkSession.builder.config(map=settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_WORKER_DIR", str(home / "work"))
        started = session(CLUSTER)
        yield started
        started.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Small reports, some damaged."""
    place = tmp_path_factory.mktemp("files")
    write_folder(place, COUNT, BROKEN)
    return place


@pytest.fixture(scope="module")
def one_machine(folder):
    """What the same folder gives without Spark: the records, and the errors by file."""
    records, errors = [], {}
    for outcome in extract_files(find_files([folder]).files):
        if outcome.error is not None:
            errors[outcome.source] = (say_error("zh", outcome.error), outcome.error.code)
        records += [dumps(to_record(statement)) for statement in outcome.statements]
    assert len(errors) == BROKEN
    return sorted(records), errors


def given(spark, paths):
    rows = [(str(path), bytearray(path.read_bytes())) for path in paths]
    return spark.createDataFrame(rows, "source string, content binary")


def executors(spark):
    """The processes of the workers, by what Linux says of the children of ours."""
    mine = str(spark.sparkContext._gateway.proc.pid)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes()
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if b"CoarseGrainedExecutorBackend" in words and parent == mine:
                found.append(int(entry.name))
    return found


def test_every_stage_gives_the_rows_of_one_machine(spark, tmp_path):
    from luoshi.spark import align, extract, follow

    names = ("zones.md", "report_2025.txt", "report_2026.txt", "central.txt")
    paths = [tmp_path / name for name in names]
    for name, path in zip(names, paths, strict=True):
        path.write_bytes(examples.path(name).read_bytes())
    files = given(spark, paths)

    wanted = [dumps(to_record(one)) for outcome in extract_files(paths) for one in outcome.statements]
    found = extract(files).collect()
    assert sorted(row["record"] for row in found) == sorted(wanted)
    first = next(row for row in found if row["targets"])
    record = json.loads(first["record"])
    assert first["targets"][0]["indicator"] == record["targets"][0]["indicator"]
    assert first["targets"][0]["low"] == record["targets"][0]["low"]
    assert (first["text"], first["start"], first["province"]) == (record["text"], record["start"], "未详")

    central = open_central(paths[3])
    aligned = align(files, paths[3]).collect()
    assert sorted(row["record"] for row in aligned if row["error"] is None) == sorted(
        dumps(to_alignment_record(one)) for path in paths[:3] for one in align_file(path, central).alignments
    )
    assert [row["error_code"] for row in aligned if row["error"]] == ["align_same"]

    (pair,) = pair_up(paths[1], paths[2]).pairs
    findings = follow(given(spark, paths[1:2]), given(spark, paths[2:3])).collect()
    assert sorted(row["record"] for row in findings) == sorted(
        dumps(to_finding_record(one)) for one in follow_pair(pair).findings
    )
    alone = {row["earlier"]: row["error_code"] for row in follow(files).collect() if row["error"]}
    assert alone.keys() == {str(path) for path in (paths[0], paths[2], paths[3])}
    assert alone[str(paths[2])] == "spark_no_partner"


def test_a_killed_worker_costs_nothing(spark, folder, one_machine):
    from luoshi.spark import extract

    records, errors = one_machine
    spark.range(1000).repartition(4).count()  # both have started
    before = executors(spark)
    assert len(before) == 2
    killed = []

    def kill_one():
        status = spark.sparkContext.statusTracker()
        end = time.monotonic() + PATIENCE
        while not killed and time.monotonic() < end:
            stages = [status.getStageInfo(number) for number in status.getActiveStageIds()]
            if any(stage is not None and stage.numCompletedTasks >= 2 for stage in stages):
                os.kill(before[0], signal.SIGKILL)
                killed.append(before[0])
            time.sleep(0.02)

    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = given(spark, paths).repartition(40)
    killer = Thread(target=kill_one)
    killer.start()
    found = extract(files).select("source", "record", "error", "error_code").collect()
    killer.join()
    assert killed, "the work was over before a worker could be killed"
    assert killed[0] not in executors(spark)
    assert sorted(row["record"] for row in found if row["error"] is None) == records
    assert {row["source"]: (row["error"], row["error_code"]) for row in found if row["error"]} == errors
    assert {code for _, _, code in DAMAGED if code} <= {code for _, code in errors.values()}


def job(folder, output, *more):
    command = [
        sys.executable,
        "-m",
        "luoshi.spark.job",
        str(folder),
        str(output),
        "--master",
        "local[2]",
        *more,
    ]
    env = {**os.environ, "LUOSHI_LANG": "zh", "SPARK_CONF_DIR": str(output.parent / "conf")}
    (output.parent / "conf").mkdir(exist_ok=True)
    (output.parent / "conf" / "spark-defaults.conf").write_text("spark.ui.enabled false\n")
    return subprocess.Popen(
        command, env=env, cwd=output.parent, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def table(output, name="records"):
    """Read a table as its users do, without Spark."""
    import pyarrow.dataset as ds

    found = ds.dataset(output / name, format="parquet", partitioning="hive")
    return found.to_table().to_pylist()


@pytest.mark.usefixtures("spark_is_here")
def test_a_killed_run_is_gone_on_with(folder, one_machine, tmp_path):
    records, errors = one_machine
    output = tmp_path / "out"
    first = job(folder, output, "--batch", BATCH)
    commits = output / "_luoshi" / "records" / "commits"
    end = time.monotonic() + PATIENCE
    while not list(commits.glob("*.json")):
        assert first.poll() is None, first.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    done = len(list(commits.glob("*.json")))
    assert 1 <= done < BATCHES, "the run was over before it could be killed"

    second = job(folder, output, "--batch", BATCH)
    said = second.communicate(timeout=PATIENCE)[1]
    assert second.returncode == 0, said
    rows = table(output)
    assert sorted(row["record"] for row in rows if row["error"] is None) == records
    assert {row["source"]: (row["error"], row["error_code"]) for row in rows if row["error"]} == errors
    assert Counter(row["province"] for row in rows).keys() == set(PLACES.values())
    assert {row["year"] for row in rows} == {2022, 2023, 2024, 2025, None}
    parts = [path.relative_to(output / "records") for path in output.glob("records/**/*.parquet")]
    assert Path("year=2023/province=湖南省") in {part.parent for part in parts}
    counted = [json.loads(path.read_text("utf-8")) for path in sorted(commits.glob("*.json"))]
    assert sum(one["files"] for one in counted) == COUNT
    assert sum(one["records"] for one in counted) == len(records)
    assert sum(one["failed"] for one in counted) == BROKEN
    assert not list(output.glob("_luoshi/records/new/*"))


def test_a_run_with_nothing_to_do_and_one_of_pairs(spark, folder, tmp_path):
    from luoshi.spark import batches
    from luoshi.spark.job import _work

    output = str(tmp_path / "out")
    some = folder / "000"
    for stage, name in (("extract", "records"), ("follow", "findings"), ("align", "alignments")):
        central = str(examples.path("central.txt")) if stage == "align" else None
        work = _work(spark, stage, (str(some), None, central), 1000)
        (step,) = batches.run(spark, output, work)
        assert (step.number, step.count) == (1, 1)
        rows = table(tmp_path / "out", name)
        assert len(rows) == step.manifest["records"] + step.manifest["failed"] > 0
        if stage != "align":  # each run starts a dozen jobs of Spark
            again = _work(spark, stage, (str(some), None, central), 1000)
            assert list(batches.run(spark, output, again)) == []
            assert table(tmp_path / "out", name) == rows
    paired = pair_up(some, some)
    wanted = [dumps(to_finding_record(one)) for pair in paired.pairs for one in follow_pair(pair).findings]
    found = table(tmp_path / "out", "findings")
    assert sorted(row["record"] for row in found if row["error"] is None) == sorted(wanted)


def test_a_commit_that_was_not_moved_is_moved_by_the_next_run(spark, folder, tmp_path):
    from luoshi.settings import limits
    from luoshi.spark.inputs import files_of
    from luoshi.spark.log import Log
    from luoshi.spark.stages import extract

    units = files_of(spark, str(folder / "000"), limits()).limit(10).persist()
    output = str(tmp_path / "out")
    cut = Log(spark, output, "records")
    cut._publish = lambda number, manifest: None  # killed right after the rename
    manifest = cut.add(extract(units), units)
    assert not (tmp_path / "out" / "records").exists()
    (tmp_path / "out/_luoshi/records/new/000009").mkdir()  # what a run left that did not come so far
    half = Log(spark, output, "records")
    moved = []
    real = half._storage.move

    def move(old, new):
        if len(moved) == 1:
            raise KeyboardInterrupt
        moved.append(new)
        real(old, new)

    half._storage.move = move
    with pytest.raises(KeyboardInterrupt):
        half.recover()
    whole = Log(spark, output, "records")
    whole.recover()
    assert whole.next == 2
    done = whole.done()
    assert done is not None
    assert done.count() == 10
    rows = table(tmp_path / "out")
    assert len(rows) == manifest["records"] + manifest["failed"]
    assert len({row["record"] for row in rows if row["record"]}) == manifest["records"]
    assert not list((tmp_path / "out/_luoshi/records/new").glob("*"))


def test_a_table_of_files_and_a_folder_that_spark_reads(spark, folder, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from luoshi.settings import limits
    from luoshi.spark import extract
    from luoshi.spark.inputs import _keyed, _remote, files_of

    paths = find_files([folder / "000"]).files
    outcomes = list(extract_files(paths))
    wanted = sorted(dumps(to_record(one)) for outcome in outcomes for one in outcome.statements)
    held = [{"source": str(path), "content": path.read_bytes(), "more": 1} for path in paths]
    pq.write_table(pa.Table.from_pylist([*held, held[0]]), tmp_path / "files.parquet")
    files = files_of(spark, str(tmp_path / "files.parquet"), limits()).dropDuplicates(["key"])
    found = extract(files).collect()
    assert sorted(row["record"] for row in found if row["error"] is None) == wanted
    assert len(found) - len(wanted) == sum(outcome.error is not None for outcome in outcomes) > 0

    (folder / "000" / "README.md").write_text("要加快建成。", "utf-8")  # passed over, as luoshi extract does
    try:
        read = extract(_keyed(_remote(spark, str(folder / "000")), limits())).collect()
    finally:
        (folder / "000" / "README.md").unlink()
    assert len(read) == len(found)
    assert {row["source"].removeprefix("file:") for row in read} == {row["source"] for row in found}


def test_a_table_that_tells_no_file_is_refused(spark):
    from luoshi.errors import UsageError
    from luoshi.spark import extract

    with pytest.raises(UsageError, match="number"):
        extract(spark.createDataFrame([(1,)], "number int"))
