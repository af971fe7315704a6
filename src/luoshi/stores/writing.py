"""Transactions that write: done again where the database undid them, never where they may have counted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, Transaction, select
from sqlalchemy.exc import DBAPIError

from luoshi.errors import StoreError
from luoshi.ledger import Head
from luoshi.stores import finding
from luoshi.stores.server_troubles import is_lost, may_again
from luoshi.stores.tables import events
from luoshi.stores.troubles import trouble

T = TypeVar("T")
Mark = TypeVar("Mark")
_TRIES = 6
_FIRST_WAIT = 0.05


class _InDoubt(Exception):  # noqa: N818 - no error yet: whether it was kept can be asked
    """The connection went while the end of a transaction was being confirmed."""

    def __init__(self, mark: object, why: BaseException | None) -> None:
        self.mark = mark
        self.why = why


@dataclass(frozen=True, slots=True)
class Proof(Generic[Mark]):
    """How it is found out whether a transaction was kept that was lost as its end was being confirmed.

    ``mark`` is taken at the end of the transaction, ``None`` where it cannot be lost; ``kept`` says, in
    another one, whether it stands: it waits for the lost one's own end if the server has not come to it,
    or gives ``None`` to be asked again.
    """

    mark: Callable[[Connection], Mark | None]
    kept: Callable[[Connection, Mark], bool | None]


def _head(connection: Connection) -> Head | None:
    """Give the end that is being written; SQLite, which cannot be lost on the way, need not tell."""
    return finding.head(connection) if connection.dialect.name == "postgresql" else None


def _holds(connection: Connection, head: Head) -> bool:
    finding.head(connection, hold=True)  # waits
    asked = select(events.c.hash).where(events.c.sequence == head.sequence)
    return connection.execute(asked).scalar() == head.hash


CHAIN: Proof[Head] = Proof(_head, _holds)
"""The chain holds what was written."""


def write(engine: Engine, name: str, work: Callable[[Connection], T], *, proof: Proof[Any] = CHAIN) -> T:
    """Do work in a transaction that writes, wholly or not at all, and give what it gives.

    ``work`` may be done more than once: whatever it did before was undone. It is done again once where
    the connection was lost, a few times where others were in between. Where the connection is lost as the
    end is being confirmed, ``proof`` finds out: by itself, whether the chain holds what was written.

    Raises:
        StoreError: the database refuses; nothing was kept, but for ``ledger_unsure``: that could not
            be found out.
    """
    lost = 0
    for attempt in count(1):
        given: list[T] = []
        try:
            _once(engine, work, given, proof)
        except _InDoubt as doubt:
            if _kept(engine, name, doubt, proof):
                break
            lost += 1
            if lost > 1:
                raise trouble(name, doubt.why) from doubt.why
        except DBAPIError as error:
            gone = is_lost(error.orig or error)
            lost += gone
            again = lost == 1 if gone else may_again(error.orig or error)
            if not again or attempt >= _TRIES:
                raise trouble(name, error.orig) from error
            _wait(attempt)
        else:
            break
    return given[0]


def _once(engine: Engine, work: Callable[[Connection], T], given: list[T], proof: Proof[Any]) -> None:
    with engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        transaction = connection.begin()
        try:
            given.append(work(connection))
            mark = proof.mark(connection)
        except BaseException:
            _undo(plain, transaction)
            raise
        try:
            transaction.commit()
        except DBAPIError as error:
            if mark is not None and is_lost(error.orig or error):
                raise _InDoubt(mark, error.orig) from error
            raise


def _undo(connection: Connection, transaction: Transaction) -> None:
    try:
        transaction.rollback()
    except DBAPIError:  # it is gone, the server undoes what it began; why it went is told by the first error
        connection.invalidate()


def _kept(engine: Engine, name: str, doubt: _InDoubt, proof: Proof[Any]) -> bool:
    for attempt in range(1, _TRIES + 1):
        _wait(attempt)
        try:
            with engine.connect() as connection:
                kept = proof.kept(connection, doubt.mark)
            if kept is not None:
                return kept
        except DBAPIError:
            continue
    raise StoreError(
        f"The connection to {name} was lost just as the last step was being confirmed: it may have "
        "been kept, or not. Look in the ledger before you repeat it.",
        code="ledger_unsure",
        details={"name": name},
    ) from doubt.why


def _wait(attempt: int) -> None:
    time.sleep(_FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + random.random()))  # noqa: S311 - so that two do not meet again
