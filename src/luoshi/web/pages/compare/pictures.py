"""The figures for charts and as csv, and the rows behind a number."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from luoshi.app.charts import counted, drawn
from luoshi.app.charts.zones import source_of_ledger
from luoshi.app.comparing_ledger import picked
from luoshi.exports.sheets import write_lines
from luoshi.lexicon.themes import finer_name, theme_name
from luoshi.serving.auditing import note
from luoshi.serving.permission import may
from luoshi.serving.refusals import NoPage
from luoshi.web.pages.compare.asked import Desk
from luoshi.web.rendering import page
from luoshi.web.views.compared.all import figures_of
from luoshi.web.views.compared.figure import Figure
from luoshi.web.views.hits import document_name

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Query(max_length=40)]
Word = Annotated[str, Query(max_length=500)]
_MONTHS: Final = re.compile(r"(\d{4}-\d{2})\.(\d{4}-\d{2})", re.ASCII)
_SHOWN: Final = 200
_KINDS: Final = {"svg": "image/svg+xml", "png": "image/png"}
_PICTURES: Final = {"themes": counted.themes, "force": counted.force, "grade": counted.force}
"""Figures that papers have too: force and measurability stand side by side in one."""


@router.get("/compare/chart.json", dependencies=[may("read")])
def chart(request: Request, figure: Name) -> Response:
    """Give a figure for ``chart.js``."""
    desk = Desk(request)
    site = desk.site
    key = ("compare", figure, desk.asked, desk.language, site.today(), desk.store.head())
    return Response(site.pages.get(key, lambda: _drawn(desk, figure)).body, media_type="application/json")


@router.get("/compare.csv", dependencies=[may("read"), may("export")])
def as_csv(request: Request, figure: Name) -> Response:
    """Give the table of a figure as csv."""
    out = BytesIO()
    write_lines(_figure(Desk(request), figure).lines(), out)
    note(request, "exported", "csv")
    headers = {"Content-Disposition": f'attachment; filename="compare-{figure}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/compare/picture.{form}", dependencies=[may("read"), may("export")])
def as_picture(request: Request, form: str, figure: Name) -> Response:
    """Give a figure as ``luoshi chart`` draws it for papers, of the sides that the page shows."""
    make, kind = _PICTURES.get(figure), _KINDS.get(form)
    desk = Desk(request)
    if make is None or kind is None or not desk.laid.zones:
        raise NoPage
    source = source_of_ledger(desk.store, desk.site.today(), desk.language)
    picture = drawn(make(desk.laid.sides, source, desk.language), f".{form}")
    note(request, "exported", form, figure=figure)
    headers = {"Content-Disposition": f'attachment; filename="compare-{figure}.{form}"'}
    return Response(picture, media_type=kind, headers=headers)


@router.get("/compare/rows", dependencies=[may("read")])
def rows(  # noqa: PLR0913, PLR0917 - one parameter a part of the address
    request: Request,
    side: Name = "",
    theme: Word = "",
    force: Name = "",
    grade: Name = "",
    months: Name = "",
    name: Word = "",
    every: Annotated[str, Query(alias="all", max_length=1)] = "",
) -> Response:
    """Give the rows behind a number of a figure."""
    desk = Desk(request)
    if side:
        zone = next((one for one in desk.laid.zones if one.key == side), None)
        if zone is None:
            raise NoPage
        found = picked(zone, theme=theme, force=force, grade=grade)
        sha256 = zone.side.document.sha256
        numbers = [desk.laid.numbers[sha256, each.id] for each in found]
        words = [
            finer_name(theme, desk.language),
            *(_word(desk, *one) for one in (("force", force), ("grade", grade))),
        ]
        title = " · ".join([zone.side.label, *filter(None, words)])
    else:
        span = _MONTHS.fullmatch(months)
        if span is None:
            raise NoPage
        wanted = None if every else name.removeprefix("-")
        numbers = desk.store.due_rows(desk.asked.by, wanted, (span[1], span[2]), desk.within)
        said = desk.t("compare.due.each") if every else _theme_or_name(desk, wanted)
        title = f"{said} · {_span(desk, span[1], span[2])}"
    shown = numbers[:_SHOWN]
    by_number = {row.number: row for row in desk.store.listed_rows(shown)}
    entries = {entry.sha256: document_name(entry) for entry in desk.store.documents()}
    listed = [by_number[number] for number in shown if number in by_number]
    return page(
        request,
        "compare/rows.html",
        asked=desk.asked,
        title=title,
        total=len(numbers),
        rows=[(row, row.record["document"], entries.get(row.record["document"], "")) for row in listed],
    )


def _theme_or_name(desk: Desk, name: str | None) -> str:
    said = theme_name(name or "", desk.language) if desk.asked.by == "theme" else name
    return said or desk.t("compare.nobody")


def _drawn(desk: Desk, name: str) -> str:
    found = _figure(desk, name)
    if found.chart is None:
        raise NoPage
    return json.dumps(found.chart, ensure_ascii=False)


def _figure(desk: Desk, name: str) -> Figure:
    found = next((figure for figure in figures_of(desk) if figure.name == name), None)
    if found is None:
        raise NoPage
    return found


def _word(desk: Desk, group: str, value: str) -> str:
    if not re.fullmatch("[A-Za-z]{1,20}", value):
        return ""
    try:
        return desk.t(f"compare.{group}.{value}")
    except KeyError:
        raise NoPage from None


def _span(desk: Desk, first: str, last: str) -> str:
    if first == last:
        return first
    if first == "0001-01":
        return desk.t("compare.due.until", month=last) if last != "9999-12" else desk.t("compare.all")
    return desk.t("compare.due.since", month=first) if last == "9999-12" else f"{first} – {last}"
