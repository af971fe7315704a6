"""导出 exports: rows as JSON Lines, a workbook or csv, of any size in the same memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, BinaryIO, Final
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from luoshi.api.asking import Asking, asking
from luoshi.api.chain import LINES
from luoshi.api.described import media, problems
from luoshi.api.encoding import row_told
from luoshi.api.models.rows import RowsWanted
from luoshi.api.rows import filter_of
from luoshi.app.export import at_work, texts_of
from luoshi.codec.encode import json_line
from luoshi.exports import ledger_rows, write_csv, write_xlsx
from luoshi.ledger import Row
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.stores import Filter, Store

router = APIRouter(tags=["exports"])
EXPORT: Final = may("export")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV: Final = "text/csv; charset=utf-8"
_BINARY: Final = {"type": "string", "format": "binary"}
_BLOCK: Final = 500
_PIECE: Final = 1 << 16
_SPOOLED: Final = 1 << 22
Wanted = Annotated[RowsWanted, Query()]


@router.get(
    "/exports/rows.jsonl",
    response_class=StreamingResponse,
    dependencies=[EXPORT],
    responses={**media(LINES, said="每行一条，字段同 /rows"), **problems()},
    summary="导出 JSON Lines",
)
def rows_jsonl(request: Request, said: Wanted) -> Response:
    """Stream rows, one a line, as ``/rows`` gives them."""
    asked = asking(request)
    wanted = filter_of(asked, said)
    note(request, "exported", "jsonl")
    lines = _lines(asked, wanted, said.on or asked.site.today())
    return StreamingResponse(lines, media_type=LINES, headers=_named("jsonl"))


@router.get(
    "/exports/rows.xlsx",
    response_class=StreamingResponse,
    dependencies=[EXPORT],
    responses={**media(_XLSX, _BINARY, "督查台账"), **problems()},
    summary="导出 Excel",
)
def rows_xlsx(request: Request, said: Wanted) -> Response:
    """Give rows as the workbook that offices use; it is written on the disk first."""
    return _table(request, said, "xlsx")


@router.get(
    "/exports/rows.csv",
    response_class=StreamingResponse,
    dependencies=[EXPORT],
    responses={**media(_CSV, said="督查台账"), **problems()},
    summary="导出 csv",
)
def rows_csv(request: Request, said: Wanted) -> Response:
    """Give rows as csv with the columns of the workbook."""
    return _table(request, said, "csv")


def _lines(asked: Asking, wanted: Filter | None, day: date) -> Iterator[bytes]:
    rules = asked.store.lights
    for block in _blocks(asked.store, wanted):
        yield "".join(f"{json_line(row_told(row, day, rules))}\n" for row in block).encode()


def _blocks(store: Store, wanted: Filter | None) -> Iterator[list[Row]]:
    """Give rows by the hundred; no reading of the database goes on while a slow caller takes them."""
    after = 0
    while wanted is not None:
        block = list(store.rows(wanted, after=after, limit=_BLOCK))
        if block:
            yield block
            after = block[-1].number
        if len(block) < _BLOCK:
            return


def _table(request: Request, said: RowsWanted, form: str) -> Response:
    asked = asking(request)
    wanted, office = filter_of(asked, said), asked.site.table()
    rows: Any = (row for block in _blocks(asked.store, wanted) for row in block)
    if said.review is None:
        rows = at_work(rows, office)
    spooled: BinaryIO = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # type: ignore[assignment]  # noqa: SIM115
    try:
        cells = ledger_rows(rows, office, texts=texts_of(asked.store) if form == "xlsx" else None)
        written = write_xlsx(cells, spooled, office=office) if form == "xlsx" else write_csv(cells, spooled)
    except BaseException:
        spooled.close()
        raise
    note(request, "exported", form, rows=written.rows)
    spooled.seek(0)
    kind = _XLSX if form == "xlsx" else _CSV
    return StreamingResponse(_pieces(spooled), media_type=kind, headers=_named(form))


def _named(form: str) -> dict[str, str]:
    name = quote(f"台账.{form}")
    return {"Content-Disposition": f"attachment; filename=ledger.{form}; filename*=UTF-8''{name}"}


def _pieces(spooled: BinaryIO) -> Iterator[bytes]:
    with spooled:
        while piece := spooled.read(_PIECE):
            yield piece
