"""A draft with its text, and the form that says an opinion on chosen words; for who has an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.site import site_of
from luoshi.serving.throttle import origin_of
from luoshi.stores.office import Draft, Said
from luoshi.web.numbers import Number
from luoshi.web.outcomes import back, outcome
from luoshi.web.pages.opinions.desk import draft_for, frame, office_of, seen_by
from luoshi.web.pages.opinions.saying import OF_MEMBERS, Form, Typed, asked_of, retry_after, typed_of
from luoshi.web.rendering import page
from luoshi.web.views.opinions import cards_of, lines_of

router = APIRouter()
COMMENT: Final = may("comment")
Member = Annotated[Person, COMMENT]
_NAME: Final = 60


@router.get("/opinions/{draft}", dependencies=[COMMENT])
def read(request: Request, draft: Number, person: Member) -> Response:
    """Give the text with what was said of it, and the form."""
    return _page(request, draft_for(request, draft, person), person)


@router.post("/opinions/{draft}", dependencies=[COMMENT])
def say(request: Request, draft: Number, person: Member, form: Form) -> Response:
    """Take an opinion in, under the person's name and unit, or without any."""
    found, typed = draft_for(request, draft, person), typed_of(form)
    rooms, site = office_of(request), site_of(request)
    try:
        start, end = typed.place(rooms.drafts.text(found.id)) or (None, None)
        name = None if typed.anonymous else " ".join(filter(None, (person.unit, person.name)))[:_NAME]
        account = None if typed.anonymous else person.account
        # who says nothing of themselves is counted with all who come from the same place
        address = origin_of(request) if account is None else f"account:{account}"
        said = Said(typed.text, start, end, name, account, address)
        rooms.opinions.say(found.id, said, day=site.today(), now=datetime.now(UTC), limits=OF_MEMBERS)
    except UsageError as error:
        return _page(request, found, person, typed=typed, wrong=error)
    return back(f"/opinions/{found.id}", "said")


def _page(
    request: Request,
    draft: Draft,
    person: Person,
    *,
    typed: Typed | None = None,
    wrong: LuoshiError | None = None,
) -> Response:
    rooms, today = office_of(request), site_of(request).today()
    hidden = draft.phase(today) == "waiting" and not person.may("draft")
    text = "" if hidden else rooms.drafts.text(draft.id)
    every = rooms.opinions.of(draft.id)
    seen = seen_by(person, draft, every)
    own = {one.id for one in every if one.account is not None and one.account == person.account}
    visible = {one.id for one in seen}
    named = person.may("draft")
    cards = cards_of(every, named=named, with_answer=named or draft.shows == "answers")
    response = page(
        request,
        "opinions/draft.html",
        status_of(wrong) if wrong else 200,
        **frame(request, draft, "text"),
        hidden=hidden,
        lines=lines_of(text, seen, every) if not hidden else [],
        cards=[card for card in cards if card.opinion.id in visible],
        own=own,
        total=len(every),
        typed=typed or asked_of(request.query_params, text),
        takes=draft.takes(today),
        signature=" ".join(filter(None, (person.unit, person.name))),
        told=outcome(request, "opinions"),
        wrong=say_error(language_of(request), wrong) if wrong else "",
    )
    response.headers.update(retry_after(wrong))
    return response
