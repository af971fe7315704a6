"""Results of stages that take long, by what they were made of: made anew where luoshi itself is another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from luoshi.stores.office.instants import instant
from luoshi.stores.office.packing import press, unpress
from luoshi.stores.office.tables import computed
from luoshi.stores.office.transactions import Transactions, put


class Computed:
    """Keeps what JSON holds under a kind (``alignment``) and a key (the hashes of the texts).

    ``version`` says with which luoshi it was made; what another made is not given.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def get(self, kind: str, key: str, version: str) -> Any | None:  # noqa: ANN401 - what JSON holds
        """Give a result; ``None`` where there is none of this version, or it is damaged."""
        asked = select(computed.c.value).where(*_is(kind, key), computed.c.version == version)
        with self._transactions.reading() as connection:
            kept = connection.execute(asked).scalar()
        try:
            return None if kept is None else unpress(kept)
        except ValueError:  # it can be made anew
            return None

    def put(self, kind: str, key: str, version: str, value: object, *, now: datetime) -> None:
        """Keep a result in place of an earlier one."""
        values = {"version": version, "at": instant(now), "value": press(value)}

        def work(connection: Connection) -> None:
            if not put(connection, computed, {"kind": kind, "key": key} | values):
                connection.execute(update(computed).where(*_is(kind, key)).values(values))

        self._transactions.write(work)

    def purge(self, before: datetime) -> int:
        """Forget what was made before a time; give its number."""
        old = delete(computed).where(computed.c.at < instant(before))
        return self._transactions.write(lambda connection: connection.execute(old).rowcount)


def _is(kind: str, key: str) -> tuple[Any, Any]:
    return computed.c.kind == kind, computed.c.key == key
