"""What a store in an SQL database reads and writes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine

from luoshi.lexicon.lights import light_rules
from luoshi.stores import projection, writing
from luoshi.stores.chaining import Tail
from luoshi.stores.connecting import connected
from luoshi.stores.contract import Remark
from luoshi.stores.office import Office
from luoshi.stores.proofs import CHAIN, TRANSACTION, Proof
from luoshi.stores.shelf import FileShelf
from luoshi.stores.troubles import told

T = TypeVar("T")


class Connections:
    """Opens connections for the methods of a store; see ``Store`` for its attributes."""

    def __init__(self, engine: Engine, name: str, files: FileShelf, remarks: tuple[Remark, ...] = ()) -> None:
        self.remarks = remarks
        self.name = name
        self.writes = 0
        self.files = files
        self.lights = light_rules()
        self.office = Office(engine, name)
        self._engine = engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self, *, lit: bool = False) -> Iterator[Connection]:
        """Give a connection whose reads all see one state; ``lit``: with days as the rules have them."""
        with told(self.name), self._connected() as connection:
            if not lit or projection.current(connection, self.lights):
                yield connection
                return
        self._refresh()
        with told(self.name), self._connected() as connection:
            yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        # each transaction of SQLite sees one state
        steady = {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}
        with connected(self._engine, **steady) as connection:
            yield connection

    def _record(self, work: Callable[[Connection], T]) -> T:
        """Do work that adds events."""
        return self._write(work, proof=CHAIN)

    def _write(self, work: Callable[[Connection], T], *, proof: Proof[Any] = TRANSACTION) -> T:
        try:
            with told(self.name):
                return writing.write(self._engine, self.name, work, proof=proof)
        finally:
            self.writes += 1  # also where it is not known whether it was kept

    def _refresh(self) -> None:
        with self._reading() as connection:
            if projection.current(connection, self.lights):
                return

        def work(connection: Connection) -> None:
            Tail.held(connection)
            if not projection.current(connection, self.lights):
                projection.refresh(connection, self.lights)

        self._write(work)
