"""The pages of a document as pictures with boxes around its records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Final

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.paper import Laid, Preparing
from luoshi.app.paper.papers import SCALES
from luoshi.errors import LuoshiError
from luoshi.ledger import Row
from luoshi.lexicon.messages import say_error
from luoshi.model.layout import Page
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.web.pages.source.asked import undecided
from luoshi.web.pages.source.desk import Desk, answer, desk_of, room_of
from luoshi.web.pages.source.segments import touching

router = APIRouter(include_in_schema=False)
_ZOOMS: Final = {100: 1.5, 150: 2.0, 200: 3.0}
_LAST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Boxed:
    """The places of a record on a page: rectangles (left, top, width, height) in points."""

    number: int
    type: str
    rectangles: tuple[tuple[float, float, float, float], ...]


@router.get("/documents/{sha256:digest}/pages", dependencies=[may("read")])
def pages(
    request: Request,
    sha256: str,
    number: Annotated[int | None, Query(ge=1, le=_LAST, alias="page")] = None,
    row: Annotated[int | None, Query(ge=1)] = None,
    zoom: int = 100,
) -> Response:
    """Give a page of the file as a picture with its records; while it is prepared, a page that says so."""
    desk = desk_of(request, sha256)
    if not desk.room.papers.has_pages(desk.held.entry):
        raise NoPage
    zoom = zoom if zoom in _ZOOMS else 100
    try:
        laid = desk.room.papers.laid(desk.held.entry)
    except Preparing as error:
        return _without(request, desk, "waiting", error)
    except LuoshiError as error:
        return _without(request, desk, "failed", error)
    if not laid.layout.pages:
        raise NoPage
    return _page(request, desk, laid, _wanted(desk, laid, number, row), zoom)


def _page(request: Request, desk: Desk, laid: Laid, sheet: Page, zoom: int) -> Response:
    held, picked = desk.held, desk.picked()
    numbers = [each.number for each in laid.layout.pages]
    spans = [(line.start, line.end) for line in laid.on_page(sheet.number)]
    start, end = (spans[0][0], max(last for _, last in spans)) if spans else (0, 0)
    tried = (_boxed(laid, each, sheet.number) for each in touching(picked, start, end))
    boxed = [each for each in tried if each is not None]
    on_it = {each.number for each in boxed}
    waiting = Counter(laid.page_at(each.statement.start) for each in held.rows if undecided(each))
    return answer(
        request,
        desk,
        [each for each in picked if each.number in on_it],
        view="pages",
        sheet=sheet,
        numbers=numbers,
        zoom=zoom,
        zooms=tuple(_ZOOMS),
        scale=_ZOOMS[zoom],
        boxed=boxed,
        waiting=waiting,
        start=start,
        end=end,
        elsewhere=None,
        here=desk.address("/pages", page=sheet.number),
    )


def _wanted(desk: Desk, laid: Laid, number: int | None, row: int | None) -> Page:
    """Give the page that is asked for, else that of a row, else the first."""
    of_row = (laid.page_at(each.statement.start) for each in desk.held.rows if each.number == row)
    wanted = number or next(of_row, 0)
    return next((each for each in laid.layout.pages if each.number == wanted), laid.layout.pages[0])


def _without(request: Request, desk: Desk, view: str, error: LuoshiError) -> Response:
    """Answer without a picture: it is being made, or cannot be."""
    sentence = say_error(desk.language, error)
    return answer(
        request, desk, (), view=view, sentence=sentence, start=0, end=0, elsewhere=None, waiting={}, here="/"
    )


def _boxed(laid: Laid, row: Row, page: int) -> Boxed | None:
    rectangles = tuple(
        (
            round(box.left, 2),
            round(box.top, 2),
            round(box.right - box.left, 2),
            round(box.bottom - box.top, 2),
        )
        for start, end in row.statement.pieces
        for place in laid.layout.locate(start, end)
        for box in place.boxes
        if box.page == page
    )
    return Boxed(row.number, row.statement.type, rectangles) if rectangles else None


@router.get("/documents/{sha256:digest}/pages/{number}.png", dependencies=[may("read")])
async def picture(request: Request, sha256: str, number: int, scale: float = 1.5) -> Response:
    """Give the picture of a page; the same bytes as long as the document is there."""
    room = room_of(request)
    entry = (await to_thread.run_sync(room.shelf.get, sha256)).entry
    if scale not in SCALES or not 1 <= number <= _LAST or not room.papers.has_pages(entry):
        raise NoPage
    etag = f'"{(entry.file or "")[:24]}-{number}-{scale:g}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=600"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    raw = await to_thread.run_sync(room.papers.kept_picture, entry, number, scale)
    if raw is None:
        raw = await to_thread.run_sync(room.papers.picture, entry, number, scale, limiter=room.drawing)
    return Response(raw, media_type="image/png", headers=headers)
