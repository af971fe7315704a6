"""A brief that was made: on the page, and as Word, web page or PDF."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from luoshi.people import Person
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.briefing import BRIEF, FORMS, PAGE, PDF, SHOWN, file_of, gone
from luoshi.serving.queue.worker import done_here
from luoshi.serving.refusals import NoPage
from luoshi.serving.scope import own_job
from luoshi.serving.site import site_of
from luoshi.serving.uploads import label_of
from luoshi.stores.office.job import Job
from luoshi.web.numbers import Number
from luoshi.web.rendering import page
from luoshi.web.views.jobs import job_view

router = APIRouter(include_in_schema=False)
READ: Final = may("read")
EXPORT: Final = may("export")
Reader = Annotated[Person, READ]
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


@router.get("/briefs/{job}", dependencies=[READ])
def one(
    request: Request, person: Reader, job: Number, pdf: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> Response:
    """Give a brief, or how far it is; ``pdf`` is the job that prints it."""
    found = _brief(request, person, job)
    return page(
        request,
        "briefs/brief.html",
        job=job_view(found, language_of(request)),
        **_made(request, found),
        printing=_printing(request, person, found, pdf),
    )


@router.post("/briefs/{job}/pdf", dependencies=[READ, EXPORT])
def as_pdf(request: Request, person: Reader, job: Number) -> Response:
    """Have a brief printed as PDF."""
    found = _brief(request, person, job)
    if found.state != "done":
        raise NoPage
    store, result = site_of(request).store, found.result
    made = jobs.brief_pdf(store, person.name, result["batch"], result["title"])
    done_here(store, made)
    return RedirectResponse(f"/briefs/{job}?pdf={made.id}", 303)


@router.get("/briefs/{job}/file.{form}", dependencies=[READ, EXPORT])
def file(request: Request, person: Reader, job: Number, form: str) -> Response:
    """Give a brief as a file."""
    found = _brief(request, person, job)
    if found.state != "done" or form not in FORMS:
        raise NoPage
    place = file_of(site_of(request).store, found.result, f"{BRIEF}.{form}")
    if place is None:
        raise NoPage if form == "pdf" else gone()
    note(request, "exported", f"brief:{found.id}", format=form, kind=found.payload["asked"]["kind"])
    name = label_of(f"{found.result['title'][:80]}.{form}")
    return FileResponse(place, media_type=_TYPES[form], filename=name)


def _brief(request: Request, person: Person, number: int) -> Job:
    found = own_job(site_of(request), person, number)
    if found.kind != BRIEF:
        raise NoPage
    return found


def _made(request: Request, job: Job) -> dict[str, Any]:
    """Give what there is of a brief: its title and text, how many rows the page leaves out, its PDF."""
    made: dict[str, Any] = {"title": "", "text": "", "left": 0, "shown": SHOWN, "has_pdf": False}
    if job.state != "done":
        return made
    store, result = site_of(request).store, job.result
    text = file_of(store, result, PAGE)
    return made | {
        "title": result["title"],
        "text": Markup(text.read_text("utf-8")) if text else "",  # noqa: S704 - our own writer, which escapes
        "left": result["left"],
        "has_pdf": file_of(store, result, f"{BRIEF}.pdf") is not None,
    }


def _printing(request: Request, person: Person, brief: Job, number: int) -> Any:  # noqa: ANN401 - a view
    """Give the job that prints a brief; ``None`` where none is named that does."""
    if not number or brief.state != "done":
        return None
    job = own_job(site_of(request), person, number)
    is_of_it = job.kind == PDF and job.payload["batch"] == brief.result["batch"]
    return job_view(job, language_of(request)) if is_of_it else None
