"""Indicators side by side, and targets against outcomes over years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from luoshi.app.series import Line, Point, of_bodies
from luoshi.comparing.indicators import indicator_rows
from luoshi.model import IndicatorRow, IndicatorValue
from luoshi.web.views.compared.figure import Cell, Figure, Part, Row, value_words

if TYPE_CHECKING:
    from luoshi.web.pages.compare.asked import Desk

_SHOWN: Final = 80
_DRAWN: Final = 5
"""Bodies whose lines can be told apart."""
_LISTED: Final = 300


def indicators(desk: Desk) -> Iterator[Figure]:
    """Give the table of indicators by side."""
    found = indicator_rows(desk.laid.sides)
    shown = [row for row in found if row.id or len(row.named_by) > 1] or list(found)
    if not shown:
        return
    labels = [zone.side.label for zone in desk.laid.zones]
    rows = []
    for row in shown[:_SHOWN]:
        by_side: dict[str, list[Part]] = {}
        for value in row.values:
            by_side.setdefault(value.side, []).append(value_part(desk, row, value))
        name = f"{row.indicator} {desk.t(f'measure.{row.measure}')}"
        rows.append(Row(Part(name), tuple(tuple(by_side.get(label, ())) for label in labels)))
    rest = len(found) - len(rows)
    notes = [desk.t("compare.indicators.note")]
    notes += [desk.t("compare.indicators.rest", count=rest)] if rest else []
    heads = (desk.t("compare.indicator"), *labels)
    yield Figure(
        "indicators", desk.t("compare.indicators.title"), heads, tuple(rows), notes=tuple(notes), words=True
    )


def value_part(desk: Desk, row: IndicatorRow, value: IndicatorValue) -> Part:
    """Give a target with its last day, leading to its row."""
    target = value.target
    number_of = desk.laid.number(value.side, value.quote.id)
    if value.low is None and value.high is None:
        words = target.text
    else:
        words = value_words(target.comparator, value.low, value.high, row.unit)
    until = target.period.until if target.period else None
    return Part(
        f"{words}（{until}）" if until else words, f"/ledger/{number_of}" if number_of else "", target.text
    )


def series(desk: Desk) -> Iterator[Figure]:
    """Give the series that is asked for, else the fullest one."""
    line = desk.lines.line(desk.asked.line)
    if line is None:
        return
    if desk.asked.zone:
        line = of_bodies(line, desk.asked.zone)
    rows = tuple(_series_rows(desk, line))
    notes = [desk.t("compare.series.note", unit=line.unit or "—")]
    bodies = line.bodies
    if len(bodies) > _DRAWN:
        notes.append(desk.t("compare.series.few", drawn=_DRAWN, bodies=len(bodies)))
    if any(point.high is not None and point.low is not None for point in line.drawn.values()):
        notes.append(desk.t("compare.series.middle"))
    if len(rows) > _LISTED:
        notes.append(desk.t("compare.series.rest", count=len(rows) - _LISTED))
    left = tuple(
        (desk.t(f"compare.left.{reason}", count=len(numbers)), numbers)
        for reason, numbers in line.left.items()
    )
    heads = tuple(desk.t(f"compare.series.{name}") for name in ("body", "year", "target", "actual", "gap"))
    title = desk.t("compare.series.of", indicator=line.indicator, measure=desk.t(f"measure.{line.kind}"))
    chart = _chart(desk, line) if line.drawn else None
    yield Figure("series", title, heads, rows[:_LISTED], chart, tuple(notes), left)


def _series_rows(desk: Desk, line: Line) -> Iterator[Row]:
    by_place: dict[tuple[str, int], dict[str, list[Point]]] = {}
    for point in line.points:
        by_place.setdefault((point.body, point.year), {}).setdefault(point.role, []).append(point)
    for (body, year), roles in sorted(by_place.items()):
        target = line.drawn.get((body, year, "target"))
        actual = line.drawn.get((body, year, "actual"))
        gap: Cell = ()
        if target is not None and actual is not None:
            gap = (Part(f"{round(actual.value - target.value, 6):.12g}".replace("-", "−")),)
        cells = (
            (Part(str(year)),),
            _points(line, roles.get("target", ())),
            _points(line, roles.get("actual", ())),
        )
        yield Row(Part(body or desk.t("compare.nobody")), (*cells, gap))


def _points(line: Line, points: Sequence[Point]) -> Cell:
    return tuple(
        Part(
            value_words(each.comparator, each.low, each.high, line.unit), f"/ledger/{each.number}", each.words
        )
        for each in points
    )


def _chart(desk: Desk, line: Line) -> dict[str, Any]:
    bodies = [body for body in line.bodies if any(place[0] == body for place in line.drawn)][:_DRAWN]
    years, single = line.years, len(bodies) == 1
    made = []
    for body in bodies:
        for role in ("actual", "target"):
            values = [
                round(point.value, 6) if (point := line.drawn.get((body, year, role))) is not None else None
                for year in years
            ]
            if all(value is None for value in values):
                continue
            word = desk.t(f"compare.series.{role}")
            as_ = "bars" if single and role == "actual" else "lines"
            name = word if single else f"{body or desk.t('compare.nobody')} {word}"
            made.append({"name": name, "values": values, "dashed": role == "target", "as": as_})
    # bars are read by their length, so their axis begins at nought; lines alone need not
    kind = "bars" if single else "lines"
    return {"kind": kind, "unit": line.unit, "categories": list(map(str, years)), "series": made}


def choices(desk: Desk) -> list[tuple[str, str]]:
    """Give the series that there are: key and name with measure, unit and how many years."""
    return [
        (
            line.key,
            desk.t(
                "compare.series.choice",
                indicator=line.indicator,
                measure=desk.t(f"measure.{line.kind}"),
                unit=line.unit or "—",
                years=len({point.year for point in line.points}),
            ),
        )
        for line in desk.lines.lines
    ]
