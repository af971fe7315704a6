"""操作日志 audit: who did what."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.asking import asking
from luoshi.api.described import problems
from luoshi.api.models.office import AuditAsked, AuditPage
from luoshi.api.paging import link_next
from luoshi.serving.permission import may
from luoshi.stores.office.audit import Entry, Sought

router = APIRouter(tags=["audit"])


@router.get(
    "/audit",
    response_model=AuditPage,
    dependencies=[may("audit")],
    responses=problems(),
    summary="操作日志：逐页列出",
)
def audit(request: Request, response: Response, said: Annotated[AuditAsked, Query()]) -> dict[str, Any]:
    """List what people did, the newest first; what became of rows is told by the events."""
    sought = Sought(said.who, said.what, said.day)
    found = asking(request).store.office.audit.page(sought, before=said.before, limit=said.limit + 1)
    shown = found[: said.limit]
    before = shown[-1].id if len(found) > said.limit else None
    link_next(request, response, before=before)
    return {"entries": [_told(entry) for entry in shown], "next": before}


def _told(entry: Entry) -> dict[str, Any]:
    deed = entry.deed
    return {
        "id": entry.id,
        "at": entry.at,
        "who": deed.who,
        "what": deed.what,
        "subject": deed.subject,
        "details": dict(deed.details),
        "address": deed.address,
        "request": deed.request,
    }
