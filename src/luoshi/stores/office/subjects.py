"""Accounts that people enter by an OpenID provider: each is tied to one subject of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from luoshi.errors import UsageError
from luoshi.people import Account
from luoshi.people.names import LONGEST, checked_name, folded
from luoshi.stores.office import accounts as rooms
from luoshi.stores.office.accounts import account_of, no_account
from luoshi.stores.office.tables import accounts, counters
from luoshi.stores.office.transactions import Transactions, put

_TURN = "subjects"
_MOST = 99  # people of one name


class Subjects:
    """Finds the account of a subject, makes one, or ties one that is there. Names and mail never match."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def account(self, subject: str) -> Account | None:
        """Give the account that is tied to a subject, also one that is shut."""
        with self._transactions.reading() as connection:
            return _tied(connection, subject)

    def admit(self, subject: str, name: str, role: str, now: datetime) -> Account:
        """Give the account of a subject, made where there is none; a name that is taken gets a number.

        Raises:
            UsageError: ``account_name``, ``no_role``, ``unit_needed`` (a reporter must be invited).
        """
        wanted = checked_name(name[:LONGEST])
        return self._transactions.write(lambda connection: _admit(connection, subject, wanted, role, now))

    def tie(self, account: int, subject: str | None) -> Account:
        """Tie an account to a subject, or untie it with ``None``.

        Raises:
            UsageError: ``no_account``; ``subject_taken``: another account is tied to it.
        """

        def work(connection: Connection) -> Account:
            _take_turn(connection)
            other = None if subject is None else _tied(connection, subject)
            if other is not None and other.id != account:
                raise UsageError(
                    f"The provider's person is tied to the account {other.name} already; untie that first.",
                    code="subject_taken",
                    details={"name": other.name},
                )
            connection.execute(update(accounts).where(accounts.c.id == account).values(subject=subject))
            found = rooms.find(connection, account)
            if found is None:
                raise no_account(account)
            return found

        return self._transactions.write(work)


def _tied(connection: Connection, subject: str) -> Account | None:
    row = connection.execute(select(accounts).where(accounts.c.subject == subject)).first()
    return None if row is None else account_of(row)


def _take_turn(connection: Connection) -> None:
    """Wait for others who tie subjects: a person may enter by two windows at once."""
    put(connection, counters, {"name": _TURN, "value": 0})
    connection.execute(select(counters.c.value).where(counters.c.name == _TURN).with_for_update())


def _admit(connection: Connection, subject: str, name: str, role: str, now: datetime) -> Account:
    _take_turn(connection)
    there = _tied(connection, subject)
    if there is not None:
        return there
    made = rooms.create(connection, _free(connection, name), role, now=now)
    connection.execute(update(accounts).where(accounts.c.id == made.id).values(subject=subject))
    found = rooms.find(connection, made.id)
    assert found is not None  # noqa: S101 - it was just written
    return found


def _free(connection: Connection, name: str) -> str:
    """Give the name, or the name with a number, that no account has."""
    for number in range(1, _MOST + 1):
        tried = name if number == 1 else f"{name[: LONGEST - 3]} {number}"
        if (
            connection.execute(select(accounts.c.id).where(accounts.c.folded == folded(tried))).first()
            is None
        ):
            return tried
    return name
