"""Who a request is from, as it is kept between requests."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.people import Person


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request: ``person`` is ``None`` for a stranger; ``key`` is what forms are signed with."""

    person: Person | None
    key: str
    by_token: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A visitor with the Unix time at which the cookie was written."""

    visitor: Visitor
    issued: float
