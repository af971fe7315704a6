"""管理: people and the audit."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.serving.permission import may
from luoshi.web.pages.admin import audit, people

router = APIRouter(include_in_schema=False)


@router.get("/admin", dependencies=[may("administer", "audit")])
def first(request: Request) -> Response:
    """Lead to the first page that the person may see."""
    person = request.state.visitor.person
    return RedirectResponse("/admin/people" if person.may("administer") else "/admin/audit", 303)


ROUTERS: tuple[APIRouter, ...] = (router, people.router, audit.router)
