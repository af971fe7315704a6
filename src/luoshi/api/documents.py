"""文件 documents: what the ledger holds, their texts and originals, and files that come in."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath
from typing import Annotated, Any, BinaryIO, Final
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from luoshi.api.asking import ALL, Asking, Digest, asking
from luoshi.api.described import media, problems
from luoshi.api.encoding import document_told
from luoshi.api.models.rows import RowPage, RowsAsked
from luoshi.api.models.texts import Document, DocumentPage, DocumentsAsked
from luoshi.api.paging import link_next, page_of
from luoshi.api.rows import rows_page
from luoshi.api.versions import ledger_tag, unchanged
from luoshi.errors import StoreError, UsageError
from luoshi.ledger import DocumentEntry
from luoshi.serving.auditing import note
from luoshi.serving.uploads import label_of

router = APIRouter(tags=["documents"])
_PIECE: Final = 1 << 18


@router.get(
    "/documents",
    response_model=DocumentPage,
    dependencies=[ALL],
    responses=problems(304),
    summary="文件：逐页列出",
)
def list_documents(request: Request, response: Response, said: Annotated[DocumentsAsked, Query()]) -> Any:  # noqa: ANN401
    """List documents in the order in which they came."""
    asked = asking(request)
    tag = ledger_tag(asked)
    if (same := unchanged(request, tag)) is not None:
        return same
    response.headers["ETag"] = tag
    later = (entry for entry in asked.store.documents() if entry.sequence > said.after)
    found = list(islice(later, said.limit + 1))
    shown, after = page_of(found, said.limit, lambda entry: entry.sequence)
    link_next(request, response, after=after)
    return {"documents": [document_told(entry) for entry in shown], "next": after}


@router.get(
    "/documents/{sha256}",
    response_model=Document,
    dependencies=[ALL],
    responses=problems(404),
    summary="一份文件",
)
def get_document(request: Request, sha256: Digest) -> dict[str, Any]:
    """Give a document by the SHA-256 of its text."""
    return document_told(_entry(asking(request), sha256))


@router.get(
    "/documents/{sha256}/text",
    response_class=PlainTextResponse,
    dependencies=[ALL],
    responses={**media("text/plain; charset=utf-8", said="全文，各处位置都以它计"), **problems(304, 404)},
    summary="文件的文本",
)
def get_text(request: Request, sha256: Digest) -> Response:
    """Give the text that all offsets count in (code points)."""
    asked = asking(request)
    if (same := unchanged(request, f'"{sha256}"')) is not None:
        return same
    text = asked.store.text(sha256)
    if text is None:
        raise _none(sha256)
    return PlainTextResponse(text.encode("utf-8", "replace"), headers={"ETag": f'"{sha256}"'})


@router.get(
    "/documents/{sha256}/original",
    response_class=Response,
    dependencies=[ALL],
    responses={
        **media("application/octet-stream", {"type": "string", "format": "binary"}, "原件"),
        **problems(404),
    },
    summary="文件的原件",
)
def get_original(request: Request, sha256: Digest) -> Response:
    """Give the file that the text was read from, as it was kept."""
    asked = asking(request)
    entry = _entry(asked, sha256)
    place = asked.store.files.find(entry.file) if entry.file else None
    if entry.file is None or place is None:
        raise UsageError(
            f"The original of the document {sha256[:12]} is not kept.",
            code="api_no_original",
            details={"document": sha256[:12]},
        )
    file = _sound(place, entry.file)
    note(request, "exported", f"document:{sha256[:12]}", format=(entry.ending or "").lstrip("."))
    name = quote(label_of(PurePath(entry.source.replace("\\", "/")).name))
    said = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(_pieces(file), media_type="application/octet-stream", headers=said)


@router.get(
    "/documents/{sha256}/rows",
    response_model=RowPage,
    dependencies=[ALL],
    responses=problems(404),
    summary="一份文件的各行",
)
def document_rows(
    request: Request, response: Response, sha256: Digest, said: Annotated[RowsAsked, Query()]
) -> dict[str, Any]:
    """List the rows of a document, with the filters of ``/rows``."""
    asked = asking(request)
    _entry(asked, sha256)
    return rows_page(asked, response, said.model_copy(update={"document": sha256}))


def _entry(asked: Asking, digest: str) -> DocumentEntry:
    entry = next((one for one in asked.store.documents() if one.sha256 == digest), None)
    if entry is None:
        raise _none(digest)
    return entry


def _none(digest: str) -> UsageError:
    return UsageError(
        f"The ledger has no document {digest[:12]}.", code="no_document", details={"document": digest[:12]}
    )


def _sound(place: Path, digest: str) -> BinaryIO:
    """Open a kept file whose bytes still give its hash, without holding them.

    Raises:
        StoreError: ``kept_unreadable``, ``kept_altered``.
    """
    try:
        file = place.open("rb")
        found = sha256()
        while piece := file.read(_PIECE):
            found.update(piece)
        file.seek(0)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"The kept file {place.name} cannot be read ({reason}); change its permissions.",
            code="kept_unreadable",
            details={"file": place.name, "reason": reason},
        ) from error
    if found.hexdigest() != digest:
        file.close()
        raise StoreError(
            f"The kept file {place.name} was altered: its bytes no longer give the hash that the ledger "
            "holds; put back a copy, or name the original with --file.",
            code="kept_altered",
            details={"file": place.name},
        )
    return file


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
