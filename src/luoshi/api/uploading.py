"""Files that come in to be read: streamed to the spool; a job takes them from there."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luoshi.api.asking import asking
from luoshi.api.described import FILE_NAME, IDEMPOTENCY, headers, problems
from luoshi.api.encoding import job_told
from luoshi.api.models.office import Job
from luoshi.api.models.texts import UploadAsked
from luoshi.api.naming import name_of
from luoshi.api.once import HEADER as KEY
from luoshi.api.once import answered, kept_of
from luoshi.errors import UsageError
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.queue import asking as jobs
from luoshi.serving.queue.spool import spool_of
from luoshi.serving.uploads import taken, taken_alone

router = APIRouter(tags=["documents"])
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                    "required": ["files"],
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
_PIECE: Final = 1 << 18


@router.post(
    "/documents",
    status_code=202,
    response_model=Job,
    dependencies=[may("add")],
    responses=problems(409),
    openapi_extra={**headers(FILE_NAME, IDEMPOTENCY), **_BODY},
    summary="送入文件",
)
async def upload(request: Request, said: Annotated[UploadAsked, Query()]) -> Response:
    """Take files in, streamed: a form (multipart), or one file as the body; a job reads them."""
    asked = asking(request)
    store, most = asked.store, asked.site.settings.upload_mib * 2**20
    spool = spool_of(store)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    name = name_of(request, said.name)
    if kind != "multipart/form-data" and not name:
        raise UsageError(
            "Say what the file is called: name=… in the address or the header X-File-Name.",
            code="api_file_name",
        )
    begun = await run_in_threadpool(spool.begin)
    if kind == "multipart/form-data":
        took = await taken(request, spool, begun, most)
    else:
        took = await taken_alone(request, spool, begun, name, most)
    if not took.files:
        spool.drop(begun)
        raise UsageError("The upload holds no file.", code="api_no_files")
    day = said.day.isoformat() if said.day else ""

    def ask() -> Response:
        batch = spool.settle(begun)
        try:
            made = jobs.add(store, asked.person.name, batch, took.files, day)
        except BaseException:
            spool.drop(spool.batch(batch))
            raise
        note(request, "files_sent", str(made.id), files=len(took.files))
        body = Job.model_validate(job_told(made)).model_dump(mode="json")
        return JSONResponse(body, 202, headers={"Location": f"/api/v1/jobs/{made.id}"})

    async def work() -> Response:
        return await run_in_threadpool(ask)

    if KEY not in request.headers:
        return await work()
    try:
        digest = await run_in_threadpool(_digest_of, begun, [str(file["label"]) for file in took.files])
        return await answered(asked.site, kept_of(request, asked.person, digest), work)
    finally:
        spool.drop(begun)  # gone already where the job has it under its whole name


def _digest_of(begun: Path, labels: list[str]) -> str:
    """Give what a batch says: its files' names and bytes."""
    found = sha256("\n".join(labels).encode("utf-8", "replace"))
    for place in sorted(begun.iterdir()):
        with place.open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    return found.hexdigest()
