"""The index of a ledger, kept in the transaction that writes its rows; each database has its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from luoshi.codec import from_record
from luoshi.errors import LuoshiError
from luoshi.model import Statement
from luoshi.searching.folding import mark
from luoshi.searching.grams import known_traits
from luoshi.searching.query import Query
from luoshi.stores.searching import documents_index
from luoshi.stores.searching.entries import entries_of
from luoshi.stores.tables import documents, meta, statements

if TYPE_CHECKING:
    from luoshi.stores.searching.asking import Asked, Hit

_BATCH = 500
_KEY = "search"
Numbered = Sequence[tuple[int, Statement]]
"""Rows by number with what they say."""


class Database(Protocol):
    """What the module of each database offers."""

    PLACE: ColumnElement[int]
    RANGED: ColumnElement[int]

    def add(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Write what it has of rows that it lacks: their ``place`` and ``indexed.columns``."""

    def remove(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Take rows out, given just as they were put in."""

    def clear(self, connection: Connection) -> None:
        """Take everything out."""

    def tidy(self, connection: Connection) -> None:
        """Bring an index that was filled at once into its quickest form."""

    def prepare(self, connection: Connection) -> None:
        """Set up a connection that is about to search."""

    def matching(self, found: Asked) -> Select[Any]:
        """Ask for the places of all hits."""

    def meets(self, query: Query) -> ColumnElement[bool]:
        """Say that the row at a place meets a query that the index alone answers."""

    def hits(self, connection: Connection, found: Asked, after: Hit | None, limit: int) -> list[Hit]:
        """Give the hits past one, in their order."""

    def documents_matching(self, query: Query | None) -> Select[Any]:
        """Ask for the places of documents, where words have two characters at most."""


@cache
def _module(name: str) -> Database:
    return cast(Database, import_module(f"luoshi.stores.searching.{name}"))


def of(connection: Connection) -> Database:
    """Give the module of the connection's database."""
    return _module("sqlite" if connection.dialect.name == "sqlite" else "postgres")


def add(connection: Connection, rows: Numbered) -> None:
    """Write rows that are new."""
    of(connection).add(connection, list(entries_of(connection, rows)))


def replace(connection: Connection, before: Mapping[int, str], after: Mapping[int, Statement]) -> None:
    """Write rows that now say something else; ``before`` holds the records that they had, ``after`` all rows.

    Where such a record cannot be read, because it was changed by hand, the index is made anew at the next
    search.
    """
    if not before:
        return
    index = of(connection)
    try:
        gone = [(number, from_record(json.loads(record))) for number, record in before.items()]
    except (LuoshiError, ValueError, TypeError, KeyError):
        connection.execute(delete(meta).where(meta.c.key == _KEY))
        return
    index.remove(connection, list(entries_of(connection, gone)))
    index.add(connection, list(entries_of(connection, [(number, after[number]) for number in before])))


def rebuild(connection: Connection) -> None:
    """Make the index anew from the rows and texts, in the order of their places."""
    index = of(connection)
    index.clear(connection)
    for numbers in _batches(connection):
        asked = select(statements.c.number, statements.c.record).where(statements.c.number.in_(numbers))
        records = {row.number: row.record for row in connection.execute(asked)}
        add(connection, [(number, from_record(json.loads(records[number]))) for number in numbers])
    index.tidy(connection)
    documents_index.rebuild(connection)
    stamp(connection)


def stamp(connection: Connection) -> None:
    """Note that the index is as this version makes it."""
    connection.execute(delete(meta).where(meta.c.key == _KEY))
    connection.execute(insert(meta), [{"key": _KEY, "value": _mark()}])


def current(connection: Connection) -> bool:
    """Say whether the index is as this version makes it: characters are folded alike."""
    return connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar() == _mark()


@cache
def _mark() -> str:
    said = ",".join("=".join(trait) for trait in known_traits())
    return f"1 {mark()} {sha256(said.encode()).hexdigest()[:16]}"


def _batches(connection: Connection) -> Iterable[list[int]]:
    """Give the numbers of the rows in the order of their places, some hundreds at a time."""
    date = func.coalesce(documents.c.date, "")
    asked = select(statements.c.number).join(documents, documents.c.sha256 == statements.c.document)
    numbers = list(connection.execute(asked.order_by(date, statements.c.number)).scalars())
    yield from (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))
