"""The page of the findings."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.lexicon.themes import theme_name
from luoshi.serving.permission import may
from luoshi.web.outcomes import outcome as told
from luoshi.web.pages.followup.asked import DECIDED, Asked, Desk
from luoshi.web.rendering import page
from luoshi.web.views.findings import counted
from luoshi.web.views.papers import label_of, pairs

router = APIRouter(include_in_schema=False)
_PAIRS = 40
_PAGE = 60
"""Findings on a page."""
Id = Annotated[int, Query(ge=0, le=2**53)]


@router.get("/followup", dependencies=[may("read")])
def followup(request: Request, again: Id = 0, after: Id = 0) -> Response:
    """Give the findings, or the form that asks for the two documents."""
    desk = Desk(request, Asked.of(request.query_params), again=again)
    context: dict[str, Any] = {
        "asked": desk.asked,
        "documents": [(sha, label_of(entry)) for sha, entry in desk.documents.items()],
        "pairs": [
            (
                label_of(one.earlier),
                label_of(one.later),
                Asked(one.earlier.sha256, one.later.sha256).address(),
            )
            for one in pairs(desk.documents)[:_PAIRS]
        ],
        "state": "ask",
    }
    if not desk.is_asked:
        return page(request, "followup/followup.html", **context)
    earlier, later = desk.pair
    context |= {"earlier": earlier, "later": later, "label": label_of}
    if desk.outcome.waiting:
        return page(request, "followup/followup.html", **context | {"state": "waiting"})
    context |= {
        "state": "done",
        "failed": desk.outcome.failed.get(desk.wanted, ""),
        "again": desk.outcome.again,
        "found": desk.shown[after : after + _PAGE],
        "shown": len(desk.shown),
        "next": desk.asked.address(after=after + _PAGE) if after + _PAGE < len(desk.shown) else "",
        "first": desk.asked.address() if after else "",
        "total": len(desk.filtered),
        "counts": counted(desk.filtered),
        "themes": [
            (theme, theme_name(theme, desk.language))
            for theme in sorted({t for one in desk.all for t in one.themes})
        ],
        "decided": DECIDED,
        "words": desk.words,
        "fault": ("", ""),
        "told": told(request, "followup"),
    }
    return page(request, "followup/followup.html", **context)
