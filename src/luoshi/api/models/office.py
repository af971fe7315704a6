"""People, tokens, jobs, the audit: what an office keeps beside the ledger."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from luoshi.api.models.base import MOST, Asked, Day, Flag, Json, Line, Name, Said, Told, Words

Role = Literal["reader", "reporter", "reviewer", "supervisor", "administrator"]
_Before = Annotated[int, Field(ge=1, le=MOST)]
_Limit = Annotated[int, Field(ge=1, le=200)]


class Me(Told):
    """Who is asking, and what they may do by this token or session."""

    account: int | None
    name: Words
    role: str | None
    unit: Words | None
    permissions: list[str]
    via: Literal["cookie", "token", "link"]


class Account(Told):
    """An account."""

    id: int
    name: Words
    role: str
    unit: Words | None
    active: bool
    created: str
    language: str | None
    has_password: bool


class Accounts(Told):
    """All accounts, in the order in which they were made."""

    people: list[Account]


class AccountSaid(Said):
    """An account that is to be made; a reporter is of a unit."""

    name: Name
    role: Role
    unit: Line | None = None


class AccountChanged(Said):
    """What is to become of an account: what is left out or null stays; an empty unit takes it away."""

    name: Name | None = None
    role: Role | None = None
    unit: Line | None = None
    active: bool | None = None


class LinkMade(Told):
    """An account, and the path of the one-time link by which its person sets a password; shown this once."""

    account: Account
    link: str


class Token(Told):
    """A token without its secret."""

    id: int
    label: Words
    scopes: list[str]
    expires: str
    created: str
    last_used: str | None
    revoked: str | None


class Tokens(Told):
    """The own tokens, the newest first."""

    tokens: list[Token]


class TokenSaid(Said):
    """A token that is to be made: scopes are permissions of the own role; it counts to the end of the day."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00]*\S[^\x00]*$")]
    scopes: Annotated[list[Name], Field(min_length=1, max_length=30)]
    expires: Day


class TokenMade(Told):
    """A token and its secret, shown this once."""

    token: Token
    secret: str


class Failure(Told):
    """Why a job failed."""

    detail: Words
    code: str
    details: Json


class Job(Told):
    """A piece of long work; ``version`` grows with each of its changes."""

    id: int
    kind: str
    author: Words
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    attempts: int
    progress: Json
    result: Json
    failure: Failure | None
    created: str
    changed: str
    version: int


class JobPage(Told):
    """Jobs, the newest first; ``next`` is what ``before`` is to be for the next page."""

    jobs: list[Job]
    next: int | None


class JobsAsked(Asked):
    """A page of jobs: the own ones; ``everyone`` asks for all (administrators only)."""

    state: Literal["waiting", "running", "done", "failed", "cancelled"] | None = None
    before: _Before | None = None
    limit: _Limit = 50
    everyone: Flag = False


class AuditAsked(Asked):
    """Which entries: all that are given must hold."""

    who: Line | None = None
    what: Line | None = None
    day: Day | None = None
    before: _Before | None = None
    limit: _Limit = 50


class AuditEntry(Told):
    """Who did what, when, from where."""

    id: int
    at: str
    who: Words
    what: str
    subject: Words
    details: Json
    address: Words
    request: str


class AuditPage(Told):
    """Entries, the newest first."""

    entries: list[AuditEntry]
    next: int | None
