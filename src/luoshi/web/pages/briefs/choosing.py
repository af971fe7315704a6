"""The form: which kind, of what, as of which day; and the briefs that one asked for before."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.app.brief_facts import nothing
from luoshi.briefing import KINDS
from luoshi.briefing.weights import packaged
from luoshi.errors import LexiconError, LuoshiError
from luoshi.lexicon.messages import say_error, say_on_page
from luoshi.people import Person
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.briefing import BRIEF
from luoshi.serving.queue.worker import done_here
from luoshi.serving.scope import own_job
from luoshi.serving.site import site_of
from luoshi.web.pages.briefs.asked import FIELDS, NEEDED, Said, asked_for, said_before, said_by, weights_of
from luoshi.web.pages.ledger.desk import asking
from luoshi.web.pages.ledger.filters import choices_of
from luoshi.web.rendering import page
from luoshi.web.views.jobs import job_view
from luoshi.web.views.papers import label_of, offered

router = APIRouter(include_in_schema=False)
READ: Final = may("read")
Reader = Annotated[Person, READ]
_LOOKED_AT: Final = 100
_RECENT: Final = 8


async def form_of(request: Request) -> FormData:
    """Give the fields of the form and the file of weights."""
    return await request.form(max_files=1, max_fields=500)


@router.get("/briefs", dependencies=[READ])
def choose(
    request: Request,
    person: Reader,
    kind: Annotated[str, Query(max_length=20)] = "",
    again: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """Ask what the brief is to be; ``again`` is the job of one whose options are to be changed."""
    said = Said(kind if kind in KINDS else KINDS[0], {})
    if again:
        job = own_job(site_of(request), person, again)
        if job.kind == BRIEF:
            said = said_before(job.payload["said"])
    return _form(request, person, said)


@router.post("/briefs", dependencies=[READ])
def make(request: Request, person: Reader, form: Annotated[FormData, Depends(form_of)]) -> Response:
    """Have a brief made and lead to its page."""
    site, language, said = site_of(request), language_of(request), said_by(form)
    try:
        asked = asked_for(said, site.today(), lambda name: say_on_page(language, f"briefs.field.{name}"))
        given = weights_of(said, form)
    except LexiconError as error:  # of the office's own weights: no fault of the site
        return _form(request, person, said, wrong=error, status=422)
    except LuoshiError as error:
        return _form(request, person, said, wrong=error, status=status_of(error))
    job = jobs.brief(site.store, person.name, asked, given, said.kept())
    done_here(site.store, job)
    return RedirectResponse(f"/briefs/{job.id}", 303)


@router.get("/briefs/weights.yaml", dependencies=[READ])
def weights() -> Response:
    """Give the weights that luoshi brings, to be copied and changed."""
    headers = {"Content-Disposition": 'attachment; filename="assessment.yaml"'}
    return Response(packaged(), media_type="application/yaml; charset=utf-8", headers=headers)


def _form(
    request: Request, person: Person, said: Said, *, wrong: LuoshiError | None = None, status: int = 200
) -> Response:
    site, language = site_of(request), language_of(request)
    documents = offered(site.store, (*said.texts, *map(said.get, ("earlier", "later", "local", "central"))))
    labels = [(sha256, label_of(entry)) for sha256, entry in documents.items()]
    return page(
        request,
        "briefs/briefs.html",
        status,
        said=said,
        kinds=[
            (say_on_page(language, f"briefs.kind.{kind}"), f"/briefs?kind={kind}", kind == said.kind)
            for kind in KINDS
        ],
        fields=FIELDS[said.kind],
        needed=NEEDED.get(said.kind, ()),
        documents=labels,
        units=choices_of(asking(request)).leads,
        sides=sorted({entry.body for entry in documents.values() if entry.body}),
        nothing="" if documents else say_error(language, nothing(said.kind)),
        wrong=say_error(language, wrong) if wrong is not None else "",
        recent=_recent(request, person),
    )


def _recent(request: Request, person: Person) -> list[Any]:
    """Give the briefs that one asked for of late."""
    found = site_of(request).store.office.jobs.list(author=person.name, limit=_LOOKED_AT)
    language = language_of(request)
    return [job_view(job, language) for job in found if job.kind == BRIEF][:_RECENT]
