"""The table: filters, a page of rows, how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from secrets import token_hex
from typing import Any, Final

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from luoshi.lexicon.messages import say_on_page
from luoshi.serving.identity import keep
from luoshi.serving.packing import answer
from luoshi.serving.page_cache import Kept
from luoshi.serving.permission import may
from luoshi.stores.listing import COUNTED
from luoshi.web.pages.ledger.acts import ACTS, BULK, PERMISSIONS
from luoshi.web.pages.ledger.desk import Asking, asking, forget, told
from luoshi.web.pages.ledger.filters import fields, narrowed
from luoshi.web.pages.ledger.question import COOKIE, SIZE, Question, question_of
from luoshi.web.rendering import context_of, page, render
from luoshi.web.views.ledger_rows import COLUMNS, WORK, Sheet

router = APIRouter(include_in_schema=False)
READ: Final = may("read", "read_unit")
_RUN: Final = token_hex(8)  # another process may have another workflow, or other templates
_BODY, _HERE, _QUERY = (f"{name}{_RUN}" for name in ("body", "here", "query"))  # nobody's text holds these
_FRAMES: Final = 500
Key = tuple[Any, ...]
_FOR: Final = 15
"""Seconds for which what there is to choose from may be behind."""
_UNITS: Final = 200
_GRADES: Final = ("A", "B", "C", "D")


@router.get("/ledger", dependencies=[READ])
async def table(request: Request) -> Response:
    """Give a page of rows; one that is kept is given without a thread or a question to the database."""
    question = question_of(request.query_params, request.cookies)
    asked = asking(request)
    key = _key(asked, question, await asked.site.head())
    etag = _etag(asked, key)
    fresh = not told(request)["told"] and not question.named
    if fresh and request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    kept = await asked.site.pages.made(key, lambda: _body(asked, question))
    response = _shown(asked, question, kept)
    if fresh:
        response.headers["ETag"] = etag
    if question.named:
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE,
            ".".join(question.columns),
            max_age=365 * 86_400,
            httponly=True,
            samesite="lax",
            secure=secure,
        )
    return forget(request, response)


def table_page(
    asked: Asking,
    question: Question,
    code: int = 200,
    **more: Any,  # noqa: ANN401
) -> Response:
    """Answer with the table; ``more`` may hold a ``fault`` and the form of a step on many rows."""
    key = _key(asked, question, asked.site.store.head())
    kept = asked.site.pages.get(key, lambda: _body(asked, question))
    return _shown(asked, question, kept, code, **more)


def _shown(
    asked: Asking,
    question: Question,
    rows: Kept,
    code: int = 200,
    **more: Any,  # noqa: ANN401
) -> Response:
    context = {"fault": "", "said": {}, "ticked": (), **told(asked.request), **more}
    if not more and not context["told"]:
        before, after = _around_rows(asked, question)
        response: Response = answer(asked.request, before, rows.packed, after, code)
        keep(asked.request, response)
        return response
    body = Markup(_ticked(rows.body.decode(), context["ticked"]))  # noqa: S704 - made by our own templates
    return page(
        asked.request, "ledger/table.html", code, **context, **_around(asked), body=body, here=question.here
    )


def _around(asked: Asking) -> dict[str, Any]:
    bulk = [act for act in BULK if asked.person.may(ACTS[act].permission)]
    return {"bulk": bulk, "drafts": asked.person.may("draft") and asked.person.may("read")}


def _around_rows(asked: Asking, question: Question) -> tuple[str, str]:
    """Give what stands before and after the rows: made once for a person, and filled in."""
    request = asked.request
    frames: dict[Key, str] = getattr(request.app.state, "ledger_frames", {})
    person = asked.person
    key = (person, request.state.visitor.key, asked.language, asked.site.today())
    frame = frames.get(key)
    if frame is None:
        said = {"fault": "", "said": {}, "told": "", "body": _BODY, "here": _HERE, "query": _QUERY}
        frame = render("ledger/table.html", {**context_of(request), **_around(asked), **said})
        # a new mapping each time: others may be reading the one before
        request.app.state.ledger_frames = {**dict(list(frames.items())[-_FRAMES:]), key: frame}
    frame = frame.replace(_HERE, escape(question.here)).replace(_QUERY, escape(request.url.query))
    before, _, after = frame.partition(_BODY)
    return before, after


def _ticked(body: str, numbers: Sequence[str]) -> str:
    """Tick boxes again, after many rows were refused a step."""
    for number in numbers:
        if number.isdecimal():
            body = body.replace(f' name="row" value="{number}.', f' checked name="row" value="{number}.', 1)
    return body


def sheet_of(asked: Asking, question: Question) -> Sheet:
    """Give how the rows are shown to a person."""
    reviews = asked.person.may("review")
    ticks = any(asked.person.may(ACTS[act].permission) for act in BULK)
    steps = frozenset(name for name in WORK if asked.person.may(PERMISSIONS[name]))
    return Sheet(asked.site.today().isoformat(), asked.words, question.columns, reviews, ticks, steps)


def _key(asked: Asking, question: Question, head: int) -> Key:
    site = asked.site
    may = tuple(map(asked.person.may, ("review", "assign", "report", "supervise", "export", "draft")))
    scope = (asked.unit, *may)
    said = tuple(sorted(question.said.items()))
    place = (question.after, question.trail, question.columns, question.named)
    return ("ledger", said, place, scope, asked.language, site.today(), head)


def _etag(asked: Asking, key: Key) -> str:
    person = (asked.person.account, asked.person.name, asked.request.state.visitor.key)
    return f'W/"{blake2b(repr((_RUN, key, person)).encode(), digest_size=12).hexdigest()}"'


def _body(asked: Asking, question: Question) -> str:
    """Give the filters and the rows: what is the same for all who see the same."""
    wanted = question.filter(asked.site.today(), asked.unit)
    listed = asked.site.store.listed(wanted, after=question.after, limit=SIZE + 1)
    rows = listed[:SIZE]
    sheet = sheet_of(asked, question)
    total = None
    if len(listed) <= SIZE and not question.after:
        total = asked.t("site.pager.total", total=len(listed))
    return render(
        "ledger/body.html",
        {
            "t": asked.t,
            "language": asked.language,
            "question": question,
            "sheet": sheet,
            "rows": sheet.rows(rows),
            "shown": len(rows),
            "total": total,
            "next": question.next(rows[-1].number) if len(listed) > SIZE else "",
            "exports": asked.person.may("export"),
            "imports": asked.person.may("supervise"),
            "fields": fields(asked, question),
            "narrowed": narrowed(question),
            "columns": [(name, asked.t(f"ledger.column.{name}")) for name in COLUMNS],
            "set": len(question.said),
        },
    )


@router.get("/ledger/count", dependencies=[READ])
def count(request: Request) -> Response:
    """Give how many rows there are, as words; it is asked for after the page is there."""
    question = question_of(request.query_params, {})
    asked = asking(request)
    said = tuple(sorted(question.said.items()))
    key = ("count", said, asked.unit, asked.language, asked.site.today(), asked.site.store.head())
    return HTMLResponse(asked.site.pages.get(key, lambda: _counted(asked, question)).body)


def _counted(asked: Asking, question: Question) -> str:
    many = asked.site.store.count_some(question.filter(asked.site.today(), asked.unit))
    key = "ledger.total.more" if many > COUNTED else "site.pager.total"
    return say_on_page(asked.language, key, total=min(many, COUNTED))


def question_at(request: Request, back: str) -> Question:
    """Give the question of the address that a form came from."""
    return question_of(QueryParams(back.partition("?")[2]), request.cookies)
