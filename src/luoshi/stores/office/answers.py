"""Answers to requests that carry an idempotency key: the same request again gets the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select, update

from luoshi.errors import ConflictError, UsageError
from luoshi.stores.office.instants import instant
from luoshi.stores.office.packing import pack, unpack
from luoshi.stores.office.tables import answers
from luoshi.stores.office.transactions import Transactions, put

KEPT = timedelta(hours=24)
"""How long an answer is given again."""
LONGEST = 200
"""Characters of a key."""
_AT_WORK = timedelta(minutes=5)  # a request that takes longer was lost with its process


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its key, whose it is (``account:3``, ``token:7``), the route, a digest of all it says.

    ``once``: to do it twice would do harm, so it is not new again while nobody knows what came of it.
    """

    key: str
    who: str
    route: str
    digest: str
    once: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Answers:
    """Keeps answers by the key of their request."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def begin(self, asked: Asked, now: datetime) -> Answer | None:
        """Give the answer to a request that was answered; ``None``: it is new, so do it, then ``keep``.

        Raises:
            UsageError: ``key_used``: the key is that of another request; ``key_long``.
            ConflictError: ``key_at_work``: the same request is just being done; ``key_in_doubt``: it is
                one to be done once, was begun long ago, and nobody knows whether it was done.
        """
        if not 0 < len(asked.key) <= LONGEST:
            raise UsageError(
                f"The idempotency key has 1 to {LONGEST} characters.",
                code="key_long",
                details={"most": LONGEST},
            )
        return self._transactions.write(lambda connection: _begin(connection, asked, now))

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Keep the answer to a request that ``begin`` said is new."""
        values = {"status": answer.status, "headers": pack(dict(answer.headers)), "body": answer.body}
        kept = update(answers).where(*_is(asked)).values(values)
        self._transactions.write(lambda connection: connection.execute(kept))

    def drop(self, asked: Asked) -> None:
        """Forget a request that came to nothing, so that it can be tried again."""
        gone = delete(answers).where(*_is(asked), answers.c.status.is_(None))
        self._transactions.write(lambda connection: connection.execute(gone))

    def purge(self, now: datetime) -> int:
        """Forget what is older than a day; give its number."""
        old = delete(answers).where(answers.c.at <= instant(now - KEPT))
        return self._transactions.write(lambda connection: connection.execute(old).rowcount)


def _begin(connection: Connection, asked: Asked, now: datetime) -> Answer | None:
    lost = answers.c.status.is_(None) & (answers.c.at <= instant(now - _AT_WORK))
    old = answers.c.at <= instant(now - KEPT)
    connection.execute(delete(answers).where(*_is(asked), old if asked.once else lost | old))
    values = {
        "who": asked.who,
        "key": asked.key,
        "route": asked.route,
        "digest": asked.digest,
        "at": instant(now),
    }
    if put(connection, answers, values):
        return None
    kept = connection.execute(select(answers).where(*_is(asked))).one()
    if (kept.route, kept.digest) != (asked.route, asked.digest):
        raise UsageError(
            "The idempotency key was used for another request; give each request a key of its own.",
            code="key_used",
        )
    if kept.status is None and kept.at <= instant(now - _AT_WORK):
        raise ConflictError(
            "It is not known whether this request was done: look, and send it with a new key if it was not.",
            code="key_in_doubt",
        )
    if kept.status is None:
        raise ConflictError("The same request is just being done; ask again in a moment.", code="key_at_work")
    return Answer(kept.status, unpack(kept.headers), kept.body)


def _is(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return answers.c.who == asked.who, answers.c.key == asked.key
