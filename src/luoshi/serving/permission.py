"""What a route asks of who calls it: the one place that decides.

Each route declares ``may("review")`` (one of several permissions is enough) or ``PUBLIC``; a route that
declares neither is found by the tests, which try every role on every route.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import Depends
from starlette.requests import Request

from luoshi.people import Person
from luoshi.serving.csrf import check_form
from luoshi.serving.identity import visitor_of
from luoshi.serving.refusals import InPerson, NotAllowed, NotSignedIn

NEEDS: Final = "luoshi_needs"
"""Under this name a dependency says what it asks for; ``()`` for a public one."""
OWN: Final = "own"
"""Asked for by what concerns the own account: everybody who signed in may, but no token."""


class _Needs:
    """A dependency of a route; hashable by what it asks for, so that FastAPI asks once a request."""

    def __init__(self, *needed: str) -> None:
        self.luoshi_needs = needed

    async def __call__(self, request: Request) -> Person | None:
        visitor = await visitor_of(request)
        if self.luoshi_needs and visitor.person is None:
            raise NotSignedIn  # first: who was signed out meanwhile need not hear of forms
        await check_form(request, visitor)
        if not self.luoshi_needs or visitor.person is None:
            return visitor.person
        if OWN in self.luoshi_needs:
            if visitor.by_token:
                raise InPerson
            return visitor.person
        if not visitor.person.permissions.intersection(self.luoshi_needs):
            raise NotAllowed(self.luoshi_needs[0])
        return visitor.person


def may(*needed: str) -> Any:  # noqa: ANN401 - as FastAPI's Depends
    """Ask for one of these permissions; gives the ``Person``.

    Raises:
        NotSignedIn: nobody is signed in (the page leads to the sign-in, the API answers 401).
        NotAllowed: the role, or the token's scope, lacks it.
        ForgedForm: a change by cookie without the form's token.
    """
    return Depends(_Needs(*needed))


MYSELF: Any = Depends(_Needs(OWN))
"""A route of the own account; gives the ``Person``. A token could otherwise give itself more rights."""

PUBLIC: Any = Depends(_Needs())
"""A route that strangers may call; gives the ``Person`` or ``None``."""

Guard = Callable[[Request], Awaitable[Person | None]]
