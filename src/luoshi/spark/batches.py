"""Does a table's work in batches, skipping what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from luoshi.spark.log import Log
from luoshi.spark.storage import Storage

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SHARES: Final = 4  # for each core, so that one slow file keeps no other waiting


@dataclass(frozen=True, slots=True)
class Work:
    """What becomes a table: ``units`` with a ``key`` each, and what makes rows of some of them.

    ``table`` is its name, ``size`` how many units are one batch.
    """

    table: str
    units: DataFrame
    make: Callable[[DataFrame], DataFrame]
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """One committed batch: what it says of itself, and how many there are in this run."""

    manifest: dict[str, Any]
    number: int
    count: int


def run(spark: SparkSession, output: str, work: Work) -> Iterator[Step]:
    """Do what is not done yet and give each batch once it is committed; a run can end after any.

    Raises:
        StoreError: another run writes there too.
    """
    log = Log(spark, output, work.table)
    log.recover()
    batches = _staged(spark, log, work)
    shares = spark.sparkContext.defaultParallelism * _SHARES
    for at, batch in enumerate(batches, 1):
        units = spark.read.parquet(batch).repartition(shares)
        rows = work.make(units).repartition("year", "province")
        ordered = rows.sortWithinPartitions(*_order(rows))
        yield Step(log.add(ordered, units), at, len(batches))
    Storage(spark).delete(log.pending)


def _staged(spark: SparkSession, log: Log, work: Work) -> list[str]:
    """Put what is not done aside, a folder a batch, and give the folders.

    The table is read for it once or twice; then a batch reads its own part alone.
    """
    from pyspark.sql import functions as f

    units, done = work.units.dropDuplicates(["key"]), log.done()
    if done is not None:
        units = units.join(done, "key", "left_anti")
    if "content" not in " ".join(units.columns):
        units = units.persist()  # small: names and keys, for which every file was read
    waiting = units.select("key").count()
    count = -(-waiting // work.size)
    if count:
        batch = f.pmod(f.xxhash64("key"), f.lit(count)).cast("int")
        placed = units.withColumn("batch", batch).repartition("batch")
        placed.write.mode("overwrite").partitionBy("batch").parquet(log.pending)
    units.unpersist()
    names = Storage(spark).names(log.pending)
    return [f"{log.pending}/{name}" for name in names if name.startswith("batch=")]


def _order(rows: DataFrame) -> list[str]:
    return ["earlier", "later", "record"] if "earlier" in rows.columns else ["source", "start"]
