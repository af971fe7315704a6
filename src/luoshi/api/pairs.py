"""追踪 and 对标: texts of the ledger held beside one another; what takes long becomes a job."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luoshi.api.asking import ALL, Asking, Number, asking
from luoshi.api.described import IDEMPOTENCY, IF_MATCH, headers, problems
from luoshi.api.models.pairs import Accepted, Aligned, AlignSaid, Followed, FollowSaid, JudgeSaid
from luoshi.api.models.rows import Rows
from luoshi.api.once import Once
from luoshi.api.rows import told_rows
from luoshi.api.versions import etag_of, seen_version
from luoshi.app.alignments import ALIGN, FOLLOW, Record, Wanted, kept, made
from luoshi.app.judging import judge
from luoshi.errors import ConflictError, UsageError
from luoshi.serving.addresses import NUMBER
from luoshi.serving.permission import may
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.worker import is_here
from luoshi.serving.refusals import NotThisState
from luoshi.serving.scope import row_for
from luoshi.stores.office.job import Job

router = APIRouter(tags=["pairs"], route_class=Once)
_LATER: Any = {202: {"description": "已交后台，完成后再问", "model": Accepted}}


@router.post(
    "/follow",
    response_model=Followed,
    dependencies=[ALL],
    responses={**_LATER, **problems(404)},
    openapi_extra=headers(IDEMPOTENCY),
    summary="追踪：前后两份文件",
)
def follow(request: Request, said: FollowSaid) -> Any:  # noqa: ANN401
    """Give what became of a text's promises by a later one; 202 with a job while it is being made."""
    asked = asking(request)
    found = _given(asked, Wanted(FOLLOW, said.earlier, said.later))
    return found if isinstance(found, Response) else {"findings": found}


@router.post(
    "/align",
    response_model=Aligned,
    dependencies=[ALL],
    responses={**_LATER, **problems(404)},
    openapi_extra=headers(IDEMPOTENCY),
    summary="对标：地方文件与中央文件",
)
def align(request: Request, said: AlignSaid) -> Any:  # noqa: ANN401
    """Give which provisions a text's commitments carry out; 202 with a job while it is being made."""
    asked = asking(request)
    found = _given(asked, Wanted(ALIGN, said.local, said.central))
    return found if isinstance(found, Response) else {"alignments": found}


@router.post(
    f"/rows/{NUMBER}/judge",
    response_model=Rows,
    dependencies=[may("review")],
    responses=problems(404, 409, 412, 428),
    openapi_extra=headers(IF_MATCH, IDEMPOTENCY),
    summary="采信或改判追踪结论",
)
def judge_row(request: Request, response: Response, number: Number, said: JudgeSaid) -> dict[str, Any]:
    """Accept what following found of a row in a later text, or put another verdict in its place."""
    asked = asking(request)
    row = row_for(asked.site, asked.person, number)
    seen = seen_version(request, row)
    for one in (row.document, said.later):
        _check(asked, one)
    place = row.statement.start, row.statement.end
    records = [
        record
        for record in made(asked.store, Wanted(FOLLOW, row.document, said.later))
        if (record["commitment"]["start"], record["commitment"]["end"]) == place
    ]
    if not records:
        raise UsageError(
            f"Row {number} promises nothing that a later text could report on: it has no figure and names no "
            "work that can be found again.",
            code="no_finding",
            details={"row": number},
        )
    try:
        rows = judge(
            asked.desk(said.reason), number, records, said.later, instead=said.instead, expected=seen
        )
    except ConflictError as error:
        raise NotThisState(number) from error
    response.headers["ETag"] = etag_of(rows[0])
    return {"rows": told_rows(asked, list(rows))}


def _given(asked: Asking, wanted: Wanted) -> list[Record] | Response:
    """Give what was made of two texts; where workers are there they make it, else it is made now."""
    found = kept(asked.store, wanted)
    if found is not None:
        return found
    for one in (wanted.one, wanted.other):
        _check(asked, one)
    if not is_here(asked.store):
        return made(asked.store, wanted)
    job = _job(asked, wanted)
    place = f"/api/v1/jobs/{job.id}"
    body = {"job": job.id, "events": f"{place}/events"}
    return JSONResponse(body, 202, headers={"Location": place, "Retry-After": "2"})


def _job(asked: Asking, wanted: Wanted) -> Job:
    if wanted.kind == ALIGN:
        return jobs.align(asked.store, asked.person.name, wanted.other, [wanted.one])
    return jobs.follow(asked.store, asked.person.name, [(wanted.one, wanted.other)])


def _check(asked: Asking, document: str) -> None:
    if asked.store.text(document) is None:
        raise UsageError(
            f"The ledger has no document {document[:12]}.",
            code="no_document",
            details={"document": document[:12]},
        )
