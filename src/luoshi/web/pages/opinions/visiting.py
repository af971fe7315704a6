"""A draft by its link: strangers read it and say what they think, with or without a name, until its day."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.serving.language import language_of
from luoshi.serving.permission import PUBLIC
from luoshi.serving.problems import status_of
from luoshi.serving.refusals import NoPage
from luoshi.serving.site import site_of
from luoshi.serving.throttle import origin_of
from luoshi.stores.office import Draft, Said
from luoshi.web.outcomes import back, outcome, sealed
from luoshi.web.pages.opinions.desk import office_of
from luoshi.web.pages.opinions.saying import (
    OF_VISITORS,
    TRAP,
    Form,
    Typed,
    asked_of,
    begun,
    check_person,
    retry_after,
    typed_of,
)
from luoshi.web.rendering import page
from luoshi.web.views.opinions import cards_of, lines_of

router = APIRouter()


@router.get("/comment/{secret}", dependencies=[PUBLIC])
def visit(request: Request, secret: str) -> Response:
    """Give the draft and the form."""
    return _page(request, _draft(request, secret))


@router.post("/comment/{secret}", dependencies=[PUBLIC])
def say(request: Request, secret: str, form: Form) -> Response:
    """Take a stranger's opinion in; nothing is kept of them but a hash of where it came from."""
    draft, typed = _draft(request, secret), typed_of(form)
    rooms, site = office_of(request), site_of(request)
    try:
        check_person(request, draft.id, form)
        start, end = typed.place(rooms.drafts.text(draft.id)) or (None, None)
        said = Said(typed.text, start, end, typed.name or None, None, origin_of(request))
        rooms.opinions.say(draft.id, said, day=site.today(), now=datetime.now(UTC), limits=OF_VISITORS)
    except UsageError as error:
        return _page(request, draft, typed=typed, wrong=error)
    return sealed(back(f"/comment/{secret}", "thanks"))


def _draft(request: Request, secret: str) -> Draft:
    found = office_of(request).drafts.by_link(secret)
    if found is None:
        raise NoPage
    return found


def _page(
    request: Request, draft: Draft, *, typed: Typed | None = None, wrong: LuoshiError | None = None
) -> Response:
    site, rooms = site_of(request), office_of(request)
    phase = draft.phase(site.today())
    hidden = phase == "waiting"
    text = "" if hidden else rooms.drafts.text(draft.id)
    seen = () if hidden or draft.shows == "none" else rooms.opinions.of(draft.id)
    response = page(
        request,
        "opinions/comment.html",
        status_of(wrong) if wrong else 200,
        draft=draft,
        phase=phase,
        hidden=hidden,
        takes=phase == "open",
        lines=[] if hidden else lines_of(text, seen, seen),
        cards=cards_of(seen, named=False, with_answer=draft.shows == "answers"),
        typed=typed or asked_of(request.query_params, text),
        begun=begun(site, draft.id),
        trap=TRAP,
        told=outcome(request, "opinions"),
        wrong=say_error(language_of(request), wrong) if wrong else "",
    )
    response.headers.update(retry_after(wrong))
    return sealed(response)
