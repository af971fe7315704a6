"""How it is found out whether a transaction was kept that was lost as its end was being confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, select, text

from luoshi.ledger import Head
from luoshi.stores import finding
from luoshi.stores.tables import events

Mark = TypeVar("Mark")


@dataclass(frozen=True, slots=True)
class Proof(Generic[Mark]):
    """One way to find it out.

    ``mark`` is taken at the end of the transaction, ``None`` where it cannot be lost, or has written nothing;
    ``kept`` says, in another one, whether it stands: it waits for the lost one's own end if the server has
    not come to it, or gives ``None`` to be asked again.
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


def _number(connection: Connection) -> str | None:
    """Give the transaction's number, if it wrote; SQLite, which cannot be lost on the way, has none."""
    if connection.dialect.name != "postgresql":
        return None
    number: str | None = connection.execute(text("SELECT pg_current_xact_id_if_assigned()::text")).scalar()
    return number


def _counted(connection: Connection, number: str) -> bool | None:
    asked = text("SELECT pg_xact_status(CAST(:number AS xid8))")
    standing = connection.execute(asked, {"number": number}).scalar()
    # the server may not yet have noticed that the other end is gone
    return {"committed": True, "aborted": False}.get(standing or "")


CHAIN: Proof[Head] = Proof(_head, _holds)
"""For writes that add events: the chain holds what was written, on this server or on one that follows it."""

TRANSACTION: Proof[str] = Proof(_number, _counted)
"""For all others, which the chain does not tell of: the server knows how each transaction ended."""
