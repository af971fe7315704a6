"""Accounts, tokens, and the person who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from luoshi.people.roles import role

Via = Literal["cookie", "token", "link"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account. ``unit`` is the body whose rows a reporter sees, by its exact name.

    ``epoch`` counts up when the password is set, the account is shut or everything is signed out: a session
    that carries an earlier one no longer counts. ``created`` is ISO, UTC. ``language`` is ``zh`` or ``en``
    where the person chose one. ``tied``: a person whom an OpenID provider knows may enter by it.
    """

    id: int
    name: str
    role: str
    unit: str | None
    active: bool
    epoch: int
    created: str
    language: str | None
    has_password: bool
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to become of an account: what is ``None`` stays; a unit or language ``""`` is taken away."""

    name: str | None = None
    role: str | None = None
    unit: str | None = None
    active: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """An API token without its secret. ``expires``, ``created`` and ``last_used`` are ISO, UTC."""

    id: int
    account: int
    label: str
    scopes: frozenset[str]
    expires: str
    created: str
    last_used: str | None
    revoked: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking, and what they may do now.

    ``account`` is ``None`` for one who came by a link that is of no account. ``scopes`` are those of the
    token, ``None`` without one; ``permissions`` are already cut down to them.
    """

    account: int | None
    name: str
    role: str | None
    unit: str | None
    permissions: frozenset[str]
    via: Via
    scopes: frozenset[str] | None = None

    def may(self, permission: str) -> bool:
        """Say whether the person may do something."""
        return permission in self.permissions


def person_of(account: Account, via: Via, scopes: Iterable[str] | None = None) -> Person:
    """Give the person of an account: what the role may, cut down to the scopes of a token.

    Raises:
        UsageError: its role is none that there is (``no_role``).
    """
    may = role(account.role).permissions if account.active else frozenset()
    kept = None if scopes is None else frozenset(scopes)
    cut = may if kept is None else may & kept
    return Person(account.id, account.name, account.role, account.unit, cut, via, kept)
