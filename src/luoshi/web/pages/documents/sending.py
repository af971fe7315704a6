"""Files that people send: taken to the spool as they arrive, then read by a worker."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from luoshi.errors import LuoshiError, UsageError
from luoshi.lexicon.messages import say_error
from luoshi.people import Person
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.problems import status_of
from luoshi.serving.queue import asking
from luoshi.serving.queue.spool import Spool, spool_of
from luoshi.serving.site import site_of
from luoshi.serving.uploads import Taken, taken
from luoshi.stores.office.job import Job
from luoshi.web.pages.documents.table import listed

router = APIRouter(include_in_schema=False)
ADD = may("add")


@router.post("/documents", dependencies=[ADD])
async def send(request: Request, person: Annotated[Person, ADD]) -> Response:
    """Take files in and ask that they be read; scripts get the job's number, others are led to its page.

    The form's token comes in the query or the header, since the body is streamed.
    """
    by_script = "application/json" in request.headers.get("accept", "")
    try:
        job = await _taken(request, person)
    except LuoshiError as error:
        if by_script:
            return JSONResponse({"detail": say_error(language_of(request), error)}, status_of(error))
        return await run_in_threadpool(listed, request, person, error)
    if by_script:
        return JSONResponse({"job": job.id, "address": f"/jobs/{job.id}"}, 202)
    return RedirectResponse(f"/jobs/{job.id}", 303)


async def _taken(request: Request, person: Person) -> Job:
    site = site_of(request)
    spool = spool_of(site.store)
    begun = await run_in_threadpool(spool.begin)
    brought = await taken(request, spool, begun, site.settings.upload_mib * 2**20)
    try:
        _check(brought)
        return await run_in_threadpool(_queue, request, person, spool, brought)
    except BaseException:
        spool.drop(brought.begun)
        raise


def _check(brought: Taken) -> None:
    if not brought.files:
        raise UsageError("No file was chosen; choose the files to add first.", code="upload_none")
    day = brought.fields.get("day", "").strip()
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        raise UsageError(
            f"{day} is no date; write it like 2026-03-02, or leave it empty.",
            code="upload_day",
            details={"day": day[:40]},
        ) from None


def _queue(request: Request, person: Person, spool: Spool, brought: Taken) -> Job:
    batch = spool.settle(brought.begun)
    try:
        day = brought.fields.get("day", "").strip()
        job = asking.add(site_of(request).store, person.name, batch, brought.files, day)
    except BaseException:
        spool.drop(spool.batch(batch))
        raise
    note(request, "files_sent", str(job.id), files=len(brought.files))
    return job
