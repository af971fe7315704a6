"""Sessions of people who signed in: the cookie says whose it is, here stands which no longer count."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, exists, select

from luoshi.people import Account
from luoshi.stores.office.accounts import account_of
from luoshi.stores.office.instants import instant
from luoshi.stores.office.tables import accounts, ended
from luoshi.stores.office.transactions import Transactions, put


class Sessions:
    """Says whose a session is, and ends it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def account_of(self, account: int, epoch: int, key: str) -> Account | None:
        """Give the account of a session; ``None`` where it was signed out of, here or everywhere."""
        gone = exists(select(ended.c.digest).where(ended.c.digest == _digest(key)))
        asked = select(accounts).where(
            accounts.c.id == account, accounts.c.epoch == epoch, accounts.c.active == 1, ~gone
        )
        with self._transactions.reading() as connection:
            row = connection.execute(asked).first()
        return None if row is None else account_of(row)

    def end(self, key: str, *, until: datetime, now: datetime) -> None:
        """Sign out of one session, whoever has a copy of its cookie; ``until`` it would have run out."""

        def work(connection: Connection) -> None:
            connection.execute(delete(ended).where(ended.c.until <= instant(now)))
            put(connection, ended, {"digest": _digest(key), "until": instant(until)})

        self._transactions.write(work)


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "backslashreplace")).hexdigest()
