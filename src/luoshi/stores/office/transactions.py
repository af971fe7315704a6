"""The transactions of the office's rooms: each call of a room is one, as with the ledger itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, insert

from luoshi.stores import writing
from luoshi.stores.connecting import connected
from luoshi.stores.troubles import told

T = TypeVar("T")


class Transactions:
    """Reads and writes in the database of an open store.

    ``name`` is what the store is called, ``writes`` counts what was written by way of this object.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self.writes = 0
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from."""
        with told(self.name), connected(self._engine) as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do work wholly or not at all, and give what it gives; it may be done more than once."""
        try:
            with told(self.name):
                return writing.write(self._engine, self.name, work)
        finally:
            self.writes += 1  # also where it is not known whether it was kept


def put(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Write a row unless one with the same key is there; say whether it was written.

    Where another transaction is just writing the same key, it waits for that one's end.
    """
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_there

        there = insert_there(table).values(**values).on_conflict_do_nothing()
        return connection.execute(there.returning(*table.primary_key)).first() is not None
    from sqlalchemy.dialects.sqlite import insert as insert_here  # older ones know no RETURNING

    here = insert_here(table).values(**values).on_conflict_do_nothing()
    return connection.execute(here).rowcount == 1


def added(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Write a row that the database numbers; give its number."""
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101 - each such table has one
    return int(key[0])
