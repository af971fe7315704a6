"""The events of the ledger, one a line, from any place on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from luoshi.api.asking import ALL, asking
from luoshi.api.described import media, problems
from luoshi.api.models.texts import EventsAsked
from luoshi.exports.archive import line_of
from luoshi.stores import Store

router = APIRouter(tags=["events"])
LINES: Final = "application/x-ndjson"
_BLOCK: Final = 500


@router.get(
    "/events",
    response_class=StreamingResponse,
    dependencies=[ALL],
    responses={**media(LINES, said="每行一个事件"), **problems()},
    summary="事件流：自某号之后",
)
def list_events(request: Request, said: Annotated[EventsAsked, Query()]) -> Response:
    """Stream events as JSON Lines in the order of the chain; ask on with the last ``sequence``."""
    store = asking(request).store
    head = store.head()
    last = head if said.limit is None else min(head, said.since + said.limit)
    return StreamingResponse(_lines(store, said.since, last), media_type=LINES)


def _lines(store: Store, since: int, last: int) -> Iterator[bytes]:
    """Give blocks of lines; no reading of the database goes on while a slow caller takes one."""
    while since < last:
        block = list(islice(store.events(since), min(_BLOCK, last - since)))
        if not block:
            return
        since = block[-1].sequence
        yield "".join(map(line_of, block)).encode()
