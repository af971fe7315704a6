"""The findings as a table to take away."""

from __future__ import annotations

from io import BytesIO

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from luoshi.exports.sheets import write_lines, write_sheet
from luoshi.lexicon.messages import say_on_page
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.web.pages.followup.asked import Asked, Desk

router = APIRouter(include_in_schema=False)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/followup.csv", dependencies=[may("read"), may("export")])
def as_csv(request: Request) -> Response:
    """Give the findings as csv."""
    out = BytesIO()
    write_lines(_lines(request), out)
    return _file(request, out, "csv", "text/csv; charset=utf-8")


@router.get("/followup.xlsx", dependencies=[may("read"), may("export")])
def as_xlsx(request: Request) -> Response:
    """Give the findings as a workbook."""
    out = BytesIO()
    lines = _lines(request)
    write_sheet(lines, out, name=lines[0][1], numbers=(0,))
    return _file(request, out, "xlsx", _XLSX)


def _file(request: Request, out: BytesIO, ending: str, kind: str) -> Response:
    note(request, "exported", ending)
    headers = {"Content-Disposition": f'attachment; filename="followup.{ending}"'}
    return Response(out.getvalue(), media_type=kind, headers=headers)


def _lines(request: Request) -> list[list[str]]:
    desk = Desk(request, Asked.of(request.query_params))
    if not desk.is_asked or desk.outcome.waiting:
        raise NoPage

    def t(key: str) -> str:
        return say_on_page(desk.language, f"followup.{key}")

    heads = [t(key) for key in ("column.row", "promise", "verdict", "report", "why", "decision")]
    return [
        heads,
        *(
            [
                str(one.row.number) if one.row else "",
                one.record["commitment"]["text"],
                say_on_page(desk.language, f"standing.{one.verdict}"),
                (one.record["evidence"] or {}).get("text", ""),
                "；".join(one.record["why"]),
                t(f"judged.{one.decided}"),
            ]
            for one in desk.shown
        ),
    ]
