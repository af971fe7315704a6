"""比较 compare: texts of the ledger held against each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request

from luoshi import __version__
from luoshi.api.asking import ALL, asking
from luoshi.api.described import IDEMPOTENCY, headers, problems
from luoshi.api.models.comparison import Compared, CompareSaid
from luoshi.api.once import Once
from luoshi.app.alignments import document_of
from luoshi.app.compare import Gathered, compare_sides, shortcomings_of
from luoshi.app.texts import Texts
from luoshi.codec.comparison import comparison_lines, shortcoming_lines, side_lines
from luoshi.model import Side
from luoshi.stores import Store

router = APIRouter(tags=["pairs"], route_class=Once)
_KIND: Final = "api_compare"


@router.post(
    "/compare",
    response_model=Compared,
    dependencies=[ALL],
    responses=problems(404),
    openapi_extra=headers(IDEMPOTENCY),
    summary="比较：几份文件",
)
def compare(request: Request, said: CompareSaid) -> dict[str, Any]:
    """Hold texts against each other by theme, indicator and words, or give what one lacks."""
    store = asking(request).store
    key = sha256(said.model_dump_json().encode()).hexdigest()
    rows = store.office.computed.get(_KIND, key, __version__)
    if rows is None:
        rows = [json.loads(line) for line in _lines(store, said)]
        store.office.computed.put(_KIND, key, __version__, rows, now=datetime.now(UTC))
    return {"rows": rows}


def _lines(store: Store, said: CompareSaid) -> Iterator[str]:
    gathered = Gathered(_sides(store, list(dict.fromkeys(said.documents))))
    if said.shortcomings is not None:
        return _lacking(gathered, said)
    return comparison_lines(compare_sides(gathered), said.views)


def _lacking(gathered: Gathered, said: CompareSaid) -> Iterator[str]:
    rows = shortcomings_of(gathered, said.shortcomings or "", said.dimensions)
    yield from side_lines(gathered.sides)
    yield from shortcoming_lines(rows)


def _sides(store: Store, documents: list[str]) -> tuple[Side, ...]:
    from luoshi.comparing.sides import commitments, labelled, sides_of
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    texts = Texts(store)
    found: list[Side] = []
    for digest in documents:
        outline = parse(document_of(texts, digest))
        found += sides_of(outline, tuple(statements(outline)))
    return labelled(side for side in found if commitments(side))
