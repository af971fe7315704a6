"""The matrix as figures: for the chart, and as a table to take away."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luoshi.app.charts import drawn
from luoshi.app.charts.counted import covered
from luoshi.app.charts.zones import source_of_ledger
from luoshi.exports.sheets import write_lines, write_sheet
from luoshi.lexicon.force import FORCES
from luoshi.lexicon.messages import say_on_page
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.serving.site import site_of
from luoshi.web.pages.alignment.asked import Desk
from luoshi.web.views.matrix import Cell, Line
from luoshi.web.views.papers import name_of

router = APIRouter(include_in_schema=False)
_PICTURES: Final = {"svg": "image/svg+xml", "png": "image/png"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/alignment/chart.json", dependencies=[may("read")])
def chart(request: Request) -> Response:
    """Give the matrix for ``chart.js``."""
    desk = _made(request)
    lines, columns = desk.matrix.lines, desk.columns
    levels = [say_on_page(desk.language, "alignment.level.none")]
    levels += [say_on_page(desk.language, f"force.{force}") for force in reversed(FORCES)]
    cells = [
        [row, column, cell.level, _word(desk, cell), _href(desk, line, column)]
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.cells)
    ]
    said = {
        "kind": "matrix",
        "rows": [_name(desk, line) for line in lines],
        "columns": [column.label for column in columns],
        "levels": levels,
        "cells": cells,
    }
    return JSONResponse(said)


def _href(desk: Desk, line: Line, at: int) -> str:
    cell = line.cells[at]
    if not cell.count and not cell.also:
        return ""
    return desk.asked.cell(line, desk.columns[at])


@router.get("/alignment.csv", dependencies=[may("read"), may("export")])
def as_csv(request: Request) -> Response:
    """Give the matrix as csv."""
    desk = _made(request)
    out = BytesIO()
    write_lines(_lines(desk), out)
    return _file(request, out, "csv", "text/csv; charset=utf-8")


@router.get("/alignment.xlsx", dependencies=[may("read"), may("export")])
def as_xlsx(request: Request) -> Response:
    """Give the matrix as a workbook."""
    desk = _made(request)
    out = BytesIO()
    write_sheet(_lines(desk), out, name=say_on_page(desk.language, "alignment.title"))
    return _file(request, out, "xlsx", XLSX)


@router.get("/alignment/picture.{form}", dependencies=[may("read"), may("export")])
def as_picture(request: Request, form: str) -> Response:
    """Give the matrix as ``luoshi chart coverage`` draws it for papers."""
    desk, kind = _made(request), _PICTURES.get(form)
    if kind is None or not desk.columns:
        raise NoPage
    language = desk.language
    chart = covered(
        [column.label for column in desk.columns],
        [
            (str(line.provision["article"]), line.provision["path"], tuple(cell.count for cell in line.cells))
            for line in desk.matrix.lines
        ],
        [total - done for done, total in desk.matrix.totals],
        _title(desk),
        source_of_ledger(desk.store, site_of(request).today(), language),
        language,
    )
    if desk.asked.force or desk.asked.theme:
        chart = replace(chart, notes=(say_on_page(language, "alignment.filtered"), *chart.notes))
    return _file(request, BytesIO(drawn(chart, f".{form}")), form, kind)


def _title(desk: Desk) -> str:
    name = name_of(desk.central).strip("《》")
    return f"《{name}》" if desk.language == "zh" else name


def _made(request: Request) -> Desk:
    desk = Desk(request)
    if not desk.is_asked or desk.waiting:
        raise NoPage
    return desk


def _file(request: Request, out: BytesIO, ending: str, kind: str) -> Response:
    note(request, "exported", ending)
    headers = {"Content-Disposition": f'attachment; filename="alignment.{ending}"'}
    return Response(out.getvalue(), media_type=kind, headers=headers)


def _lines(desk: Desk) -> list[list[str]]:
    """Give what the view shows: provisions, those that nobody takes up, or commitments without one."""
    return _without(desk) if desk.asked.view == "unaligned" else _of_provisions(desk)


def _without(desk: Desk) -> list[list[str]]:
    """Give a line a commitment without a provision: its zone and row, its force, the nearest provision."""
    heads = [
        say_on_page(desk.language, f"alignment.{key}")
        for key in ("column.zone", "column.row", "commitment", "force", "nearest", "column.score")
    ]
    return [
        heads,
        *(
            [
                column.label,
                str(one.number or ""),
                one.text,
                say_on_page(desk.language, f"force.{one.force}") if one.force else "",
                f"{one.best['article']} {one.best['path'][-1] if one.best['path'] else ''}",
                f"{one.best['score']:.2f}",
            ]
            for column, found in desk.matrix.unaligned
            for one in found
        ),
    ]


def _of_provisions(desk: Desk) -> list[list[str]]:
    """Give a line a provision: its article and titles, a cell a zone, how many zones and commitments."""
    untaken = desk.asked.view == "untaken"

    def t(key: str) -> str:
        return say_on_page(desk.language, f"alignment.column.{key}")

    heads = [t("article"), t("provision"), *(column.label for column in desk.columns), t("zones"), t("count")]
    return [
        heads,
        *(
            [
                str(line.provision["article"]),
                " › ".join(line.provision["path"]),
                *(_word(desk, cell) for cell in line.cells),
                str(line.zones),
                str(line.count),
            ]
            for line in desk.matrix.lines
            if line.untaken or not untaken
        ),
    ]


def _word(desk: Desk, cell: Cell) -> str:
    parts = []
    if cell.count:
        force = say_on_page(desk.language, f"force.{cell.force}") if cell.force else ""
        parts.append(f"{cell.count} {force}".strip())
    if cell.also:
        parts.append(say_on_page(desk.language, "alignment.also", count=cell.also))
    return " · ".join(parts)


def _name(desk: Desk, line: Line) -> str:
    title = line.provision["path"][-1] if line.provision["path"] else ""
    return say_on_page(desk.language, "align.article", article=line.provision["article"], title=title)
