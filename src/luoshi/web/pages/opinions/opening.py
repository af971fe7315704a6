"""A new draft: of a document of the ledger, of a file, of pasted words, or of rows of the ledger (分解表)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.app.breakdown import MOST, breakdown
from luoshi.app.opinions import ENDINGS, LONGEST, check_length, text_of_file
from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import Row
from luoshi.ledger.lights import LIGHTS
from luoshi.lexicon.messages import say_error, say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.refusals import NotAllowed
from luoshi.serving.site import site_of
from luoshi.stores.office import SHOWN, Opening
from luoshi.web.outcomes import sealed
from luoshi.web.pages.ledger.question import question_of
from luoshi.web.pages.opinions.desk import day_of, office_of
from luoshi.web.rendering import page
from luoshi.web.views.papers import label_of, name_of, offered

router = APIRouter()
DRAFT: Final = may("draft")
_DAYS: Final = 14
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_FIELD_BYTES: Final = 2 * 2**20
_NAMES: Final = ("title", "document", "text", "opens", "closes", "audience", "shows")


async def form_of(request: Request) -> FormData:
    """Give the fields and the file of the form; text is longer than a form's field usually is."""
    return await request.form(max_files=1, max_fields=20, max_part_size=_FIELD_BYTES)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The text that was made of rows, and how many they are."""

    text: str = ""
    count: int = 0


@router.get("/opinions/new", dependencies=[DRAFT])
def ask(request: Request, person: Annotated[Person, DRAFT]) -> Response:
    """Ask for the draft; with ``rows=1`` and a filter as of the ledger its text is made of those rows.

    ``row=3.8.12`` names rows one by one instead.
    """
    made, wrong = _Rows(), None
    if request.query_params.get("rows"):
        _check_reads(person)
        try:
            made = _of_rows(request)
        except UsageError as error:
            wrong = error
    typed = {"text": made.text, "document": request.query_params.get("of", "")}
    if made.count:
        typed["title"] = say_on_page("zh", "opinions.new.breakdown.title")
    return _form(request, person, typed, rows=made.count, wrong=wrong)


@router.post("/opinions/new", dependencies=[DRAFT])
def begin(
    request: Request,
    person: Annotated[Person, DRAFT],
    form: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Open the draft; that of a link shows the link this once."""
    said = {name: value for name in _NAMES if isinstance(value := form.get(name), str)}
    if said.get("document", "").strip():
        _check_reads(person)
    try:
        opening = _opening(request, said, form, person)
        draft, secret = office_of(request).drafts.open(opening, datetime.now(UTC))
    except LuoshiError as error:
        if status_of(error) >= 500:
            raise
        return _form(request, person, said, wrong=error)
    if secret is None:
        return RedirectResponse(f"/opinions/{draft.id}?told=opened", 303)
    return link_page(request, draft.id, secret)


def link_page(request: Request, number: int, secret: str) -> Response:
    """Show a draft's link this once."""
    draft = office_of(request).drafts.get(number)
    base = site_of(request).settings.public_url or str(request.base_url)
    address = f"{base.rstrip('/')}/comment/{secret}"
    return sealed(page(request, "opinions/link.html", draft=draft, address=address))


def _check_reads(person: Person) -> None:
    """Check that a person who takes rows or a document of the ledger may see them."""
    if not person.may("read"):
        raise NotAllowed("read")


def _opening(request: Request, said: Mapping[str, str], form: FormData, person: Person) -> Opening:
    document, text = said.get("document", "").strip() or None, said.get("text", "")
    file = form.get("file")
    file = file if isinstance(file, UploadFile) and file.filename else None
    if sum((document is not None, bool(text.strip()), file is not None)) != 1:
        raise UsageError(
            "Name a document of the ledger, or give the draft's own text; not both.", code="draft_text"
        )
    title = said.get("title", "")
    if file is not None and file.filename:
        text = text_of_file(file.file.read(), file.filename)
        title = title if title.strip() else file.filename.rpartition(".")[0]
    elif document is not None and not title.strip():
        entry = offered(site_of(request).store, (document,)).get(document)
        title = name_of(entry) if entry else ""
    check_length(text)
    shows = said.get("shows", "none")
    return Opening(
        title,
        day_of(said.get("opens", "")),
        day_of(said.get("closes", "")),
        person.name,
        "link" if said.get("audience") == "link" else "accounts",
        document,
        None if document is not None else text,
        next((known for known in SHOWN if known == shows), "none"),
    )


def _of_rows(request: Request) -> _Rows:
    site = site_of(request)
    named = request.query_params.get("row", "").split(".")
    numbers = [int(each) for each in named if _NUMBER.fullmatch(each)]
    rows: Iterable[Row]
    if numbers:
        found = map(site.store.row, dict.fromkeys(numbers[:MOST]))
        rows = (row for row in found if row is not None)
    else:
        question = question_of(request.query_params, {})
        rows = site.store.rows(question.filter(site.today(), None))
    text, count = breakdown(rows, site.table())
    if not count:
        raise UsageError("No row fits; ask for less.", code="draft_rows")
    return _Rows(text, count)


def _form(
    request: Request,
    person: Person,
    typed: Mapping[str, str],
    *,
    rows: int = 0,
    wrong: LuoshiError | None = None,
) -> Response:
    site, language = site_of(request), language_of(request)
    documents = offered(site.store, (typed.get("document", ""),)) if person.may("read") else {}
    today = site.today()
    usual: dict[str, Any] = {
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=_DAYS)).isoformat(),
        "audience": "accounts",
        "shows": "none",
    }
    asked = {
        name: request.query_params.get(name, "") for name in ("words", "unit", "theme", "light", "document")
    }
    return page(
        request,
        "opinions/new.html",
        status_of(wrong) if wrong else 200,
        typed={name: typed.get(name) or usual.get(name, "") for name in _NAMES},
        documents=[(digest, label_of(entry)) for digest, entry in documents.items()],
        lights=[(light, say_on_page(language, f"site.light.{light}")) for light in LIGHTS],
        shown=[(name, say_on_page(language, f"opinions.shows.{name}")) for name in SHOWN],
        asked=asked,
        rows=rows,
        most_rows=MOST,
        longest=LONGEST,
        endings=ENDINGS,
        wrong=say_error(language, wrong) if wrong else "",
    )
