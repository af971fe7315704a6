"""Accepting a finding, overruling it, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.app import handling
from luoshi.app.judging import judge
from luoshi.errors import ConflictError, LuoshiError, StepError, UsageError
from luoshi.ledger import Event
from luoshi.ledger import events as kinds
from luoshi.ledger.fold import effective
from luoshi.ledger.judgement import judgement
from luoshi.lexicon.messages import say_error
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.site import site_of
from luoshi.web.pages.followup.asked import Asked, Desk
from luoshi.web.rendering import HTMX, page
from luoshi.web.views.findings import Finding

router = APIRouter(include_in_schema=False)
Field = Annotated[str, Form(max_length=2000)]
Version = Annotated[int, Form(ge=0, le=2**53)]
Act = Callable[[handling.Desk, Finding], object]


@router.post("/followup/accept", dependencies=[may("review")])
def accept(request: Request, earlier: Field, later: Field, finding: Field, version: Version) -> Response:
    """Accept a finding: the report's words become evidence on the row."""
    return _decided(request, (earlier, later, finding), version, None)


@router.post("/followup/overrule", dependencies=[may("review")])
def overrule(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    earlier: Field,
    later: Field,
    finding: Field,
    version: Version,
    instead: Field,
    reason: Field = "",
) -> Response:
    """Put another verdict in place of the one that was found."""
    return _decided(request, (earlier, later, finding), version, instead, reason)


def _decided(
    request: Request, which: tuple[str, str, str], version: int, instead: str | None, reason: str = ""
) -> Response:
    def act(at: handling.Desk, one: Finding) -> None:
        judge(at, _number(one), [one.record], which[1], instead=instead, expected={_number(one): version})

    return _answered(request, which, act, reason)


@router.post("/followup/undo", dependencies=[may("review")])
def undo(request: Request, earlier: Field, later: Field, finding: Field, version: Version) -> Response:
    """Take back the last judgement on a row, where that was its last step."""

    def act(at: handling.Desk, one: Finding) -> None:
        number = _number(one)
        events = effective(at.store.history(number)[1:])
        if not events or events[-1].kind != kinds.JUDGED or not _is_of(events[-1], later, one):
            raise UsageError(
                f"Row {number} has gone on since; undo it on its own page.",
                code="judged_rests",
                details={"row": number},
            )
        handling.undo(at, (number,), expected={number: version})

    return _answered(request, (earlier, later, finding), act)


def _is_of(event: Event, later: str, one: Finding) -> bool:
    """Say whether an event judged this finding."""
    made = judgement(event.payload, "")
    judged = one.judged
    return judged is not None and (made.document, made.target) == (later, judged.target)


def _answered(request: Request, which: tuple[str, str, str], act: Act, reason: str = "") -> Response:
    """Do it, and give the finding as it stands then; a refusal is told beside it."""
    earlier, later, key = which
    asked = Asked.of({**request.query_params, "earlier": earlier, "later": later})
    desk = Desk(request, asked)
    one = desk.one(key)
    at = handling.desk(desk.store, author=_author(request), reason=reason, table=desk.words.table)
    at = handling.Desk(at.store, at.by, site_of(request).today().isoformat(), at.table)
    fault, code = "", 200
    try:
        act(at, one)
    except (StepError, UsageError, ConflictError) as error:
        fault, code = _sentence(desk, error), status_of(error)
    if not fault and request.headers.get(HTMX) != "true":
        return RedirectResponse(asked.address(told="done") + f"#f-{key}", 303)
    now = Desk(request, asked)
    response = page(
        request,
        "followup/one.html",
        code,
        asked=asked,
        one=now.one(key),
        words=now.words,
        fault=(key, fault),
        label=None,
    )
    if fault:
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _sentence(desk: Desk, error: LuoshiError) -> str:
    return say_error(desk.language, desk.words.in_words(error) if isinstance(error, StepError) else error)


def _author(request: Request) -> str:
    return str(request.state.visitor.person.name)


def _number(one: Finding) -> int:
    if one.row is None:
        raise UsageError("This promise is not a row of the ledger.", code="no_finding_there")
    return one.row.number
