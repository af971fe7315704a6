"""The files of a folder or a table, each with the key by which a second run knows it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from luoshi.errors import LuoshiError
from luoshi.reading.limits import Limits
from luoshi.spark.stages import as_files, in_arrow
from luoshi.spark.storage import Storage

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_PARQUET: Final = ".parquet"
_PARTED: Final = re.compile(r"[A-Za-z_]\w*=")  # the folders of a table that is parted: year=2025
_SLICE: Final = 256  # paths a task


def files_of(spark: SparkSession, place: str, limits: Limits) -> DataFrame:
    """Give the files with ``source``, ``key``, and ``path`` or ``content`` (and ``date``).

    ``place`` is a table (a parquet file, or a folder of them; columns as ``luoshi.spark.extract`` takes
    them), a folder that all workers see, which is walked as ``luoshi extract`` walks it, or a folder of a
    cluster's own storage. The key is the SHA-256 of content, name and date together.

    Raises:
        LuoshiError: the folder is not there or holds no file to read; the table lacks its columns.
    """
    storage = Storage(spark)
    if _is_table(storage, place):
        return _keyed(as_files(spark.read.parquet(place)), limits)
    if storage.is_local(place):
        return _keyed(_walked(spark, place), limits)
    return _keyed(_remote(spark, place), limits)


def _is_table(storage: Storage, place: str) -> bool:
    if place.endswith(_PARQUET):
        return True
    names = storage.names(place)
    return any(name == "_SUCCESS" or name.endswith(_PARQUET) or _PARTED.match(name) for name in names)


def _walked(spark: SparkSession, place: str) -> DataFrame:
    from luoshi.app.extract import find_files

    found = find_files([place.removeprefix("file://").removeprefix("file:")])
    for error in found.failed:
        raise error
    rows = [(os.fspath(path), os.path.abspath(path)) for path in found.files]
    slices = max(spark.sparkContext.defaultParallelism, len(rows) // _SLICE)
    spread = spark.sparkContext.parallelize(rows, min(slices, len(rows)))
    return spark.createDataFrame(spread, "source string, path string")


def _remote(spark: SparkSession, place: str) -> DataFrame:
    from pyspark.sql import functions as f

    from luoshi.reading.files import reason_by_name

    listed = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(place)
    is_read = f.udf(lambda path: reason_by_name(path.rpartition("/")[2]) is None, "boolean")
    files = listed.select("path", "content")
    # Spark passes over files without a byte; they are to be told like others that cannot be read
    empty = [(path, bytearray()) for path in Storage(spark).empty(place)]
    if empty:
        files = files.union(spark.createDataFrame(empty, "path string, content binary"))
    return as_files(files.where(is_read("path")))


def _keyed(files: DataFrame, limits: Limits) -> DataFrame:
    from pyspark.sql import functions as f

    if "content" not in files.columns:
        names = ["source", "path", *(["date"] if "date" in files.columns else [])]
        wanted = ", ".join(f"{name} string" for name in (*names, "digest"))
        files = in_arrow(files.select(names), partial(_digested, limits=limits), wanted)
    else:
        files = files.withColumn("digest", f.sha2(f.col("content").cast("binary"), 256))
    day = f.col("date") if "date" in files.columns else f.lit("")
    key = f.sha2(f.concat_ws("\n", "digest", "source", f.coalesce(day, f.lit(""))), 256)
    return files.withColumn("key", key).drop("digest")


def _digested(batches: Iterable[pa.RecordBatch], limits: Limits) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        digests = pa.array([_digest(path, limits) for path in batch.column("path").to_pylist()], pa.string())
        yield pa.RecordBatch.from_arrays([*batch.columns, digests], [*batch.schema.names, "digest"])


def _digest(path: str, limits: Limits) -> str:
    """What a file cannot be read for stands for its content: it is done again once that has changed."""
    from luoshi.reading.files import load

    try:
        return hashlib.sha256(load(Path(path), limits.bytes_in)).hexdigest()
    except LuoshiError as error:
        return error.code
