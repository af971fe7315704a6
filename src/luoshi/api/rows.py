"""台账 rows: lists, one row, its history, what is to be reminded of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.api.asking import ROWS, Asking, Number, asking
from luoshi.api.described import problems
from luoshi.api.encoding import happened, row_told
from luoshi.api.models.rows import History, Reminders, RemindersAsked, Row, RowPage, RowsAsked, RowsWanted
from luoshi.api.paging import link_next, page_of
from luoshi.api.versions import etag_of, ledger_tag, unchanged
from luoshi.ledger import Row as LedgerRow
from luoshi.ledger.history import told
from luoshi.serving.addresses import NUMBER
from luoshi.serving.scope import row_for
from luoshi.stores import Filter

router = APIRouter(tags=["rows"])


def filter_of(asked: Asking, said: RowsWanted) -> Filter | None:
    """Give what is asked for, within what the person may see; ``None``: nothing can be that."""
    given = {name: _iso(getattr(said, name)) for name in RowsWanted.model_fields}
    if given["light"] is not None and given["on"] is None:
        given["on"] = asked.site.today().isoformat()
    if asked.unit is not None:
        if given["unit"] not in (None, asked.unit):
            return None
        given["unit"] = asked.unit
    return Filter(**given)


def told_rows(asked: Asking, rows: list[LedgerRow], day: date | None = None) -> list[dict[str, Any]]:
    """Give rows as they stand on a day, today unless given."""
    on, rules = day or asked.site.today(), asked.store.lights
    return [row_told(row, on, rules) for row in rows]


@router.get(
    "/rows",
    response_model=RowPage,
    dependencies=[ROWS],
    responses=problems(304),
    summary="台账：按条件逐页列出",
)
def list_rows(request: Request, response: Response, said: Annotated[RowsAsked, Query()]) -> Any:  # noqa: ANN401
    """List rows by number; the next page is in ``next`` and in the Link header."""
    asked = asking(request)
    tag = ledger_tag(asked)
    if (same := unchanged(request, tag)) is not None:
        return same
    response.headers["ETag"] = tag
    return rows_page(asked, response, said)


def rows_page(asked: Asking, response: Response, said: RowsAsked) -> dict[str, Any]:
    """Give a page of rows."""
    wanted = filter_of(asked, said)
    if wanted is None:
        return {"rows": [], "next": None, "total": 0 if said.total else None}
    found = list(asked.store.rows(wanted, after=said.after, limit=said.limit + 1))
    shown, after = page_of(found, said.limit, lambda row: row.number)
    link_next(asked.request, response, after=after)
    total = asked.store.count(wanted) if said.total else None
    return {"rows": told_rows(asked, shown, said.on), "next": after, "total": total}


@router.get(
    f"/rows/{NUMBER}",
    response_model=Row,
    dependencies=[ROWS],
    responses=problems(404),
    summary="一行，及其版本（ETag）",
)
def get_row(request: Request, response: Response, number: Number) -> dict[str, Any]:
    """Give a row as it stands today; its ETag is what a change sends as If-Match."""
    asked = asking(request)
    row = row_for(asked.site, asked.person, number)
    # never 304: the light is another on another day, in the same version
    response.headers["ETag"] = etag_of(row)
    return told_rows(asked, [row])[0]


@router.get(
    f"/rows/{NUMBER}/history",
    response_model=History,
    dependencies=[ROWS],
    responses=problems(404),
    summary="一行的经过",
)
def history(request: Request, number: Number) -> dict[str, Any]:
    """Give what happened to a row, by whom, and what each step changed."""
    asked = asking(request)
    row_for(asked.site, asked.person, number)
    created, *later = asked.store.history(number)
    return {"events": [happened(one) for one in told(created, later)]}


@router.get(
    "/reminders",
    response_model=Reminders,
    dependencies=[ROWS],
    responses=problems(),
    summary="到期、逾期、未报",
)
def reminders(request: Request, said: Annotated[RemindersAsked, Query()]) -> dict[str, Any]:
    """Give what open rows are to be reminded of on a day."""
    asked = asking(request)
    day = said.day or asked.site.today()
    if asked.unit is None:
        found = asked.store.reminders(day, limit=said.limit)
        lists = {name: (one.count, list(one.rows)) for name, one in _lists(found).items()}
    else:
        lists = {name: _own(asked, name, day, said.limit) for name in ("due", "late", "silent")}
    told_lists = {
        name: {"count": count, "rows": told_rows(asked, rows, day)} for name, (count, rows) in lists.items()
    }
    return {"day": day.isoformat(), **told_lists}


def _lists(found: Any) -> dict[str, Any]:  # noqa: ANN401 - stores.Reminders
    return {name: getattr(found, name) for name in ("due", "late", "silent")}


def _own(asked: Asking, name: str, day: date, limit: int) -> tuple[int, list[LedgerRow]]:
    """Give the rows of a list that are the unit's own."""
    rows = [row for row in asked.store.reminded(name, day) if _is_of(row, asked.unit or "")]
    return len(rows), rows[:limit]


def _is_of(row: LedgerRow, unit: str) -> bool:
    """Say what ``Filter.unit`` says."""
    helping = row.status.supporting
    if row.status.lead is None:
        helping = tuple(actor.name for actor in row.statement.actors if actor.role == "supporting")
    return unit != "" and (row.lead == unit or unit in helping)


def _iso(value: Any) -> Any:  # noqa: ANN401 - what a filter asks
    return value.isoformat() if isinstance(value, date) else value
