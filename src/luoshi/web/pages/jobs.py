"""任务: long work that somebody asked for: how far it is, what came of it, its questions."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from luoshi.errors import UsageError
from luoshi.people import Person
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.queue import asking
from luoshi.serving.queue.adding import waits
from luoshi.serving.queue.kinds import ended
from luoshi.serving.queue.spool import spool_of
from luoshi.serving.refusals import NoPage
from luoshi.serving.scope import job_for, own_job
from luoshi.serving.site import site_of
from luoshi.serving.stopping import stopping_of
from luoshi.stores.office.job import ALIVE, Job
from luoshi.web.numbers import Number
from luoshi.web.outcomes import back, outcome
from luoshi.web.rendering import page
from luoshi.web.views.jobs import JobView, job_view

router = APIRouter(include_in_schema=False)
SEE: Final = may("read", "read_unit")
Seen = Annotated[Person, SEE]
_PAGE: Final = 30
_TICK: Final = 0.5
_COMMENT: Final = 15.0
_LONGEST: Final = 600.0
"""Seconds after which a stream ends and the browser begins it anew."""


@router.get("/jobs", dependencies=[SEE])
def all_jobs(request: Request, person: Seen, before: int = 0, everyone: str = "") -> Response:
    """Give the own jobs, the newest first; an administrator may see everybody's."""
    whole = bool(everyone) and person.may("administer")
    found = site_of(request).store.office.jobs.list(
        author=None if whole else person.name,
        before=before if 0 < before < 2**62 else None,
        limit=_PAGE + 1,
    )
    jobs = [view_of(request, job) for job in found[:_PAGE]]
    more = f"&everyone={everyone}" if whole else ""
    return page(
        request,
        "jobs/list.html",
        jobs=jobs,
        whole=whole,
        told=outcome(request, "jobs"),
        next=f"/jobs?before={jobs[-1].id}{more}" if len(found) > _PAGE else "",
        first=f"/jobs?{more[1:]}" if before else "",
    )


@router.post("/jobs/verify", dependencies=[may("administer")])
def verify(request: Request, person: Annotated[Person, may("administer")]) -> Response:
    """Ask that the chain and the kept files be checked."""
    job = asking.verify(site_of(request).store, person.name, files=True)
    note(request, "verify_asked", str(job.id))
    return RedirectResponse(f"/jobs/{job.id}", 303)


@router.get("/jobs/{job}", dependencies=[SEE])
def one(request: Request, person: Seen, job: Number) -> Response:
    """Give a job; with htmx its panel alone."""
    found = job_for(site_of(request), person, job)
    return page(request, "jobs/job.html", job=view_of(request, found), told=outcome(request, "jobs"))


@router.get("/jobs/{job}/events", dependencies=[SEE])
async def events(request: Request, person: Seen, job: Number) -> Response:
    """Tell each change of a job as it comes (server-sent events), until it is over."""
    await run_in_threadpool(job_for, site_of(request), person, job)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_changes(request, job), media_type="text/event-stream", headers=headers)


@router.post("/jobs/{job}/cancel", dependencies=[SEE])
def cancel(request: Request, person: Seen, job: Number) -> Response:
    """Cancel a job; files that were recorded stay recorded."""
    store = site_of(request).store
    own_job(site_of(request), person, job)
    try:
        gone = store.office.jobs.cancel(job, now=datetime.now(UTC))
    except UsageError as error:
        if error.code != "job_over":
            raise
        return back(f"/jobs/{job}", "over")
    if gone.worker is None:  # nobody had begun it, so nobody puts its files away
        ended(store, gone, "cancelled")
    note(request, "job_cancelled", str(job), kind=gone.kind)
    return back(f"/jobs/{job}", "cancelled")


@router.post("/jobs/{job}/answer", dependencies=[may("add")])
def answer(
    request: Request,
    person: Annotated[Person, may("add")],
    job: Number,
    source: Annotated[str, Form()],
    said: Annotated[str, Form()],
) -> Response:
    """Answer whether a text replaces the one that it resembles, or is added beside it."""
    found = own_job(site_of(request), person, job)
    if said != "separate":
        said = str(asking.waiting(found, source)["error"][2]["document"]).rstrip("…")
    made = asking.answer(site_of(request).store, person.name, found, source, said)
    note(
        request, "resemblance_answered", str(made.id), answer="separate" if said == "separate" else "replaces"
    )
    return RedirectResponse(f"/jobs/{made.id}", 303)


@router.get("/jobs/{job}/file", dependencies=[may("export")])
def file(request: Request, person: Annotated[Person, may("export")], job: Number) -> Response:
    """Give the table that a job made."""
    found = own_job(site_of(request), person, job)
    result = found.result or {}
    if found.kind != "export" or found.state != "done" or "batch" not in result:
        raise NoPage
    place = spool_of(site_of(request).store).batch(result["batch"]) / result["file"]
    if not place.is_file():
        raise NoPage
    note(request, "exported", found.payload["form"], rows=result.get("rows", 0))
    return FileResponse(place, filename=f"luoshi-{found.id}{place.suffix}")


def view_of(request: Request, job: Job) -> JobView:
    """Give the view of a job in the language of a request."""
    store = site_of(request).store
    asks = (lambda file: waits(store, job.payload["batch"], file)) if job.kind == "add" else None
    return job_view(job, language_of(request), asks)


async def _changes(request: Request, number: int) -> AsyncIterator[str]:
    jobs, stopping = site_of(request).store.office.jobs, stopping_of(request)
    last = request.headers.get("last-event-id", "")
    begun = said = time.monotonic()
    yield "retry: 2000\n\n"
    while time.monotonic() - begun < _LONGEST and not stopping.is_set():
        job = await run_in_threadpool(jobs.get, number)
        if job is None:
            return
        if str(job.version) != last:
            last, said = str(job.version), time.monotonic()
            yield f"id: {last}\ndata: {json.dumps(_told(job))}\n\n"
        elif time.monotonic() - said > _COMMENT:
            said = time.monotonic()
            yield ": here\n\n"
        if job.state not in ALIVE or await request.is_disconnected():
            return
        await asyncio.sleep(_TICK)


def _told(job: Job) -> dict[str, object]:
    told = job.result or job.progress or {}
    return {
        "state": job.state,
        "over": job.state not in ALIVE,
        "done": told.get("settled", told.get("done", 0)),
        "total": told.get("total", 0),
    }
