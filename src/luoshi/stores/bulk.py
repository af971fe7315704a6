"""Many rows into one table, handed to the driver as they are: the toolkit's way costs more than SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, TableClause


def insert_rows(connection: Connection, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns; their values are written as the driver takes them."""
    if rows:
        asked = _asked(table.name, tuple(rows[0]), connection.dialect.name)
        connection.exec_driver_sql(asked, list(rows))


@lru_cache(maxsize=64)
def _asked(name: str, columns: tuple[str, ...], database: str) -> str:
    mark = ":{0}" if database == "sqlite" else "%({0})s"
    marks = ", ".join(mark.format(column) for column in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({quoted}) VALUES ({marks})'  # noqa: S608 - names of our own tables
