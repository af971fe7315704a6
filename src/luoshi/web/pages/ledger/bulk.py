"""Steps with many rows at once: all of them take it, or none does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from luoshi.errors import ConflictError, LuoshiError, StepError, UsageError
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.scope import check_rows
from luoshi.web.pages.ledger.acts import ACTS, BULK, Act
from luoshi.web.pages.ledger.desk import Asking, asking, back_to, done, form_of, texts
from luoshi.web.pages.ledger.table import question_at, table_page
from luoshi.web.rendering import render

router = APIRouter(include_in_schema=False)
_MOST = 500
_KNOWN = (StepError, UsageError, ConflictError)


def _seen(form: FormData) -> dict[int, int]:
    """Give the rows that were ticked, each with the version that was seen (``12.88``).

    Raises:
        UsageError: ``web_no_rows``: there is none, or too many.
    """
    pairs = [str(each).partition(".") for each in form.getlist("row")]
    seen = {
        int(number): int(version)
        for number, _, version in pairs
        if number.isdecimal() and version.isdecimal() and len(number) < 18 and len(version) < 18
    }
    if not 0 < len(seen) <= _MOST:
        raise UsageError(
            f"Tick one row or more, at most {_MOST}.", code="web_no_rows", details={"limit": _MOST}
        )
    return seen


def _answer(request: Request, form: FormData, act: Act) -> Response:
    asked, said = asking(request), texts(form)
    back = back_to(said, "/ledger")
    try:
        seen = _ticked(asked, form)
        rows = act.take(asked.desk(said.get("reason", "")), list(seen), said, seen)
    except _KNOWN as error:
        return _refused(asked, form, error, act.name)
    count = len(rows) if act.name != "merge" else len(seen)
    response = done(asked, back, act.name, count)
    if asked.part:  # the page is loaded anew: many rows and their counts are others now
        fresh = _led(back)
        for name, value in response.raw_headers:
            if name == b"set-cookie":
                fresh.raw_headers.append((name, value))
        return fresh
    return response


def _ticked(asked: Asking, form: FormData) -> dict[int, int]:
    seen = _seen(form)
    check_rows(asked.site, asked.person, list(seen))
    return seen


def _refused(asked: Asking, form: FormData, error: LuoshiError, act: str = "") -> Response:
    sentence, status = asked.sentence(error), status_of(error)
    if asked.part:
        body = render("ledger/fault.html", {"sentence": sentence})
        return HTMLResponse(body, status, {"HX-Retarget": "#bulk-fault", "HX-Reswap": "innerHTML"})
    said = texts(form)
    question = question_at(asked.request, back_to(said, "/ledger"))
    ticked = [str(each).partition(".")[0] for each in form.getlist("row")]
    return table_page(asked, question, status, fault=sentence, said=said, ticked=ticked, act=act)


def _led(address: str) -> Response:
    return Response(status_code=204, headers={"HX-Redirect": address})


@router.post("/ledger/bulk/opinions", dependencies=[may("draft")])
def opinions(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """Lead to a new draft for comment that is made of the rows ticked."""
    asked = asking(request)
    try:
        seen = _ticked(asked, form)
    except _KNOWN as error:
        return _refused(asked, form, error)
    address = f"/opinions/new?rows=1&row={'.'.join(map(str, seen))}"
    return _led(address) if asked.part else RedirectResponse(address, 303)


def _route(act: Act) -> None:
    def take(request: Request, form: Annotated[FormData, Depends(form_of)]) -> Response:
        return _answer(request, form, act)

    take.__name__ = f"{act.name}_rows"
    router.add_api_route(
        f"/ledger/bulk/{act.name}", take, methods=["POST"], dependencies=[may(act.permission)]
    )


for _name in BULK:
    _route(ACTS[_name])
