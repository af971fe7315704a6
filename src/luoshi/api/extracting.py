"""Pure extraction, without the ledger: records, numbers and times of a text that comes with the request."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

import luoshi
from luoshi.api.asking import ROWS
from luoshi.api.described import problems
from luoshi.api.models.texts import Extracted, ExtractSaid, Quantities, TextSaid, Times
from luoshi.codec import to_record
from luoshi.codec.encode import plain_number
from luoshi.model import Document

router = APIRouter(tags=["extract"])


@router.post(
    "/extract",
    response_model=Extracted,
    dependencies=[ROWS],
    responses=problems(),
    summary="提取一段文本的记录",
)
def extract(request: Request, said: ExtractSaid) -> dict[str, Any]:
    """Give the records of a text; nothing is kept."""
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    document = Document(said.text, source=said.source or "<text>", date=said.date)
    outline = parse(document)
    facts = outline.facts
    return {
        "document": document.sha256,
        "facts": {
            "title": facts.title,
            "date": _iso(facts.date),
            "body": facts.body,
            "kind": facts.kind,
        },
        "records": [to_record(one) for one in statements(outline)],
    }


@router.post(
    "/quantities",
    response_model=Quantities,
    dependencies=[ROWS],
    responses=problems(),
    summary="一段文本的数量",
)
def quantities(request: Request, said: TextSaid) -> dict[str, Any]:
    """Give the numbers of any Chinese text."""
    found = luoshi.quantities(said.text)
    return {
        "quantities": [
            {**one._asdict(), "low": plain_number(one.low), "high": plain_number(one.high)} for one in found
        ]
    }


@router.post(
    "/times", response_model=Times, dependencies=[ROWS], responses=problems(), summary="一段文本的时间"
)
def times(request: Request, said: TextSaid) -> dict[str, Any]:
    """Give the times of any Chinese text; 今年 is resolved against ``date``."""
    return {
        "times": [
            {
                "start": one.start,
                "end": one.end,
                "from": _iso(one.from_),
                "until": _iso(one.until),
                "precision": one.precision,
                "kind": one.kind,
            }
            for one in luoshi.times(said.text, date=said.date)
        ]
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
