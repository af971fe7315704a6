"""The file that a document was read from, to be saved, and what reading it noticed."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from luoshi.app.paper import Preparing
from luoshi.errors import LuoshiError
from luoshi.ledger import DocumentEntry
from luoshi.lexicon.messages import say_error, say_remark
from luoshi.serving.auditing import note
from luoshi.serving.language import language_of
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.web.pages.source.desk import room_of
from luoshi.web.rendering import page

router = APIRouter(include_in_schema=False)
_TYPES: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ofd": "application/ofd",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""Types that no browser runs; every other file goes out as bytes."""


@router.get("/documents/{sha256:digest}/remarks", dependencies=[may("read")])
def remarks(request: Request, sha256: str) -> Response:
    """Give what reading the file noticed, as a part of a page; it is read again where that is not known."""
    room, language = room_of(request), language_of(request)
    entry = room.shelf.get(sha256).entry
    said: list[str] = []
    sentence, is_waiting = "", False
    if entry.file is not None:
        try:
            said = [say_remark(language, remark, "") for remark in room.papers.laid(entry).remarks]
        except LuoshiError as error:
            sentence, is_waiting = say_error(language, error), isinstance(error, Preparing)
    template = "source/remarks.html"
    return page(request, template, entry=entry, remarks=said, sentence=sentence, waiting=is_waiting)


@router.get("/documents/{sha256:digest}/original", dependencies=[may("read")])
def original(request: Request, sha256: str) -> Response:
    """Give the file that was read, to be saved and never shown; where none was kept, its text."""
    room = room_of(request)
    held = room.shelf.get(sha256)
    entry = held.entry
    if entry.file is None:
        note(request, "exported", f"document:{sha256[:12]}", format="txt")
        headers = _saved(_name(entry, ".txt"))
        return Response(
            held.text.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8", headers=headers
        )
    files = room.papers.files
    path = files.find(entry.file)
    headers = _saved(_name(entry, entry.ending or ""))
    kind = _TYPES.get(entry.ending or "", "application/octet-stream")
    if path is None:
        files.open(entry.file)  # says what is wrong
        raise NoPage
    note(request, "exported", f"document:{sha256[:12]}", format=(entry.ending or "").lstrip("."))
    return FileResponse(path, media_type=kind, headers=headers)


def _name(entry: DocumentEntry, ending: str) -> str:
    """Give the name to save under: the last part of the source, without what names of files may not hold."""
    last = entry.source.replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*')[:120].strip(" .")
    name = name or entry.sha256[:12]
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def _saved(name: str) -> dict[str, str]:
    plain = name if name.isascii() else "document"
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
