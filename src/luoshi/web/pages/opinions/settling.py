"""A draft's settings: its last day, closing and opening again, its link, what commenters see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error, say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.stores.office import SHOWN, Draft
from luoshi.web.numbers import Number
from luoshi.web.outcomes import back, outcome
from luoshi.web.pages.opinions.desk import day_of, draft_for, frame, office_of
from luoshi.web.pages.opinions.opening import link_page
from luoshi.web.rendering import page

router = APIRouter()
DRAFT: Final = may("draft")
Owner = Annotated[Person, DRAFT]
Field = Annotated[str, Form()]


@router.get("/opinions/{draft}/settings", dependencies=[DRAFT])
def settings(request: Request, draft: Number, person: Owner) -> Response:
    """Give the settings."""
    return _page(request, draft_for(request, draft, person))


@router.post("/opinions/{draft}/closes", dependencies=[DRAFT])
def move(request: Request, draft: Number, person: Owner, closes: Field) -> Response:
    """Set another last day."""
    found = draft_for(request, draft, person)
    try:
        office_of(request).drafts.move(found.id, day_of(closes), by=person.name, now=datetime.now(UTC))
    except UsageError as error:
        return _page(request, found, wrong=error)
    return back(f"/opinions/{found.id}/settings", "moved")


@router.post("/opinions/{draft}/shows", dependencies=[DRAFT])
def show(request: Request, draft: Number, person: Owner, shows: Field) -> Response:
    """Set what commenters see of others' opinions."""
    found = draft_for(request, draft, person)
    wanted = next((known for known in SHOWN if known == shows), found.shows)
    office_of(request).drafts.show(found.id, wanted, by=person.name, now=datetime.now(UTC))
    return back(f"/opinions/{found.id}/settings", "shows")


@router.post("/opinions/{draft}/close", dependencies=[DRAFT])
def close(request: Request, draft: Number, person: Owner) -> Response:
    """End it before its day."""
    return _settle(request, draft, person, "closed")


@router.post("/opinions/{draft}/reopen", dependencies=[DRAFT])
def reopen(request: Request, draft: Number, person: Owner) -> Response:
    """Open it again, until its last day."""
    return _settle(request, draft, person, "reopened")


@router.post("/opinions/{draft}/withdraw", dependencies=[DRAFT])
def withdraw(request: Request, draft: Number, person: Owner) -> Response:
    """Withdraw it for good: its link opens nothing, others do not see it."""
    return _settle(request, draft, person, "withdrawn")


@router.post("/opinions/{draft}/link", dependencies=[DRAFT])
def renew_link(request: Request, draft: Number, person: Owner) -> Response:
    """Make a new link in place of the one before, and show it this once."""
    found = draft_for(request, draft, person)
    try:
        secret = office_of(request).drafts.renew_link(found.id, by=person.name, now=datetime.now(UTC))
    except UsageError as error:
        return _page(request, found, wrong=error)
    return link_page(request, found.id, secret)


def _settle(request: Request, number: int, person: Person, told: str) -> Response:
    found = draft_for(request, number, person)
    drafts, now = office_of(request).drafts, datetime.now(UTC)
    try:
        if told == "closed":
            drafts.settle(found.id, "closed", by=person.name, now=now)
        elif told == "withdrawn":
            drafts.settle(found.id, "withdrawn", by=person.name, now=now)
        else:
            drafts.settle(found.id, "open", by=person.name, now=now)
    except UsageError as error:
        return _page(request, found, wrong=error)
    return back(f"/opinions/{found.id}/settings", told)


def _page(request: Request, draft: Draft, *, wrong: LuoshiError | None = None) -> Response:
    language = language_of(request)
    return page(
        request,
        "opinions/settings.html",
        status_of(wrong) if wrong else 200,
        **frame(request, draft, "settings"),
        shown=[(name, say_on_page(language, f"opinions.shows.{name}")) for name in SHOWN],
        told=outcome(request, "opinions"),
        wrong=say_error(language, wrong) if wrong else "",
    )
