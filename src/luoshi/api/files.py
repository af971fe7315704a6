"""Files that are evidence: kept by their hash, named by a step afterwards."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from luoshi.api.asking import asking
from luoshi.api.described import FILE_NAME, headers, problems
from luoshi.api.models.base import Asked
from luoshi.api.models.texts import Kept
from luoshi.api.naming import name_of
from luoshi.errors import UsageError
from luoshi.serving.permission import may
from luoshi.serving.refusals import TooMuch
from luoshi.serving.uploads import label_of

router = APIRouter(tags=["documents"])
LARGEST: Final = 32
"""MiB of a file of evidence, which is held in memory while it is kept."""
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class FileAsked(Asked):
    """The name of the file, if no header says it."""

    name: Annotated[str | None, Query(min_length=1, max_length=300)] = None


@router.post(
    "/files",
    status_code=201,
    response_model=Kept,
    dependencies=[may("report")],
    responses=problems(),
    openapi_extra={**headers(FILE_NAME), **_BODY},
    summary="送入证明材料",
)
async def keep_file(request: Request, said: Annotated[FileAsked, Query()]) -> dict[str, Any]:
    """Keep a file; a report or ``prove`` then names it by its SHA-256."""
    asked = asking(request)
    name = label_of(name_of(request, said.name))
    most = min(LARGEST, asked.site.settings.upload_mib)
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > most * 2**20:
            raise TooMuch(most)
    if not raw:
        raise UsageError("The upload holds no file.", code="api_no_files")
    digest = await run_in_threadpool(asked.store.files.put, bytes(raw), PurePath(name).suffix.lower())
    return {"sha256": digest, "name": name, "size": len(raw)}
