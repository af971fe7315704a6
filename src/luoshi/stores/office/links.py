"""Links that open something once: the first administrator's, an invitation, a new password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from luoshi.errors import UsageError
from luoshi.people import Account, passwords
from luoshi.people.roles import ADMINISTRATOR
from luoshi.stores.office import accounts
from luoshi.stores.office.instants import instant
from luoshi.stores.office.secrets import digest_of, new_secret
from luoshi.stores.office.tables import links
from luoshi.stores.office.transactions import Transactions

Purpose = Literal["first", "invitation", "reset"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link without its secret. ``account`` is whom it lets in, ``None`` for the first administrator's."""

    id: int
    purpose: Purpose
    account: int | None
    created: str
    expires: str
    used_at: str | None


class Links:
    """Makes links and takes each once."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def issue(self, purpose: Purpose, account: int | None, *, expires: datetime, now: datetime) -> str:
        """Give the secret of a new link; earlier ones for the same no longer count.

        Raises:
            UsageError: ``no_account``.
        """
        secret = new_secret()
        values = {
            "digest": digest_of(secret),
            "purpose": purpose,
            "account": account,
            "created": instant(now),
            "expires": instant(expires),
        }

        def work(connection: Connection) -> None:
            if account is not None and accounts.find(connection, account) is None:
                raise accounts.no_account(account)
            same = links.c.account.is_(None) if account is None else links.c.account == account
            older = update(links).where(links.c.purpose == purpose, same, links.c.used_at.is_(None))
            connection.execute(older.values(used_at=instant(now)))
            connection.execute(insert(links).values(values))

        self._transactions.write(work)
        return secret

    def look(self, secret: str, now: datetime) -> Link | None:
        """Give the link of a secret without using it; ``None`` where it does not count (any more)."""
        with self._transactions.reading() as connection:
            row = connection.execute(select(links).where(*_open(secret, now))).first()
        return None if row is None else _link(row)

    def redeem(self, secret: str, now: datetime) -> Link | None:
        """Use a link: of two who do so at once, one is given it. ``None`` where it does not count."""
        return self._transactions.write(lambda connection: _redeem(connection, secret, now))

    def enter(self, secret: str, password: str, now: datetime, *, name: str = "") -> Account:
        """Use a link to set the password of its account; the first administrator's makes one of ``name``.

        What is wrong with the name or the password leaves the link as it was.

        Raises:
            UsageError: ``link_invalid``: unknown, used, run out, or the account was shut; else as
                ``Accounts.create`` and ``Accounts.set_password``.
        """
        link = self.look(secret, now)
        if link is None:
            raise _invalid()
        with self._transactions.reading() as connection:
            of = None if link.account is None else accounts.find(connection, link.account)
        passwords.check(password, of.name if of else name)
        kept = passwords.hash_of(password)

        def work(connection: Connection) -> Account:
            used = _redeem(connection, secret, now)
            if used is None:
                raise _invalid()
            if used.account is None:
                account = accounts.create(connection, name, ADMINISTRATOR, now=now)
            else:
                found = accounts.find(connection, used.account)
                if found is None or not found.active:
                    raise _invalid()
                account = found
            return accounts.keep_password(connection, account.id, kept)

        return self._transactions.write(work)


def _open(secret: str, now: datetime) -> tuple[Any, ...]:
    return links.c.digest == digest_of(secret), links.c.used_at.is_(None), links.c.expires > instant(now)


def _redeem(connection: Connection, secret: str, now: datetime) -> Link | None:
    # a second one waits for the first one's end, and then finds it used
    used = update(links).where(*_open(secret, now)).values(used_at=instant(now))
    if connection.execute(used).rowcount != 1:
        return None
    row = connection.execute(select(links).where(links.c.digest == digest_of(secret))).one()
    return _link(row)


def _link(row: Row[Any]) -> Link:
    return Link(row.id, row.purpose, row.account, row.created, row.expires, row.used_at)


def _invalid() -> UsageError:
    return UsageError(
        "The link does not count: it was used, has run out, or a newer one was made; ask for another.",
        code="link_invalid",
    )
