"""Statements and rows as typed columns of Apache Arrow, from which parquet and data frames are made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.codec import to_record
from luoshi.codec.rows import to_row_record
from luoshi.errors import UsageError
from luoshi.exports.rows import Office, Written
from luoshi.ledger import Row
from luoshi.lexicon.dataset import DataColumn, row_columns, statement_columns
from luoshi.model import Statement

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK: Final = 2_000
Record = Mapping[str, Any]


def need(*packages: str) -> None:
    """Check that optional packages are installed.

    Raises:
        UsageError: ``frames_not_installed``: one is not.
    """
    for name in packages:
        if find_spec(name) is None:
            raise UsageError(
                f"The package {name} is not installed; run pip install 'luoshi[frames]'.",
                code="frames_not_installed",
                details={"name": name},
            )


def write_parquet(rows: Iterable[Row], file: BinaryIO, office: Office) -> Written:
    """Write rows as parquet, typed as ``data/dataset.yaml`` says; memory does not grow with their number.

    Raises:
        UsageError: pyarrow is not installed.
    """
    need("pyarrow")
    import pyarrow.parquet as pq

    columns = (*statement_columns(), *row_columns())
    count = 0
    with pq.ParquetWriter(file, schema(columns), compression="zstd") as writer:
        for batch in batches(row_records(rows, office), columns):
            writer.write_batch(batch)
            count += batch.num_rows
    return Written(count)


def row_records(rows: Iterable[Row], office: Office) -> Iterator[Record]:
    """Give the record of each row, what it has beside its statement on the same level."""
    day = office.day or date.today()
    for row in rows:
        record = to_row_record(row, day, office.rules)
        yield record | record.pop("row")


def statement_records(statements: Iterable[Statement]) -> Iterator[Record]:
    """Give the record of each statement."""
    return map(to_record, statements)


def schema(columns: Iterable[DataColumn]) -> pa.Schema:
    """Give the types of the columns."""
    import pyarrow as pa

    return pa.schema([pa.field(column.name, _type(column)) for column in columns])


def batches(records: Iterable[Record], columns: tuple[DataColumn, ...]) -> Iterator[pa.RecordBatch]:
    """Give records as columns, a few thousand at a time."""
    import pyarrow as pa

    wanted = schema(columns)
    takes = [(column.name, _taker(column)) for column in columns]
    records = iter(records)
    while block := list(islice(records, _BLOCK)):
        arrays = [
            pa.array([take(record[name]) for record in block], type=wanted.field(name).type)
            for name, take in takes
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=wanted)


def _type(column: DataColumn) -> pa.DataType:
    import pyarrow as pa

    simple = {
        "text": pa.string(),
        "json": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    inner = pa.struct([(field.name, _type(field)) for field in column.fields])
    one = simple.get(column.type, inner)
    return pa.list_(one) if column.many else one


def _taker(column: DataColumn) -> Callable[[Any], Any]:
    """Give what turns a value of a record into one that the column's type takes."""
    one = _ONE.get(column.type, _same)
    if column.fields:
        parts = [(field.name, _taker(field)) for field in column.fields]

        def one(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
            if isinstance(value, list):  # a stretch without words: a pair of offsets
                value = dict(zip((name for name, _ in parts), value, strict=True))
            return {name: take(value[name]) for name, take in parts}

    if column.many:
        return lambda value: None if value is None else [one(each) for each in value]
    return lambda value: None if value is None else one(value)


def _same(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    return value


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode() if not value.isascii() else value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


_ONE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "text": _text,
    "date": _day,
    "float": float,
    "json": lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True),
}
