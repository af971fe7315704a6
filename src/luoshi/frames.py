"""Statements and rows of a ledger as data frames; needs ``pip install 'luoshi[frames]'``.

The columns are those of ``docs/reference/codebook.md``, whatever the frame. ``rows`` gives a frame of no rows
the columns of a ledger; otherwise what is held tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from luoshi.ledger import Row
    from luoshi.model import Statement

    Held = Iterable[Statement] | Iterable[Row]


def to_polars(held: Held, *, rows: bool = False) -> pl.DataFrame:
    """Give statements, or rows of a ledger, as a polars frame.

    Raises:
        LuoshiError: polars or pyarrow is not installed.
    """
    from luoshi.exports.arrow import need

    need("polars", "pyarrow")
    import polars

    made: Any = polars.from_arrow(to_arrow(held, rows=rows))
    return made  # type: ignore[no-any-return]


def to_pandas(held: Held, *, rows: bool = False) -> pd.DataFrame:
    """Give statements, or rows of a ledger, as a pandas frame; days are dates, lists are lists.

    Raises:
        LuoshiError: pandas or pyarrow is not installed.
    """
    from luoshi.exports.arrow import need

    need("pandas", "pyarrow")
    frame = to_arrow(held, rows=rows).to_pandas(date_as_object=False)
    for name in frame.columns:
        first = next((cell for cell in frame[name] if cell is not None), None)
        if type(first).__name__ == "ndarray":
            frame[name] = [None if cell is None else list(cell) for cell in frame[name]]
    return frame


def to_arrow(held: Held, *, rows: bool = False) -> pa.Table:
    """Give statements, or rows of a ledger, as an Arrow table; lights of rows are today's.

    Raises:
        LuoshiError: pyarrow is not installed.
    """
    from luoshi.exports import arrow
    from luoshi.exports.rows import packaged
    from luoshi.ledger import Row
    from luoshi.lexicon.dataset import row_columns, statement_columns

    arrow.need("pyarrow")
    import pyarrow

    items: list[Any] = list(held)
    columns = statement_columns()
    if rows or (items and isinstance(items[0], Row)):
        columns = (*columns, *row_columns())
        office = packaged()
        records = arrow.row_records(items, type(office)(office.table, office.rules, date.today()))
    else:
        records = arrow.statement_records(items)
    return pyarrow.Table.from_batches(arrow.batches(records, columns), schema=arrow.schema(columns))
