"""意见汇总表: on the page, and out as docx and xlsx."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Annotated, BinaryIO, Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.opinions import table_of
from luoshi.exports.opinions_docx import write_opinions_docx
from luoshi.exports.opinions_table import OpinionsTable
from luoshi.exports.opinions_xlsx import write_opinions_xlsx
from luoshi.people import Person
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.site import site_of
from luoshi.serving.uploads import label_of
from luoshi.stores.office import VERDICTS
from luoshi.web.numbers import Number
from luoshi.web.pages.opinions.desk import draft_for, frame, office_of
from luoshi.web.rendering import page
from luoshi.web.views.opinions import cards_of

router = APIRouter()
DRAFT: Final = may("draft")
Answerer = Annotated[Person, DRAFT]
_WRITERS: Final[dict[str, tuple[str, Callable[[OpinionsTable, BinaryIO], None]]]] = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_opinions_docx,
    ),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_opinions_xlsx),
}


@router.get("/opinions/{draft}/summary", dependencies=[DRAFT])
def summary(request: Request, draft: Number, person: Answerer) -> Response:
    """Give the table."""
    found = draft_for(request, draft, person)
    every = office_of(request).opinions.of(found.id)
    counts = [(name, sum(one.answer == name for one in every)) for name in VERDICTS]
    waiting = sum(one.answer is None for one in every)
    return page(
        request,
        "opinions/summary.html",
        **frame(request, found, "summary"),
        cards=cards_of(every),
        counts=[("all", len(every)), *counts, ("waiting", waiting)],
    )


@router.get("/opinions/{draft}/summary.docx", dependencies=[DRAFT])
def summary_docx(request: Request, draft: Number, person: Answerer) -> Response:
    """Give the table as a Word document."""
    return _export(request, draft, person, "docx")


@router.get("/opinions/{draft}/summary.xlsx", dependencies=[DRAFT])
def summary_xlsx(request: Request, draft: Number, person: Answerer) -> Response:
    """Give the table as a workbook."""
    return _export(request, draft, person, "xlsx")


def _export(request: Request, number: int, person: Person, form: str) -> Response:
    found = draft_for(request, number, person)
    every = office_of(request).opinions.of(found.id)
    table = table_of(found, every, site_of(request).today())
    kind, write = _WRITERS[form]
    file = BytesIO()
    write(table, file)
    note(request, "exported", f"draft:{found.id}", format=form, rows=len(every))
    name = quote(label_of(f"{found.title[:80]}-意见汇总表.{form}"), safe="")
    named = f"attachment; filename=opinions-{found.id}.{form}; filename*=UTF-8''{name}"
    return Response(file.getvalue(), media_type=kind, headers={"Content-Disposition": named})
