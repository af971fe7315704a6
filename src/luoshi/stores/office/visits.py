"""When each account last looked at the overview, and how far the chain was then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from luoshi.stores.office.instants import instant
from luoshi.stores.office.tables import visits
from luoshi.stores.office.transactions import Transactions, put


@dataclass(frozen=True, slots=True)
class Visit:
    """``at`` is ISO, UTC; ``sequence`` the last event that was there to be seen."""

    at: str
    sequence: int


class Visits:
    """Keeps the last visit of each account."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def last(self, account: int) -> Visit | None:
        """Give the last visit; ``None`` before the first."""
        asked = select(visits.c.at, visits.c.sequence).where(visits.c.account == account)
        with self._transactions.reading() as connection:
            row = connection.execute(asked).first()
        return None if row is None else Visit(row.at, row.sequence)

    def mark(self, account: int, sequence: int, now: datetime) -> None:
        """Keep that an account has now seen the chain up to a sequence."""
        values = {"at": instant(now), "sequence": sequence}

        def work(connection: Connection) -> None:
            if not put(connection, visits, {"account": account} | values):
                connection.execute(update(visits).where(visits.c.account == account).values(values))

        self._transactions.write(work)
