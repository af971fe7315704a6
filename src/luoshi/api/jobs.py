"""任务 jobs: long work, how far it is, what came of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from luoshi.api.asking import ROWS, Number, asking
from luoshi.api.described import IDEMPOTENCY, headers, media, problems
from luoshi.api.encoding import job_told
from luoshi.api.models.office import Job, JobPage, JobsAsked
from luoshi.api.once import Once
from luoshi.api.paging import link_next
from luoshi.ledger.canonical import escape_surrogates
from luoshi.serving.addresses import NUMBER
from luoshi.serving.auditing import note
from luoshi.serving.queue.kinds import ended
from luoshi.serving.refusals import NotAllowed
from luoshi.serving.scope import job_for, own_job
from luoshi.serving.stopping import stopping_of
from luoshi.stores.office.job import ALIVE

router = APIRouter(tags=["jobs"], route_class=Once)
EVENTS: Final = "text/event-stream"
_TICK: Final = 0.5
_COMMENT: Final = 15.0
_LONGEST: Final = 600.0
"""Seconds after which a stream ends; who listens begins it anew."""
_HUGE: Final = 2**62


@router.get(
    "/jobs", response_model=JobPage, dependencies=[ROWS], responses=problems(), summary="任务：逐页列出"
)
def list_jobs(request: Request, response: Response, said: Annotated[JobsAsked, Query()]) -> dict[str, Any]:
    """List the own jobs, the newest first; an administrator may ask for everybody's."""
    asked = asking(request)
    if said.everyone and not asked.person.may("administer"):
        raise NotAllowed("administer")
    found = asked.store.office.jobs.list(
        author=None if said.everyone else asked.person.name,
        states=None if said.state is None else (said.state,),
        before=said.before,
        limit=said.limit + 1,
    )
    shown = found[: said.limit]
    before = shown[-1].id if len(found) > said.limit else None
    link_next(request, response, before=before)
    return {"jobs": [job_told(job) for job in shown], "next": before}


@router.get(
    f"/jobs/{NUMBER}", response_model=Job, dependencies=[ROWS], responses=problems(404), summary="一个任务"
)
def get_job(request: Request, response: Response, number: Number) -> dict[str, Any]:
    """Give a job as it stands; one that is not over is worth asking for again in a moment."""
    asked = asking(request)
    job = job_for(asked.site, asked.person, number)
    if job.state in ALIVE:
        response.headers["Retry-After"] = "2"
    return job_told(job)


@router.get(
    f"/jobs/{NUMBER}/events",
    response_class=StreamingResponse,
    dependencies=[ROWS],
    responses={**media(EVENTS, said="每次变化一个事件：id 是版本，data 是任务"), **problems(404)},
    summary="一个任务的进度（SSE）",
)
async def follow_job(request: Request, number: Number) -> Response:
    """Tell each change of a job as it comes, until it is over; ``Last-Event-ID`` goes on from there."""
    asked = asking(request)
    await run_in_threadpool(job_for, asked.site, asked.person, number)
    said = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_changes(request, number), media_type=EVENTS, headers=said)


@router.post(
    f"/jobs/{NUMBER}/cancel",
    response_model=Job,
    dependencies=[ROWS],
    responses=problems(404, 409),
    openapi_extra=headers(IDEMPOTENCY),
    summary="取消任务",
)
def cancel_job(request: Request, number: Number) -> dict[str, Any]:
    """Cancel a job; what it has recorded stays recorded."""
    asked = asking(request)
    own_job(asked.site, asked.person, number)
    gone = asked.store.office.jobs.cancel(number, now=datetime.now(UTC))
    if gone.worker is None:  # nobody had begun it, so nobody puts its files away
        ended(asked.store, gone, "cancelled")
    note(request, "job_cancelled", str(number), kind=gone.kind)
    return job_told(gone)


async def _changes(request: Request, number: int) -> AsyncIterator[str]:
    jobs, stopping = asking(request).store.office.jobs, stopping_of(request)
    said = request.headers.get("last-event-id", "")
    last = min(int(said), _HUGE) if said.isascii() and said.isdecimal() and len(said) < 20 else -1
    begun = spoken = time.monotonic()
    yield "retry: 2000\n\n"
    while time.monotonic() - begun < _LONGEST and not stopping.is_set():
        job = await run_in_threadpool(jobs.get, number)
        if job is None:
            return
        if job.version > last:
            last, spoken = job.version, time.monotonic()
            data = escape_surrogates(json.dumps(job_told(job), ensure_ascii=False))
            yield f"id: {last}\nevent: {job.state}\ndata: {data}\n\n"
        elif time.monotonic() - spoken > _COMMENT:
            spoken = time.monotonic()
            yield ": here\n\n"
        if job.state not in ALIVE or await request.is_disconnected():
            return
        await asyncio.sleep(_TICK)
