"""The documents of the ledger, page by page, and the files that are being read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.errors import LuoshiError
from luoshi.ledger.lights import LIGHTS
from luoshi.lexicon.messages import page_words, say_error, say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.site import site_of
from luoshi.serving.uploads import ENDINGS, FILES
from luoshi.stores.office.catalogue import Sought
from luoshi.stores.office.job import ALIVE
from luoshi.web.pages.jobs import view_of
from luoshi.web.rendering import page
from luoshi.web.views.people import local

router = APIRouter(include_in_schema=False)
READ: Final = may("read")
_PAGE: Final = 30
_LIVE: Final = 3
"""Jobs whose progress is shown: each keeps a connection open, of which browsers have few."""
_FIELDS: Final = ("words", "body", "kind", "year")


@router.get("/documents", dependencies=[READ])
def documents(request: Request, person: Annotated[Person, READ]) -> Response:
    """Give the list, the way in, and the own uploads that are being read."""
    return listed(request, person)


def listed(request: Request, person: Person, wrong: LuoshiError | None = None) -> Response:
    """Give the page, where something went wrong with its sentence."""
    site, language = site_of(request), language_of(request)
    asked = {name: request.query_params.get(name, "").strip()[:100] for name in _FIELDS}
    sought = Sought(**asked)
    catalogue = site.store.office.catalogue
    found = catalogue.page(sought, site.today().isoformat(), before=_before(request), limit=_PAGE + 1)
    shown = found[:_PAGE]
    choices = catalogue.choices()
    kept = {name: value for name, value in asked.items() if value}
    jobs = (
        site.store.office.jobs.list(author=person.name, states=ALIVE, limit=20) if person.may("add") else ()
    )
    return page(
        request,
        "documents/documents.html",
        status_of(wrong) if wrong else 200,
        documents=[(entry, local(entry.at), _lights(entry.lights)) for entry in shown],
        kind_word=lambda kind: _kind(kind, language),
        total=catalogue.count(sought),
        next=_address(kept, before=shown[-1].sequence) if len(found) > _PAGE else "",
        first=_address(kept) if _before(request) else "",
        asked=asked,
        narrowed=bool(kept),
        bodies=[(body, body) for body in choices["body"]],
        kinds=[(kind, _kind(kind, language)) for kind in choices["kind"]],
        years=[(year, year) for year in choices["year"]],
        jobs=[view_of(request, job) for job in jobs if job.kind == "add"][:_LIVE],
        endings=ENDINGS,
        most_files=FILES,
        most_mib=site.settings.upload_mib,
        wrong=say_error(language, wrong) if wrong else "",
    )


def _lights(lights: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(name, lights[name]) for name in LIGHTS if lights.get(name)]


def _kind(kind: str | None, language: str) -> str:
    key = f"documents.kind.{kind}"
    return say_on_page(language, key) if key in page_words() else kind or ""


def _before(request: Request) -> int | None:
    said = request.query_params.get("before", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _address(kept: Mapping[str, Any], **more: int) -> str:
    said = urlencode({**kept, **more})
    return f"/documents?{said}" if said else "/documents"
