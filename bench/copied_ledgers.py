"""A made-up ledger in SQLite copied to PostgreSQL, table by table: a tenth of the time of making it there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Table

from luoshi.stores.database import SqlStore
from luoshi.stores.tables import metadata


def copy(origin: Path, store: SqlStore) -> None:
    """Copy the tables of the chain and its rows into an empty ledger; what is kept beside stays behind.

    The tables are at the same step on both sides: the origin was opened before.
    """
    with store._engine.connect() as connection, connection.begin():
        for setting in ("session_replication_role = replica", "statement_timeout = 0"):
            connection.exec_driver_sql(f"SET LOCAL {setting}")
        indexes = [index for table in metadata.sorted_tables for index in table.indexes]
        for index in indexes:
            index.drop(connection)
        with closing(sqlite3.connect(origin)) as raw:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
                _copy_table(raw, connection, table)
        for index in indexes:
            index.create(connection)
    with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("RESET statement_timeout")


def _copy_table(raw: sqlite3.Connection, connection: Connection, table: Table) -> None:
    names = ", ".join(column.name for column in table.columns)
    cursor = cast(Any, connection.connection.cursor())  # psycopg's own
    with closing(cursor), cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as rows:
        for values in raw.execute(f"SELECT {names} FROM {table.name}"):  # noqa: S608 - its own tables
            rows.write_row(values)
