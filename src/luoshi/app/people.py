"""Who works with the ledger: accounts are made, changed and let in again; each deed is in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError
from luoshi.people import Account, Changes
from luoshi.stores.office.audit import Deed
from luoshi.stores.office.links import Purpose

if TYPE_CHECKING:
    from luoshi.stores import Store

INVITED: Final = timedelta(days=7)
"""How long an invitation counts."""
RESET: Final = timedelta(days=1)
"""How long a link to a new password counts."""
_TOLD: Final = ("name", "role", "unit", "active")


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose deed it is, for the audit: the person's name, the address and number of the request."""

    who: str
    address: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account that is to be made; ``unit`` is needed for a reporter."""

    name: str
    role: str
    unit: str | None = None


def invite(store: Store, wanted: Wanted, by: Hand, now: datetime) -> tuple[Account, str]:
    """Make an account; give it, and the secret of the link by which the person sets a password.

    Raises:
        UsageError: as ``Accounts.create``.
    """
    account = store.office.accounts.create(wanted.name, wanted.role, unit=wanted.unit, now=now)
    _note(store, by, now, "account_made", account, {"role": account.role, "unit": account.unit})
    return account, let_in(store, account.id, by, now)


def let_in(store: Store, account: int, by: Hand, now: datetime) -> str:
    """Give the secret of a link to a new password; one that was made before no longer counts.

    Raises:
        UsageError: ``no_account``; ``account_shut``: open it first.
    """
    found = found_account(store, account)
    if not found.active:
        raise UsageError(
            f"The account {found.name} is shut; open it first.",
            code="account_shut",
            details={"name": found.name},
        )
    purpose: Purpose = "reset" if found.has_password else "invitation"
    until = now + (RESET if found.has_password else INVITED)
    secret = store.office.links.issue(purpose, account, expires=until, now=now)
    _note(store, by, now, "link_made", found, {"purpose": purpose})
    return secret


def change(store: Store, account: int, changes: Changes, by: Hand, now: datetime) -> Account:
    """Change an account.

    Raises:
        UsageError: as ``Accounts.change``.
    """
    before = found_account(store, account)
    after = store.office.accounts.change(account, changes)
    changed: dict[str, object] = {
        name: [getattr(before, name), getattr(after, name)]
        for name in _TOLD
        if getattr(before, name) != getattr(after, name)
    }
    if changed:
        _note(store, by, now, "account_changed", after, changed)
    return after


def named_account(store: Store, name: str) -> Account:
    """Give the account of a name.

    Raises:
        UsageError: ``no_account_named``.
    """
    found = store.office.accounts.by_name(name)
    if found is None:
        raise UsageError(
            f"There is no account {name!r}; luoshi people list shows them.",
            code="no_account_named",
            details={"name": name},
        )
    return found


def found_account(store: Store, account: int) -> Account:
    """Give the account of a number.

    Raises:
        UsageError: ``no_account``.
    """
    found = store.office.accounts.by_id(account)
    if found is None:
        raise UsageError(f"There is no account {account}.", code="no_account", details={"account": account})
    return found


def _note(
    store: Store, by: Hand, now: datetime, what: str, account: Account, details: dict[str, object]
) -> None:
    store.office.audit.record(Deed(by.who, what, account.name, details, by.address, by.request), now)
