"""The accounts of an office."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from luoshi.errors import UsageError
from luoshi.people import Account, Changes, checked_name, folded, passwords, role
from luoshi.people.roles import ADMINISTRATOR, REPORTER
from luoshi.stores.office.instants import instant
from luoshi.stores.office.tables import accounts
from luoshi.stores.office.transactions import Transactions, put

_LONGEST = 200  # characters of a unit's name


class Accounts:
    """Makes, finds and changes accounts. None is ever deleted: what it did stays with its name."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def create(
        self, name: str, role: str, *, unit: str | None = None, language: str | None = None, now: datetime
    ) -> Account:
        """Make an account without a password.

        Raises:
            UsageError: ``account_name``, ``account_taken``, ``no_role``, ``unit_needed``.
        """
        return self._transactions.write(
            lambda connection: create(connection, name, role, unit=unit, language=language, now=now)
        )

    def by_name(self, name: str) -> Account | None:
        """Give the account of a name, however it is spaced or capitalised."""
        with self._transactions.reading() as connection:
            return _one(connection, accounts.c.folded == folded(name))

    def by_id(self, account: int) -> Account | None:
        """Give an account, also one that is shut."""
        with self._transactions.reading() as connection:
            return find(connection, account)

    def list(self) -> tuple[Account, ...]:
        """Give all accounts in the order in which they were made."""
        with self._transactions.reading() as connection:
            return tuple(map(account_of, connection.execute(select(accounts).order_by(accounts.c.id))))

    def has_administrator(self) -> bool:
        """Say whether there is an administrator who can sign in."""
        with self._transactions.reading() as connection:
            found = select(accounts.c.id).where(*_GOVERNING, accounts.c.password.is_not(None))
            return connection.execute(found.limit(1)).first() is not None

    def change(self, account: int, changes: Changes) -> Account:
        """Change an account; one that is shut is signed out everywhere.

        Raises:
            UsageError: ``no_account``, ``account_name``, ``account_taken``, ``no_role``, ``unit_needed``;
                ``last_administrator``: it would leave none.
        """
        return self._transactions.write(lambda connection: _change(connection, account, changes))

    def set_password(self, account: int, password: str) -> Account:
        """Set a password and sign out everywhere.

        Raises:
            UsageError: ``no_account``; ``password_short``, ``password_long``, ``password_name``,
                ``password_common``.
        """
        found = self.by_id(account)
        if found is None:
            raise no_account(account)
        passwords.check(password, found.name)
        kept = passwords.hash_of(password)
        return self._transactions.write(lambda connection: keep_password(connection, account, kept))

    def signed_in(self, name: str, password: str) -> Account | None:
        """Give the account of a name and its password; ``None`` where they do not fit or it is shut.

        It takes as long for a name that there is not.
        """
        with self._transactions.reading() as connection:
            asked = select(accounts.c.id, accounts.c.active, accounts.c.password)
            row = connection.execute(asked.where(accounts.c.folded == folded(name))).first()
        kept = row.password if row is not None and row.active else None
        if not passwords.matches(kept, password) or row is None or kept is None:
            return None
        if passwords.is_outdated(kept):
            anew = passwords.hash_of(password)
            rehash = update(accounts).where(accounts.c.id == row.id, accounts.c.password == kept)
            self._transactions.write(lambda connection: connection.execute(rehash.values(password=anew)))
        return self.by_id(row.id)

    def bump_epoch(self, account: int) -> Account:
        """Sign an account out everywhere.

        Raises:
            UsageError: ``no_account``.
        """
        return self._transactions.write(
            lambda connection: _set(connection, account, {"epoch": accounts.c.epoch + 1})
        )


def create(
    connection: Connection,
    name: str,
    of: str,
    *,
    unit: str | None = None,
    language: str | None = None,
    now: datetime,
) -> Account:
    """Make an account in a transaction that writes; otherwise as ``Accounts.create``."""
    name = checked_name(name)
    values = {
        "name": name,
        "folded": folded(name),
        "role": role(of).name,
        "unit": _unit(unit, of),
        "active": 1,
        "epoch": 0,
        "created": instant(now),
        "language": language,
    }
    if not put(connection, accounts, values):
        raise _taken(name)
    made = _one(connection, accounts.c.folded == folded(name))
    assert made is not None  # noqa: S101 - it was just written
    return made


def find(connection: Connection, account: int) -> Account | None:
    """Give an account by its number."""
    return _one(connection, accounts.c.id == account)


def keep_password(connection: Connection, account: int, kept: str) -> Account:
    """Keep the hash of a password, and sign out everywhere."""
    return _set(connection, account, {"password": kept, "epoch": accounts.c.epoch + 1})


def no_account(account: int) -> UsageError:
    """Give the error for an account that there is not."""
    return UsageError(f"There is no account {account}.", code="no_account", details={"account": account})


_GOVERNING = (accounts.c.role == ADMINISTRATOR, accounts.c.active == 1)


def _change(connection: Connection, account: int, changes: Changes) -> Account:
    # held in one order, so that of two who each would leave the other as the last, one sees it
    held = select(accounts.c.id).where(*_GOVERNING).order_by(accounts.c.id).with_for_update()
    governing = set(connection.execute(held).scalars())
    before = _one(connection, accounts.c.id == account)
    if before is None:
        raise no_account(account)
    wanted = {name: value for name, value in asdict(changes).items() if value is not None}
    if "name" in wanted:
        wanted["name"] = checked_name(wanted["name"])
    after = replace(before, **wanted)
    unit = _unit(after.unit, role(after.role).name)
    if governing == {account} and not (after.role == ADMINISTRATOR and after.active):
        raise UsageError(
            f"{before.name} is the last administrator; make another one first.",
            code="last_administrator",
            details={"name": before.name},
        )
    values: dict[str, Any] = {
        "name": after.name,
        "folded": folded(after.name),
        "role": after.role,
        "unit": unit,
        "active": int(after.active),
        "language": after.language or None,
    }
    if before.active and not after.active:
        values["epoch"] = accounts.c.epoch + 1
    there = select(accounts.c.id).where(accounts.c.folded == values["folded"], accounts.c.id != account)
    if connection.execute(there).first() is not None:
        raise _taken(after.name)
    return _set(connection, account, values)


def _set(connection: Connection, account: int, values: dict[str, Any]) -> Account:
    connection.execute(update(accounts).where(accounts.c.id == account).values(values))
    found = find(connection, account)
    if found is None:
        raise no_account(account)
    return found


def _unit(unit: str | None, of: str) -> str | None:
    kept = (unit or "").strip()[:_LONGEST] or None
    if of == REPORTER and kept is None:
        raise UsageError(
            "A reporter is of a unit; name the unit, exactly as the ledger writes it.", code="unit_needed"
        )
    return kept


def _taken(name: str) -> UsageError:
    return UsageError(
        f"There is an account {name} already; give another name.",
        code="account_taken",
        details={"name": name},
    )


def _one(connection: Connection, condition: Any) -> Account | None:  # noqa: ANN401 - SQLAlchemy's own
    row = connection.execute(select(accounts).where(condition)).first()
    return None if row is None else account_of(row)


def account_of(row: Row[Any]) -> Account:
    """Give the account of a row of its table."""
    return Account(
        id=row.id,
        name=row.name,
        role=row.role,
        unit=row.unit,
        active=bool(row.active),
        epoch=row.epoch,
        created=row.created,
        language=row.language,
        has_password=row.password is not None,
        tied=row.subject is not None,
    )
