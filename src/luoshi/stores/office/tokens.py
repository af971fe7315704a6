"""API tokens, ``luoshi_<number>_<secret>``: shown once when they are made."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from luoshi.errors import UsageError
from luoshi.people import Account, Token
from luoshi.people.roles import check_scopes
from luoshi.stores.office.accounts import account_of
from luoshi.stores.office.instants import instant
from luoshi.stores.office.secrets import digest_of, new_secret
from luoshi.stores.office.tables import accounts, tokens
from luoshi.stores.office.transactions import Transactions, added

_SHOWN = re.compile(r"luoshi_([0-9]{1,18})_([0-9a-f]{64})", re.ASCII)
_EVERY = timedelta(minutes=1)  # each request need not write
_LONGEST = 100


class Tokens:
    """Makes, checks and revokes API tokens."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def issue(
        self, account: Account, label: str, scopes: Iterable[str], *, expires: datetime, now: datetime
    ) -> tuple[Token, str]:
        """Make a token; give it, and the words that are shown this once.

        Raises:
            UsageError: ``token_scope``: a scope is none of the role's permissions, or there is none;
                ``token_expires``: it would have run out already.
        """
        if expires <= now:
            raise UsageError("The token would have run out already; give a later day.", code="token_expires")
        secret = new_secret()
        values = {
            "account": account.id,
            "label": label.strip()[:_LONGEST],
            "scopes": " ".join(sorted(check_scopes(scopes, account.role))),
            "digest": digest_of(secret),
            "created": instant(now),
            "expires": instant(expires),
        }

        def work(connection: Connection) -> Row[Any]:
            number = added(connection, tokens, values)
            return connection.execute(select(tokens).where(tokens.c.id == number)).one()

        made = _token(self._transactions.write(work))
        return made, f"luoshi_{made.id}_{secret}"

    def check(self, shown: str, now: datetime) -> tuple[Token, Account] | None:
        """Give the token and its account; ``None`` where it does not count, or the account is shut."""
        found = _SHOWN.fullmatch(shown)
        if found is None:
            return None
        asked = select(tokens).where(tokens.c.id == int(found[1]))
        with self._transactions.reading() as connection:
            row = connection.execute(asked).first()
            if row is None or not hmac.compare_digest(row.digest, digest_of(found[2])):
                return None
            owner = connection.execute(select(accounts).where(accounts.c.id == row.account)).one()
        if row.revoked is not None or row.expires <= instant(now) or not owner.active:
            return None
        token, account = _token(row), account_of(owner)
        if token.last_used is None or token.last_used <= instant(now - _EVERY):
            self._use(token.id, now)
        return token, account

    def revoke(self, token: int, now: datetime, *, account: int | None = None) -> Token:
        """Take a token back; with ``account`` only where it is that account's.

        Raises:
            UsageError: ``no_token``.
        """
        asked = select(tokens).where(tokens.c.id == token)
        if account is not None:
            asked = asked.where(tokens.c.account == account)
        with self._transactions.reading() as connection:
            row = connection.execute(asked).first()
        if row is None:
            raise UsageError(f"There is no token {token}.", code="no_token", details={"token": token})
        if row.revoked is None:
            back = update(tokens).where(tokens.c.id == token, tokens.c.revoked.is_(None))
            self._transactions.write(lambda connection: connection.execute(back.values(revoked=instant(now))))
        with self._transactions.reading() as connection:
            return _token(connection.execute(asked).one())

    def list(self, account: int | None = None) -> tuple[Token, ...]:
        """Give the tokens of an account, or all, the newest first; also those that no longer count."""
        asked = select(tokens).order_by(tokens.c.id.desc())
        if account is not None:
            asked = asked.where(tokens.c.account == account)
        with self._transactions.reading() as connection:
            return tuple(map(_token, connection.execute(asked)))

    def _use(self, token: int, now: datetime) -> None:
        unsaid = or_(tokens.c.last_used.is_(None), tokens.c.last_used <= instant(now - _EVERY))
        used = update(tokens).where(tokens.c.id == token, unsaid).values(last_used=instant(now))
        self._transactions.write(lambda connection: connection.execute(used))


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        account=row.account,
        label=row.label,
        scopes=frozenset(row.scopes.split()),
        expires=row.expires,
        created=row.created,
        last_used=row.last_used,
        revoked=row.revoked,
    )
