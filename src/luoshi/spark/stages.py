"""The stages as functions of data frames."""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError
from luoshi.model import Document
from luoshi.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    from luoshi.spark.rows import Asked

    Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

_FILE: Final = ("source", "path", "content", "date", "key")
_FACTS: Final = ("body", "year", "error", "error_code")


def extract(files: DataFrame, *, limits: Limits | None = None, language: str = "zh") -> DataFrame:
    """Give the statements of files, one a row, as ``luoshi extract`` gives them.

    Args:
        files: a file a row: ``content`` (its bytes; or ``text``, its text that somebody else has read), its
            name under ``source`` or ``path``, and where it is known its ``date`` (``YYYY-MM-DD``, or a
            day). Without ``content`` the workers read the file at ``path``, which all must reach.
            What ``spark.read.format("binaryFile")`` gives fits.
        limits: what one file may cost; those of the settings here unless given.
        language: of the errors, ``zh`` or ``en``.

    Returns:
        The columns of the codebook, ``year`` and ``province`` of the document, and the whole ``record`` as
        canonical JSON. A file that cannot be read is a row with ``source``, ``error`` and ``error_code``
        alone; one that says nothing is none.

    Raises:
        UsageError: pyspark is not installed, or the columns tell no file.
    """
    from luoshi.lexicon.stage_columns import record_columns
    from luoshi.spark.columns import schema
    from luoshi.spark.rows import extracted

    task = partial(extracted, asked=_asked(limits, language))
    return in_arrow(as_files(files), task, schema(record_columns()))


def align(
    files: DataFrame,
    central: str | os.PathLike[str] | bytes | Document,
    *,
    limits: Limits | None = None,
    language: str = "zh",
) -> DataFrame:
    """Give the commitments of files beside the provisions of a central text, as ``luoshi align``.

    Args:
        files: as for ``extract``.
        central: the central text: a path here, its bytes, or a Document. It goes to every worker.
        limits: what one file may cost.
        language: of the errors.

    Returns:
        The columns of a statement with ``provisions``, ``standing`` and ``central`` (the name of the
        central text), and those that ``extract`` adds.

    Raises:
        LuoshiError: the central text cannot be read or has no provisions; or as ``extract``.
    """
    from luoshi.lexicon.stage_columns import alignment_columns
    from luoshi.spark.columns import schema
    from luoshi.spark.rows import aligned

    asked = _asked(limits, language)
    task = partial(aligned, asked=asked, central=opened(central, asked.limits))
    return in_arrow(as_files(files), task, schema(alignment_columns()))


def follow(
    earlier: DataFrame,
    later: DataFrame | None = None,
    *,
    limits: Limits | None = None,
    language: str = "zh",
) -> DataFrame:
    """Give what became of the promises of earlier files by later ones, as ``luoshi follow``.

    Files are paired where both are of one body and the later one is of the year after.

    Args:
        earlier: files, as for ``extract``.
        later: the files that report; the same table unless given.
        limits: what one file may cost.
        language: of the errors.

    Returns:
        A finding a row: ``target``, ``commitment``, ``standing``, ``evidence``, ``why``, the names of both
        files and what ``extract`` adds. A file that cannot be read, tells neither body nor year, or has no
        partner is a row with ``error``.

    Raises:
        UsageError: as ``extract``.
    """
    return followed(paired(earlier, later, limits=limits, language=language), limits, language)


def followed(pairs: DataFrame, limits: Limits | None, language: str) -> DataFrame:
    """Give the findings of what ``paired`` gives."""
    from luoshi.lexicon.stage_columns import finding_columns
    from luoshi.spark.columns import schema
    from luoshi.spark.rows import followed as task

    return in_arrow(pairs, partial(task, asked=_asked(limits, language)), schema(finding_columns()))


def paired(
    earlier: DataFrame, later: DataFrame | None, *, limits: Limits | None = None, language: str = "zh"
) -> DataFrame:
    """Give the pairs of files, the columns of each named ``earlier_…`` and ``later_…``, and ``error``.

    A row without its later side is an earlier file that has no partner or an error.
    """
    from pyspark.sql import functions as f

    asked = _asked(limits, language)
    before = _prefixed(_told(as_files(earlier), asked), "earlier_")
    after = _prefixed(_told(as_files(earlier if later is None else later), asked), "later_")
    match = (
        (before["earlier_body"] == after["later_body"])
        & (before["earlier_year"] + 1 == after["later_year"])
        & (before["earlier_source"] != after["later_source"])
    )
    # what is wrong with a later file must be told once: it is an earlier one too where both are one table
    joined = before.join(after, match, "left" if later is None else "full")
    joined = joined.where("earlier_source is not null or later_error is not null")
    errors = [f.coalesce(f"earlier_{name}", f"later_{name}").alias(name) for name in ("error", "error_code")]
    return joined.select("*", *errors)


def in_arrow(files: DataFrame, task: Task, columns: StructType | str) -> DataFrame:
    """Give what a task of the workers makes of batches of Arrow.

    Spark warns of a pandas that is newer than it knows; nothing here goes through pandas.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*pandas", category=FutureWarning)
        return files.mapInArrow(task, columns)


def as_files(given: DataFrame) -> DataFrame:
    """Give the columns that tell files, under their own names.

    Raises:
        UsageError: ``spark_columns``: there is no name, or neither content nor a path.
    """
    from pyspark.sql import functions as f

    names = set(given.columns)
    if "content" not in names and "text" in names:
        given, names = given.withColumnRenamed("text", "content"), names | {"content"}
    if not names & {"source", "path"} or not names & {"content", "path"}:
        held = ", ".join(given.columns)
        raise UsageError(
            f"A table of files needs the columns source and content, or path; it has {held}.",
            code="spark_columns",
            details={"columns": held},
        )
    if "source" not in names:
        given = given.withColumn("source", f.col("path"))
    if "date" in names:
        given = given.withColumn("date", f.col("date").cast("string"))
    return given.select([name for name in _FILE if name in {*names, "source"}])


def opened(central: str | os.PathLike[str] | bytes | Document, limits: Limits) -> Document:
    """Give the central text as it goes to the workers, once it is sure that it can be asked."""
    from luoshi.aligning.central import central_index
    from luoshi.parsing.outline import parse
    from luoshi.reading import read

    document = central if isinstance(central, Document) else read(central, limits=limits)
    central_index(parse(document))
    return replace(document, remarks=())  # said to people already, and no baggage


def _told(files: DataFrame, asked: Asked) -> DataFrame:
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    from luoshi.spark.rows import told

    types = {"body": StringType(), "year": LongType(), "error": StringType(), "error_code": StringType()}
    more = [StructField(name, types[name], True) for name in _FACTS]
    wanted = StructType([*files.schema.fields, *more])
    return in_arrow(files, partial(told, asked=asked), wanted)


def _prefixed(files: DataFrame, before: str) -> DataFrame:
    return files.select([files[name].alias(f"{before}{name}") for name in files.columns])


def _asked(limits: Limits | None, language: str) -> Asked:
    need()
    from luoshi import settings
    from luoshi.spark.rows import Asked

    return Asked(limits or settings.limits(), language)


def need() -> None:
    """Check that Spark's Python is installed.

    Raises:
        UsageError: ``spark_not_installed``.
    """
    missing = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The package {missing[0]} is not installed; run pip install 'luoshi[spark]'.",
            code="spark_not_installed",
            details={"name": missing[0]},
        )
