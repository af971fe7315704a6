"""The answers to the opinions on a draft: 采纳, 部分采纳, 不采纳; one by one or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.errors import ConflictError, LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.stores.office import VERDICTS, Draft, Opinion
from luoshi.stores.office.draft import Verdict
from luoshi.web.numbers import Number
from luoshi.web.outcomes import outcome
from luoshi.web.pages.opinions.desk import draft_for, frame, office_of, opinion_for
from luoshi.web.rendering import HTMX, page
from luoshi.web.views.opinions import Card, cards_of

router = APIRouter()
DRAFT: Final = may("draft")
Answerer = Annotated[Person, DRAFT]
_SIZE: Final = 50
MOST: Final = 200
"""Opinions that are answered at once."""
_SHOWN: Final = ("waiting", *VERDICTS)


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=MOST + 20)


Form = Annotated[FormData, Depends(_form)]


@router.get("/opinions/{draft}/answers", dependencies=[DRAFT])
def answers(request: Request, draft: Number, person: Answerer) -> Response:
    """Give the opinions, those that wait or of one answer where that is asked for, page by page."""
    return _page(request, draft_for(request, draft, person))


@router.post("/opinions/{draft}/answers/{opinion}", dependencies=[DRAFT])
def answer(request: Request, draft: Number, opinion: Number, person: Answerer, form: Form) -> Response:
    """Answer one opinion, change its answer or take it back; a part of the page gets its card again."""
    found = draft_for(request, draft, person)
    seen = opinion_for(request, found, opinion)
    reason = str(form.get("reason") or "")
    try:
        office_of(request).opinions.answer(
            seen.id,
            _verdict(str(form.get("verdict") or "")),
            reason,
            by=person.name,
            now=datetime.now(UTC),
            expected=_version(str(form.get("version") or "")),
        )
    except (UsageError, ConflictError) as error:
        typed = {} if isinstance(error, ConflictError) else {seen.id: reason}
        return _answered(request, found, seen.id, wrong=error, typed=typed)
    return _answered(request, found, seen.id)


@router.post("/opinions/{draft}/answers", dependencies=[DRAFT])
def answer_several(request: Request, draft: Number, person: Answerer, form: Form) -> Response:
    """Answer the ticked opinions alike; one that was answered since it was seen is left as it is."""
    found = draft_for(request, draft, person)
    reason = str(form.get("reason") or "")
    try:
        changed = _several(request, found, person, form)
        if changed:
            raise ConflictError(
                f"{changed} opinions were answered since you saw them; the others are answered now.",
                code="answers_changed",
                details={"count": changed},
            )
    except (UsageError, ConflictError) as error:
        return _page(request, found, wrong=error, typed={0: reason})
    query = urlencode({"told": "answered"} | _kept(request))
    return RedirectResponse(f"/opinions/{found.id}/answers?{query}", 303)


def _several(request: Request, draft: Draft, person: Person, form: FormData) -> int:
    """Answer what was ticked; give how many had changed meanwhile."""
    ticked = [str(each).partition(".") for each in form.getlist("ticked")]
    verdict = _verdict(str(form.get("verdict") or ""))
    if not 0 < len(ticked) <= MOST or verdict is None:
        raise UsageError(
            f"Tick opinions, at most {MOST} at once, and choose an answer.",
            code="answers_none",
            details={"most": MOST},
        )
    changed = 0
    for number, _, version in ticked:
        seen = opinion_for(request, draft, _version(number))
        try:
            office_of(request).opinions.answer(
                seen.id,
                verdict,
                str(form.get("reason") or ""),
                by=person.name,
                now=datetime.now(UTC),
                expected=_version(version),
            )
        except ConflictError:
            changed += 1
    return changed


def _verdict(said: str) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if verdict == said), None)


def _version(said: str) -> int:
    """Give a number of the form.

    Raises:
        UsageError: ``web_version``.
    """
    if not (said.isascii() and said.isdigit() and len(said) < 17):
        raise UsageError("The form does not say which version it saw.", code="web_version")
    return int(said)


def _kept(request: Request) -> dict[str, str]:
    """Give what the address asks for, to come back to it."""
    show, after = request.query_params.get("show", ""), request.query_params.get("after", "")
    kept = {"show": show} if show in _SHOWN else {}
    return kept | ({"after": after} if after.isascii() and after.isdigit() and len(after) < 17 else {})


def _fits(one: Opinion, show: str) -> bool:
    return show in ("", one.answer or "waiting")


def _answered(
    request: Request,
    draft: Draft,
    opinion: int,
    *,
    wrong: LuoshiError | None = None,
    typed: dict[int, str] | None = None,
) -> Response:
    if request.headers.get(HTMX) != "true":
        if wrong is not None:
            return _page(request, draft, wrong=wrong, typed=typed, at=opinion)
        query = urlencode(_kept(request))
        return RedirectResponse(
            f"/opinions/{draft.id}/answers{'?' if query else ''}{query}#card-{opinion}", 303
        )
    every = office_of(request).opinions.of(draft.id)
    card = next(card for card in cards_of(every) if card.opinion.id == opinion)
    response = page(
        request,
        "opinions/answered.html",
        status_of(wrong) if wrong else 200,
        card=card,
        **_context(request, draft, every, wrong=wrong, typed=typed, at=opinion),
    )
    if wrong is not None:
        response.headers["HX-Reswap"] = "outerHTML"  # the card says what is missing
    return response


def _page(
    request: Request,
    draft: Draft,
    *,
    wrong: LuoshiError | None = None,
    typed: dict[int, str] | None = None,
    at: int = 0,
) -> Response:
    every = office_of(request).opinions.of(draft.id)
    kept = _kept(request)
    after = int(kept.get("after", "0"))
    fitting = [card for card in cards_of(every) if _fits(card.opinion, kept.get("show", ""))]
    rest: list[Card] = [card for card in fitting if card.opinion.id > after]
    shown = rest[:_SIZE]
    return page(
        request,
        "opinions/answers.html",
        status_of(wrong) if wrong else 200,
        cards=shown,
        first=_address(draft, kept | {"after": ""}) if after else "",
        next=_address(draft, kept | {"after": str(shown[-1].opinion.id)}) if len(rest) > _SIZE else "",
        fitting=len(fitting),
        told=outcome(request, "opinions"),
        **_context(request, draft, every, wrong=wrong, typed=typed, at=at),
    )


def _context(
    request: Request,
    draft: Draft,
    every: Sequence[Opinion],
    *,
    wrong: LuoshiError | None,
    typed: dict[int, str] | None,
    at: int,
) -> dict[str, Any]:
    kept = _kept(request)
    counts = [(name, sum((one.answer or "waiting") == name for one in every)) for name in _SHOWN]
    return {
        **frame(request, draft, "answers"),
        "counts": [(name, count, _address(draft, {"show": name})) for name, count in counts],
        "show": kept.get("show", ""),
        "kept": urlencode(kept),
        "total": len(every),
        "typed": typed or {},
        "at": at,
        "verdicts": VERDICTS,
        "wrong": say_error(language_of(request), wrong) if wrong else "",
    }


def _address(draft: Draft, kept: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/opinions/{draft.id}/answers{'?' if query else ''}{query}"
