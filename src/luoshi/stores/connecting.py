"""Connections of an engine, given back whatever became of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Transaction
from sqlalchemy.exc import DBAPIError


@contextmanager
def connected(engine: Engine, **options: Any) -> Iterator[Connection]:  # noqa: ANN401 - SQLAlchemy's own
    """Give a connection with these execution options, and put it back.

    Where its server is gone, putting it back fails too: that is passed over, since the first error tells
    more, and what was read or confirmed before is so all the same.
    """
    connection = engine.connect()
    try:
        yield connection.execution_options(**options)
    finally:
        _put_back(connection)


@contextmanager
def begun(connection: Connection) -> Iterator[Transaction]:
    """Begin a transaction, undone where an error comes; whoever asked for it confirms it."""
    transaction = connection.begin()
    try:
        yield transaction
    except BaseException:
        _undo(connection, transaction)
        raise


def _undo(connection: Connection, transaction: Transaction) -> None:
    try:
        transaction.rollback()
    except DBAPIError:  # the server undoes what it began for a connection that is gone
        connection.invalidate()


def _put_back(connection: Connection) -> None:
    try:
        connection.close()
    except DBAPIError:
        if not connection.closed:  # older SQLAlchemy keeps it out of the pool then
            connection.invalidate()
            connection.close()
