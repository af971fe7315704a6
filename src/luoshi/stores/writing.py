"""Transactions that write: done again where the database undid them, never where they may have counted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from luoshi.errors import StoreError
from luoshi.stores.connecting import begun, connected
from luoshi.stores.proofs import TRANSACTION, Proof
from luoshi.stores.server_troubles import is_lost, may_again
from luoshi.stores.troubles import trouble

T = TypeVar("T")
_TRIES = 6
_FIRST_WAIT = 0.05


class _InDoubt(Exception):  # noqa: N818 - no error yet: whether it was kept can be asked
    """The connection went while the end of a transaction was being confirmed."""

    def __init__(self, mark: object, why: BaseException | None) -> None:
        self.mark = mark
        self.why = why


def write(
    engine: Engine, name: str, work: Callable[[Connection], T], *, proof: Proof[Any] = TRANSACTION
) -> T:
    """Do work in a transaction that writes, wholly or not at all, and give what it gives.

    ``work`` may be done more than once: whatever it did before was undone. It is done again once where
    the connection was lost, a few times where others were in between. Where the connection is lost as the
    end is being confirmed, ``proof`` finds out: by itself, of the server, how the transaction ended.

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
            gone = _is_gone(error)
            lost += gone
            again = lost == 1 if gone else may_again(error.orig or error)
            if not again or attempt >= _TRIES:
                raise trouble(name, error.orig) from error
            _wait(attempt)
        else:
            break
    return given[0]


def _once(engine: Engine, work: Callable[[Connection], T], given: list[T], proof: Proof[Any]) -> None:
    with connected(engine, writes=True) as connection:
        with begun(connection) as transaction:
            given.append(work(connection))
            mark = proof.mark(connection)
        try:
            transaction.commit()
        except DBAPIError as error:
            if mark is not None and _is_gone(error):
                raise _InDoubt(mark, error.orig) from error
            raise


def _is_gone(error: DBAPIError) -> bool:
    """Say whether the connection is gone: the server said so, or the driver can use it no more."""
    return error.connection_invalidated or is_lost(error.orig or error)


def _kept(engine: Engine, name: str, doubt: _InDoubt, proof: Proof[Any]) -> bool:
    for attempt in range(1, _TRIES + 1):
        _wait(attempt)
        try:
            with connected(engine) as connection:
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
