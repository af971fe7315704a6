"""A request as the API's routes see it: the site, who is asking, the unit that the person is bound to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final

from fastapi import Path
from starlette.requests import Request

from luoshi.api.models.base import MOST
from luoshi.app import handling
from luoshi.errors import UsageError
from luoshi.people import Person
from luoshi.serving.permission import may
from luoshi.serving.scope import unit_of
from luoshi.serving.site import Site, site_of
from luoshi.stores import Store

Number = Annotated[int, Path(ge=1, le=MOST)]
"""The number of a row, an account, a job in an address."""
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
"""The SHA-256 of a document in an address."""
ROWS: Final = may("read", "read_unit")
"""Whoever sees rows: all, or a unit's own."""
ALL: Final = may("read")
"""Whoever sees the whole ledger."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what site; ``unit`` is the one whose rows alone the person sees, ``None`` for all."""

    request: Request
    site: Site
    person: Person
    unit: str | None

    @property
    def store(self) -> Store:
        """The ledger."""
        return self.site.store

    def desk(self, reason: str = "", day: date | None = None) -> handling.Desk:
        """Give a desk of now; ``day`` is when the step was done, where that is not today.

        Raises:
            UsageError: ``day_ahead``.
        """
        table = self.site.table().table
        made = handling.desk(self.store, author=self.person.name, reason=reason, day=day, table=table)
        return made if day is not None else replace(made, day=self.site.today().isoformat())


def asking(request: Request) -> Asking:
    """Give the request of somebody who was let in by the route's guard."""
    person = request.state.visitor.person
    return Asking(request, site_of(request), person, unit_of(person))


def each_once(request: Request) -> None:
    """Refuse an address that says a thing twice: one of the two would be passed over.

    Raises:
        UsageError: ``api_twice``.
    """
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name in seen:
            shown = name[:40]
            raise UsageError(
                f"The address says {shown} more than once; say it once.",
                code="api_twice",
                details={"name": shown},
            )
        seen.add(name)
