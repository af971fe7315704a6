"""The drafts: which are open, how many opinions came, how many are answered."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.people import Person
from luoshi.serving.permission import may
from luoshi.serving.site import site_of
from luoshi.web.outcomes import outcome
from luoshi.web.pages.opinions.desk import office_of
from luoshi.web.rendering import page

router = APIRouter()
COMMENT: Final = may("comment")
_PHASES: Final = ("open", "waiting", "closed", "withdrawn")


@router.get("/opinions", dependencies=[COMMENT])
def drafts(request: Request, person: Annotated[Person, COMMENT]) -> Response:
    """Give the list: those that are open first."""
    office, today = office_of(request), site_of(request).today()
    totals = office.opinions.totals()
    asked = request.query_params.get("phase", "")
    phases = _PHASES if person.may("draft") else _PHASES[:-1]
    all_drafts = [(draft, draft.phase(today)) for draft in office.drafts.list()]
    found = [(draft, phase) for draft, phase in all_drafts if phase in phases]
    shown = [(draft, phase) for draft, phase in found if asked in ("", phase)]
    shown.sort(key=lambda pair: _PHASES.index(pair[1]))
    return page(
        request,
        "opinions/list.html",
        rows=[(draft, phase, *totals.get(draft.id, (0, 0))) for draft, phase in shown],
        phases=[(phase, sum(one == phase for _, one in found)) for phase in phases],
        asked=asked if asked in phases else "",
        total=len(found),
        told=outcome(request, "opinions"),
    )
