"""``python -m luoshi.spark.job INPUT OUTPUT``, or the same file given to ``spark-submit``.

Writes one table of parquet, parted by year and province: ``OUTPUT/records`` of what the files say,
``OUTPUT/findings`` (``--stage follow``) or ``OUTPUT/alignments`` (``--stage align``). A run that was stopped
is gone on with by the same command; what is there is not done again.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from luoshi.cli.messages import language, say
from luoshi.cli.root import Command
from luoshi.cli.values import Count, OneOf
from luoshi.errors import LuoshiError, StoreError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from luoshi.reading.limits import Limits
    from luoshi.spark.batches import Work

_SIZE: Final = 2_000  # files: some seconds of work for two cores, minutes for a province's scans
_SHUFFLES: Final = "spark.sql.shuffle.partitions"
_SHARES: Final = 2  # for each core; Spark's own 200 suit no small cluster
_HELD: Final = 32  # files that a worker's process is given at once
_TABLES: Final = {"extract": "records", "follow": "findings", "align": "alignments"}


@click.command("luoshi.spark.job", cls=Command, help=say("help.spark"))
@click.argument("place", metavar="INPUT")
@click.argument("output", metavar="OUTPUT")
@click.option("--stage", type=OneOf(list(_TABLES)), default="extract", help=say("help.spark.stage"))
@click.option("--to", "central", metavar="CENTRAL", help=say("help.to"))
@click.option("--later", metavar="INPUT", help=say("help.spark.later"))
@click.option("--batch", "size", type=Count(), default=_SIZE, metavar="N", help=say("help.spark.batch"))
@click.option("--master", metavar="URL", help=say("help.spark.master"))
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    place: str, output: str, stage: str, central: str | None, later: str | None, size: int, master: str | None
) -> None:
    """Read the files of a folder or a table and write the stage's table."""
    from luoshi.spark.batches import run

    if (stage == "align") != (central is not None) or (later is not None and stage != "follow"):
        raise UsageError(
            "--to CENTRAL goes with --stage align, and --later with --stage follow", code="spark_options"
        )
    spark = session(master)
    files = rows = failed = 0
    try:
        for step in run(spark, output.rstrip("/"), _work(spark, stage, (place, later, central), size)):
            told = step.manifest
            click.echo(say("spark.batch", number=step.number, batches=step.count, **_numbers(told)), err=True)
            files, rows, failed = files + told["files"], rows + told["records"], failed + told["failed"]
    except LuoshiError:
        raise
    except Exception as error:
        raise _stopped(error) from error
    finally:
        spark.stop()
    table = f"{output.rstrip('/')}/{_TABLES[stage]}"
    click.echo(say("spark.done", name=table, files=files, records=rows, failed=failed), err=True)


def session(master: str | None = None) -> SparkSession:
    """Start Spark, or take the one that spark-submit started; workers run this Python unless told otherwise.

    Raises:
        UsageError: pyspark or Java is not installed.
    """
    from luoshi.spark.stages import need

    need()
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        said = "Spark needs Java 17 or 21, and none is installed here; install it, or set JAVA_HOME"
        raise UsageError(said, code="spark_no_java")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("luoshi").config("spark.ui.showConsoleProgress", "false")
    spark = (builder.master(master) if master else builder).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    # a row is a file: by the thousand, as Spark gives them else, they would not fit into a worker
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(_HELD))
    if not spark.sparkContext.getConf().contains(_SHUFFLES):
        spark.conf.set(_SHUFFLES, str(spark.sparkContext.defaultParallelism * _SHARES))
    return spark


def _work(spark: SparkSession, stage: str, given: tuple[str, str | None, str | None], size: int) -> Work:
    from luoshi.settings import limits
    from luoshi.spark.batches import Work
    from luoshi.spark.inputs import files_of

    place, later, central = given
    bounds = limits()
    files = files_of(spark, place, bounds)
    make: Callable[[DataFrame], DataFrame]
    if stage == "follow":
        reports = None if later is None else files_of(spark, later, bounds)
        files, make = _pairs(files, reports, bounds), _following(bounds)
    elif central is not None:
        files, make = _aligning(files, Path(central), bounds)
    else:
        make = _extracting(bounds)
    return Work(_TABLES[stage], files, make, size)


def _extracting(bounds: Limits) -> Callable[[DataFrame], DataFrame]:
    from luoshi.spark.stages import extract

    return lambda files: extract(files, limits=bounds, language=language())


def _aligning(
    files: DataFrame, central: Path, bounds: Limits
) -> tuple[DataFrame, Callable[[DataFrame], DataFrame]]:
    from pyspark.sql import functions as f

    from luoshi.spark.stages import align, opened

    document = opened(central, bounds)
    keyed = files.withColumn("key", f.sha2(f.concat_ws("\n", "key", f.lit(document.sha256)), 256))
    return keyed, lambda part: align(part, document, limits=bounds, language=language())


def _pairs(files: DataFrame, reports: DataFrame | None, bounds: Limits) -> DataFrame:
    """Only pairs and what is wrong: a file that has no partner yet may find one in a later run."""
    from pyspark.sql import functions as f

    from luoshi.spark.stages import paired

    pairs = paired(files, reports, limits=bounds, language=language())
    keyed = pairs.withColumn("key", f.sha2(f.concat_ws("\n", "earlier_key", "later_key"), 256))
    return keyed.where("later_source is not null or error is not null")


def _following(bounds: Limits) -> Callable[[DataFrame], DataFrame]:
    from luoshi.spark.stages import followed

    return lambda pairs: followed(pairs, bounds, language())


def _numbers(manifest: dict[str, int]) -> dict[str, int]:
    return {name: manifest[name] for name in ("files", "records", "failed")}


def _stopped(error: Exception) -> StoreError:
    """Give the one sentence for what Spark says in a hundred lines; they stand in its own log."""
    lines = [line.strip() for line in str(error).splitlines()]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    reason = (causes or lines or [type(error).__name__])[-1 if causes else 0][:300]
    return StoreError(
        f"Spark stopped: {reason}; what was committed stays, the same command goes on from there",
        code="spark_stopped",
        details={"reason": reason},
    )


if __name__ == "__main__":
    command(prog_name="luoshi.spark.job")
