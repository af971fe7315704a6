"""The page of the matrix, its gaps both ways, and both quotes of a cell."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.lexicon.force import FORCES
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.themes import theme_name
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.stores import Filter
from luoshi.web.pages.alignment.asked import ROWS, VIEWS, Desk
from luoshi.web.rendering import page
from luoshi.web.views.marked import marked
from luoshi.web.views.matrix import Beside, beside
from luoshi.web.views.papers import label_of

router = APIRouter(include_in_schema=False)
READ = may("read")
Id = Annotated[int, Query(ge=0, le=2**53)]


@router.get("/alignment", dependencies=[READ])
def alignment(request: Request, again: Id = 0) -> Response:
    """Give the matrix, or the form that asks for its documents."""
    desk = Desk(request, again=again)
    asked = desk.asked
    forms: dict[str, Any] = {
        "asked": asked,
        "documents": [(sha, label_of(entry)) for sha, entry in desk.documents.items()],
        "suggested": next((sha for sha, entry in desk.documents.items() if entry.kind == "central"), ""),
        "forces": [(name, say_on_page(desk.language, f"force.{name}")) for name in FORCES],
        "state": "ask",
        "troubles": [],
    }
    if not desk.is_asked:
        return page(request, "alignment/alignment.html", **forms)
    if desk.waiting:
        forms |= {"state": "waiting", "outcome": desk.outcome, "central": desk.central}
        return page(request, "alignment/alignment.html", **forms)
    themes = sorted({theme for one in desk.all for theme in one.themes})
    more: dict[str, Any] = {
        "state": "done",
        "central": desk.central,
        "troubles": desk.troubles,
        "again": desk.again,
        "matrix": desk.matrix,
        "views": VIEWS,
        "themes": [(theme, theme_name(theme, desk.language)) for theme in themes],
        "untaken": [line for line in desk.matrix.lines if line.untaken],
        "without": sum(len(found) for _, found in desk.matrix.unaligned),
        "aligned": sum(done for done, _ in desk.matrix.totals),
        "total": sum(total for _, total in desk.matrix.totals),
    }
    return page(request, "alignment/alignment.html", **{**forms, **more})


@router.get("/alignment/quotes", dependencies=[READ])
def quotes(request: Request, provision: Id, column: Annotated[str, Query(max_length=40)]) -> Response:
    """Give the commitments of one zone beside the provision that they take up."""
    desk = Desk(request)
    if not desk.is_asked or desk.waiting:
        raise NoPage
    line = next((one for one in desk.provisions if one["start"] == provision), None)
    zone = next((one for one in desk.columns if one.key == column), None)
    if line is None or zone is None:
        raise NoPage
    found = beside([one for one in desk.commitments if one.column == column], provision)
    rows = desk.store.listed(Filter(document=desk.central.sha256), limit=ROWS)
    places = sorted((row.record["start"], row.record["end"], row.number) for row in rows)
    return page(
        request,
        "alignment/quotes.html",
        asked=desk.asked,
        provision=line,
        zone=zone,
        central=desk.central,
        found=[(each, _local(each), _central(each), _row_at(places, each)) for each in found],
    )


def _row_at(places: list[tuple[int, int, int]], each: Beside) -> int | None:
    """Give a row of the central document that stands in the sentence."""
    first, last = each.match["start"], each.match["end"]
    return next((number for start, end, number in places if start < last and first < end), None)


def _local(each: Beside) -> Any:  # noqa: ANN401 - segments
    return marked(each.commitment.text, [(start, start + length) for start, _, length in each.wording.shared])


def _central(each: Beside) -> Any:  # noqa: ANN401
    return marked(each.match["text"], [(there, there + length) for _, there, length in each.wording.shared])
