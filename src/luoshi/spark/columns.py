"""The columns of a stage as Spark knows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from luoshi.lexicon.dataset import DataColumn

if TYPE_CHECKING:
    from pyspark.sql.types import DataType, StructType


def schema(columns: Iterable[DataColumn]) -> StructType:
    """Give the Spark schema of columns; any may be null."""
    from pyspark.sql.types import StructField, StructType

    return StructType([StructField(column.name, _type(column), True) for column in columns])


def _type(column: DataColumn) -> DataType:
    from pyspark.sql import types

    simple = {
        "text": types.StringType(),
        "json": types.StringType(),
        "int": types.LongType(),
        "float": types.DoubleType(),
        "bool": types.BooleanType(),
        "date": types.DateType(),
    }
    one = simple[column.type] if column.type in simple else schema(column.fields)
    return types.ArrayType(one, True) if column.many else one
