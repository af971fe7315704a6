"""The text of a document beside its records, a part at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from luoshi.ledger import Row
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.web.pages.source.asked import undecided
from luoshi.web.pages.source.cards import card_of
from luoshi.web.pages.source.desk import Desk, answer, desk_of
from luoshi.web.pages.source.held import Held
from luoshi.web.pages.source.segments import lines, touching
from luoshi.web.rendering import page
from luoshi.web.views.parting import Heading

router = APIRouter(include_in_schema=False)
_LARGE = 2**53
_CONTENTS = 200
"""Headings that the contents show at most, as far as the parts are not more."""


@router.get("/documents/{sha256:digest}", dependencies=[may("read")])
def read(
    request: Request,
    sha256: str,
    part: Annotated[int | None, Query(ge=0, le=_LARGE)] = None,
    row: Annotated[int | None, Query(ge=1, le=_LARGE)] = None,
) -> Response:
    """Give a part of the text: the one asked for, else that of the row, else the first with a row shown."""
    desk = desk_of(request, sha256)
    held, picked = desk.held, desk.picked()
    here = _row_of(desk, row)
    if here is not None and here not in picked:
        picked = sorted([*picked, here], key=lambda each: each.statement.start)
    number = _part(desk, part, here, picked)
    start, end = held.parts.bounds(number)
    shown = touching(picked, start, end)
    matching = Counter(held.parts.at(each.statement.start) for each in picked)
    return answer(
        request,
        desk,
        shown,
        view="text",
        part_number=number,
        parts=len(held.parts),
        lines=list(lines(held, number, shown)),
        headings=_contents(held),
        start=start,
        end=end,
        elsewhere=next((each for each in sorted(matching) if each > number), min(matching, default=None)),
        here=desk.address(row=shown[0].number) if shown else desk.address(part=number),
    )


@router.get("/documents/{sha256:digest}/next", dependencies=[may("read")])
def following(
    request: Request,
    sha256: str,
    after: Annotated[int, Query(ge=0, le=_LARGE)] = 0,
    view: str = "text",
) -> Response:
    """Lead to the first undecided row that begins at an offset or later, else to the first of all."""
    desk = desk_of(request, sha256)
    wanted = replace(desk.asked, review="")
    waiting = [row for row in wanted.picked(desk.held.rows, desk.lit) if undecided(row)]
    found = next((row for row in waiting if row.statement.start >= after), waiting[0] if waiting else None)
    ending = "/pages" if view == "pages" and desk.room.papers.has_pages(desk.held.entry) else ""
    if found is None:
        return RedirectResponse(desk.address(ending), 303)
    address = f"/documents/{sha256}{ending}{wanted.query(row=found.number)}#card-{found.number}"
    return RedirectResponse(address, 303)


@router.get("/documents/{sha256:digest}/cards/{number}", dependencies=[may("read")])
def card(request: Request, sha256: str, number: int, back: str = "") -> Response:
    """Give the card of one row as it is now, alone."""
    desk = desk_of(request, sha256)
    found = _row_of(desk, number)
    if found is None:
        raise NoPage
    made = card_of(found, desk.held.text, desk.language, desk.table, desk.lit)
    here = back if back.startswith(f"/documents/{sha256}") else desk.address(row=number)
    return page(request, "source/card.html", card=made, here=here, entry=desk.held.entry)


def _contents(held: Held) -> list[tuple[Heading, int]]:
    """Give the headings, each with how many rows below it nobody has decided on.

    Of very many only the outer ones are given, or the first of each part.
    """
    headings = held.parts.headings
    for depth in (3, 2, 1):
        if len(headings) > _CONTENTS:
            headings = tuple(each for each in held.parts.headings if each.depth <= depth)
    if len(headings) > _CONTENTS:
        headings = tuple({each.part: each for each in reversed(headings)}.values())[::-1]
    starts = [each.start for each in headings]
    waiting = Counter(bisect_right(starts, each.statement.start) - 1 for each in held.rows if undecided(each))
    return [(heading, waiting[place]) for place, heading in enumerate(headings)]


def _row_of(desk: Desk, number: int | None) -> Row | None:
    return next((row for row in desk.held.rows if row.number == number), None)


def _part(desk: Desk, part: int | None, row: Row | None, picked: list[Row]) -> int:
    """Give the part to show; without a wish and with a filter, the first with a row that it lets through."""
    parts = desk.held.parts
    if part is not None:
        return min(part, len(parts) - 1)
    if row is not None:
        return parts.at(row.statement.start)
    return parts.at(picked[0].statement.start) if picked and not desk.asked.is_all else 0
