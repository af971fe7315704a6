"""搜索 search: words, fields, facets."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.asking import ROWS, Asking, asking
from luoshi.api.described import problems
from luoshi.api.encoding import document_told, row_told
from luoshi.api.models.texts import Found, SearchAsked
from luoshi.api.paging import link_next
from luoshi.api.versions import ledger_tag, unchanged
from luoshi.app.search import understood
from luoshi.app.search_listed import beside, listed
from luoshi.stores import Facets, FoundDocument

router = APIRouter(tags=["search"])
_DOCUMENTS: Final = 5


@router.get("/search", response_model=Found, dependencies=[ROWS], responses=problems(304), summary="搜索")
def search(request: Request, response: Response, said: Annotated[SearchAsked, Query()]) -> Any:  # noqa: ANN401
    """Give a page of the rows that meet a query, the best first; of a unit's person, of its own rows."""
    asked = asking(request)
    tag = ledger_tag(asked)
    if (same := unchanged(request, tag)) is not None:
        return same
    response.headers["ETag"] = tag
    day = said.day or asked.site.today()
    page = listed(
        asked.store,
        said.q,
        day=day,
        limit=said.limit,
        after=said.after,
        synonyms=said.synonyms,
        unit=asked.unit,
    )
    link_next(request, response, after=page.after)
    total, exact, facets, documents = _beside(asked, said, day)
    marks = {hit.row.number: [list(mark) for mark in hit.marks] for hit in page.hits}
    rows = [row for number in marks if (row := asked.store.row(number)) is not None]
    rules = asked.store.lights
    return {
        "hits": [{"row": row_told(row, day, rules), "marks": marks[row.number]} for row in rows],
        "documents": [_document(one) for one in documents],
        "total": total,
        "exact": exact,
        "facets": None if facets is None else _facets(facets),
        "next": page.after,
    }


def _beside(
    asked: Asking, said: SearchAsked, day: date
) -> tuple[int, bool, Facets | None, tuple[FoundDocument, ...]]:
    """Give what stands beside the hits; texts only on the first page."""
    if said.facets:
        found = beside(asked.store, said.q, day=day, synonyms=said.synonyms, unit=asked.unit)
        return found.total, found.exact, found.facets, found.documents if said.after is None else ()
    query = understood(said.q, synonyms=said.synonyms)
    total, exact = asked.store.search_count(query, day=day, unit=asked.unit)
    told = said.after is None and asked.unit is None
    return total, exact, None, asked.store.search_documents(query, limit=_DOCUMENTS) if told else ()


def _document(one: FoundDocument) -> dict[str, Any]:
    return {
        "document": document_told(one.entry),
        "snippets": [
            {"text": part.text, "start": part.start, "marks": [list(mark) for mark in part.marks]}
            for part in one.snippets
        ],
    }


def _facets(facets: Facets) -> dict[str, Any]:
    counts = {
        name: [{"value": str(value), "count": count} for value, count in pairs]
        for name, pairs in facets.counts.items()
    }
    return {"counts": counts, "counted": facets.counted, "exact": facets.exact}
