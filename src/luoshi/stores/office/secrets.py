"""Secrets that are shown once: only their SHA-256 is kept. They are random and long, so no salt is needed."""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import select

from luoshi.stores.office.tables import secrets as table
from luoshi.stores.office.transactions import Transactions, put

_SIGNING = "signing"
_BYTES = 32


def new_secret() -> str:
    """Give a new secret in letters and digits, of 256 bits."""
    return secrets.token_hex(_BYTES)


def digest_of(secret: str) -> str:
    """Give what is kept of a secret."""
    return sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()


def signing_secret(transactions: Transactions) -> bytes:
    """Give the 32 bytes that sessions are signed with, made at first use; of two at once, one makes them."""
    asked = select(table.c.value).where(table.c.name == _SIGNING)
    with transactions.reading() as connection:
        kept = connection.execute(asked).scalar()
    if kept is None:
        made = {"name": _SIGNING, "value": new_secret()}
        transactions.write(lambda connection: put(connection, table, made))
        with transactions.reading() as connection:
            kept = connection.execute(asked).scalar_one()
    return bytes.fromhex(kept)
