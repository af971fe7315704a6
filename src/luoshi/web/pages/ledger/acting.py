"""The steps with one row: each its own address, so that each says what it asks of a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from luoshi.app import proving
from luoshi.app.handling import Rows
from luoshi.errors import ConflictError, LuoshiError, StepError, UsageError
from luoshi.ledger import Row
from luoshi.serving.addresses import NUMBER
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.scope import row_for
from luoshi.web.pages.ledger import acts
from luoshi.web.pages.ledger.acts import ACTS, REPORT, UNDO, Act, Said
from luoshi.web.pages.ledger.desk import (
    Asking,
    asking,
    back_to,
    check_undo,
    done,
    files,
    form_of,
    texts,
    version_of,
)
from luoshi.web.pages.ledger.question import Question
from luoshi.web.pages.ledger.row import row_page
from luoshi.web.pages.ledger.table import question_at, sheet_of
from luoshi.web.rendering import page, render

router = APIRouter(include_in_schema=False)
Form = Annotated[FormData, Depends(form_of)]
Work = Callable[[Asking, Row, Said, FormData], Rows]
_KNOWN = (StepError, UsageError, ConflictError)
_CHOICES = {"accepted": "accept", "rejected": "reject"}


def _taking(act: Act) -> Work:
    def work(asked: Asking, row: Row, said: Said, form: FormData) -> Rows:
        seen = {row.number: version_of(said)}
        return act.take(asked.desk(said.get("reason", "")), (row.number,), said, seen)

    return work


def _reporting(asked: Asking, row: Row, said: Said, form: FormData) -> Rows:
    seen = {row.number: version_of(said)}
    evidence = _evidence(asked, said, form)
    return acts.report(asked.desk(said.get("reason", "")), row.number, said, evidence, seen)


def _proving(asked: Asking, row: Row, said: Said, form: FormData) -> Rows:
    evidence = _evidence(asked, said, form)
    return proving.prove(asked.desk(), row.number, evidence, expected={row.number: version_of(said)})


def _undoing(asked: Asking, row: Row, said: Said, form: FormData) -> Rows:
    check_undo(asked, row.number)
    return UNDO.take(asked.desk(said.get("reason", "")), (row.number,), said, {row.number: version_of(said)})


def _evidence(asked: Asking, said: Said, form: FormData) -> list[dict[str, Any]]:
    """Keep the files of a form, and find the words that it quotes from a document."""
    store = asked.site.store
    found = []
    for each in files(form, "evidence"):
        name = PurePath((each.filename or "").replace("\\", "/")).name[:200] or "-"
        digest = store.files.put(each.file.read(), PurePath(name).suffix.lower())
        found.append({"kind": "file", "sha256": digest, "name": name})
    words, document = said.get("quote", ""), said.get("quote_from", "")
    if words and asked.unit is None:
        text = store.text(document) or ""
        start = text.find(words)
        if start < 0:
            raise UsageError(
                "The document has no such words; copy them as they stand there.", code="web_quote"
            )
        found.append(proving.stretch(store, document, start, start + len(words)))
    return found


def _answer(request: Request, number: int, form: FormData, name: str, work: Work) -> Response:
    """Take a step; answer with the row for a part of a page, else lead back to where the form stood."""
    asked = asking(request)
    row = row_for(asked.site, asked.person, number)
    said = texts(form)
    try:
        rows = work(asked, row, said, form)
    except _KNOWN as error:
        return _refused(asked, number, said, name, error)
    if asked.part:
        return _rows(asked, rows, number, said)
    return done(asked, back_to(said, f"/ledger/{number}"), name, tell="next" not in said or name != "review")


def _refused(asked: Asking, number: int, said: Said, name: str, error: LuoshiError) -> Response:
    sentence, status = asked.sentence(error), status_of(error)
    if not asked.part:
        return row_page(
            asked, row_for(asked.site, asked.person, number), status, fault=(name, sentence), said=said
        )
    if said.get("dialog") and not isinstance(error, ConflictError):
        body = render("ledger/fault.html", {"sentence": sentence})
        return HTMLResponse(body, status, {"HX-Retarget": "#desk-fault", "HX-Reswap": "innerHTML"})
    question = question_at(asked.request, said.get("next", ""))
    body = _rendered(asked, [number], question, {number: sentence})
    return HTMLResponse(body, status, {"HX-Retarget": f"#row-{number}", "HX-Reswap": "outerHTML"})


def _rows(asked: Asking, rows: Rows, number: int, said: Said) -> Response:
    """Give the row anew, its parts below it, and other rows that were touched wherever they stand."""
    question = question_at(asked.request, said.get("next", ""))
    body = _rendered(asked, [row.number for row in rows], question, {}, number)
    return HTMLResponse(body, headers={"HX-Trigger": "acted"})


def _rendered(
    asked: Asking,
    numbers: list[int],
    question: Question,
    faults: dict[int, str],
    first: int | None = None,
) -> str:
    sheet = sheet_of(asked, question)
    store = asked.site.store
    listed = store.listed_rows(numbers)
    parts = {
        row.number
        for row in listed
        if first is not None and row.number > first and _is_part(store, row, first)
    }
    main = [row for row in listed if first is None or row.number == first or row.number in parts]
    others = [row for row in listed if row not in main]
    shown = {"rows": sheet.rows(main, faults), "others": sheet.rows(others, beside=True)}
    return render("ledger/answer.html", shown)


def _is_part(store: Any, row: Any, number: int) -> bool:  # noqa: ANN401
    found = store.row(row.number)
    return found is not None and found.parent == number


@router.get(f"/ledger/{NUMBER}/form/{{name}}", dependencies=[may("review")])
def form(request: Request, number: int, name: str) -> Response:
    """Give the form of a step of review: for a dialog, or as the row's page."""
    asked = asking(request)
    row = row_for(asked.site, asked.person, number)
    if asked.part:
        from luoshi.web.pages.ledger.row import context_for

        return page(request, "ledger/dialog.html", name=name, **context_for(asked, row))
    return row_page(asked, row, opened=name)


@router.post(f"/ledger/{NUMBER}/review", dependencies=[may("review")])
def review(request: Request, number: int, form: Form) -> Response:
    """Accept or reject a row, as ``decision`` says."""
    act = ACTS[_CHOICES.get(texts(form).get("decision", ""), "accept")]
    return _answer(request, number, form, "review", _taking(act))


def _route(name: str, needs: tuple[str, ...], work: Work) -> None:
    def take(request: Request, number: int, form: Form) -> Response:
        return _answer(request, number, form, name, work)

    take.__name__ = f"{name}_row"
    router.add_api_route(f"/ledger/{NUMBER}/{name}", take, methods=["POST"], dependencies=[may(*needs)])


for _act in ACTS.values():
    _route(_act.name, (_act.permission,), _taking(_act))
_route("report", ("report",), _reporting)
_route("prove", ("report",), _proving)
_route("undo", ("review", "assign", "report", "supervise"), _undoing)
__all__ = ["REPORT", "router"]
