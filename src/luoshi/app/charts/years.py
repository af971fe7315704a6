"""Targets against outcomes by year: the series of ``luoshi.app.series`` as panels of a chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from luoshi.app.series import Line, Lines, Point, lines, of_bodies
from luoshi.charting import Chart, Figure, Panel, Targets
from luoshi.errors import UsageError
from luoshi.lexicon.charts import say_on_chart
from luoshi.stores.series import Figures

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome

_PANELS: Final = 8
_YEARS: Final = 12
_SIGNS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


def figures_of(outcomes: Iterable[Outcome]) -> Iterator[Figures]:
    """Give the figures of files as a ledger gives those of its rows, numbered as they come."""
    from luoshi.codec import to_record

    number = 0
    for outcome in outcomes:
        if outcome.document is None or outcome.outline is None:
            continue
        facts = outcome.outline.facts
        day = facts.date.isoformat() if facts.date else None
        for one in outcome.statements:
            if one.targets:
                number += 1
                lead = next((actor.name for actor in one.actors if actor.role == "lead"), "")
                yield Figures(number, facts.body or lead, day, to_record(one)["targets"])


def targets(
    rows: Iterable[Figures], source: str, language: str, *, wanted: str | None, bodies: Sequence[str] = ()
) -> Chart:
    """Draw one indicator of several bodies, or several indicators of one body.

    ``wanted`` is a word of an indicator's name; without it the series that tells most is drawn.

    Raises:
        UsageError: ``chart_no_series``; ``chart_no_indicator``; ``chart_no_body``.
    """
    found = _of(lines(rows), bodies)
    every = list(dict.fromkeys(body for line in found for body in line.bodies))
    if len(every) == 1 and wanted is None:
        panels, more = found[:_PANELS], max(len(found) - _PANELS, 0)
        notes = [say_on_chart(language, "note.panels", count=more)] if more else []
        body = Targets(
            tuple(_panel(_titled(line, language), line, every[0]) for line in panels),
            *_roles(language),
        )
        return _chart(body, panels, every[0], source, notes, language)
    line = _chosen(found, wanted)
    shown = line.bodies[:_PANELS]
    more = len(line.bodies) - len(shown)
    notes = [say_on_chart(language, "note.bodies", count=more)] if more else []
    body = Targets(tuple(_panel(name or "–", line, name) for name in shown), *_roles(language), common=True)
    return _chart(body, [line], _titled(line, language), source, notes, language)


def _of(found: Lines, bodies: Sequence[str]) -> list[Line]:
    if not bodies:
        kept = [line for line in found.lines if line.drawn]
    else:
        every = {body for line in found.lines for body in line.bodies}
        chosen = {body for body in every if any(name in body for name in bodies)}
        if not chosen:
            told = "、".join(sorted(every)[:10])
            raise UsageError(
                f"No figures of {'、'.join(bodies)}; there are those of {told}.",
                code="chart_no_body",
                details={"name": "、".join(bodies), "known": told},
            )
        kept = [part for line in found.lines if (part := of_bodies(line, chosen)).drawn]
    if not kept:
        raise UsageError(
            "No known indicator has a figure of a whole year here; give reports of government work, dated.",
            code="chart_no_series",
        )
    return kept


def _chosen(found: Sequence[Line], wanted: str | None) -> Line:
    if wanted is None:
        return max(found, key=_told)
    line = next((one for one in found if wanted in one.indicator or wanted == one.key), None)
    if line is None:
        told = "、".join(dict.fromkeys(one.indicator for one in found[:20]))
        raise UsageError(
            f"No figures of an indicator {wanted!r}; there are those of {told}.",
            code="chart_no_indicator",
            details={"name": wanted, "known": told},
        )
    return line


def _told(line: Line) -> tuple[int, int, int]:
    """Give how much a series tells: years with both target and outcome, bodies, figures."""
    both = sum((body, year, "actual") in line.drawn for body, year, role in line.drawn if role == "target")
    return both, len(line.bodies), len(line.drawn)


def _chart(
    body: Targets, drawn: Sequence[Line], name: str, source: str, notes: Sequence[str], language: str
) -> Chart:
    differs = sum(len(line.left.get("differs", ())) for line in drawn)
    others = sum(len(numbers) for line in drawn for why, numbers in line.left.items() if why != "differs")
    years = {point.year for line in drawn for point in line.drawn.values()}
    said = [say_on_chart(language, "note.signs"), *notes]
    if max(years) - min(years) >= _YEARS:
        said.append(say_on_chart(language, "note.years", count=_YEARS))
    if differs:
        said.append(say_on_chart(language, "note.differs", count=differs))
    if others:
        said.append(say_on_chart(language, "note.other_times", count=others))
    return Chart(body, say_on_chart(language, "title.targets", name=name), source, tuple(said))


def _panel(title: str, line: Line, body: str) -> Panel:
    own = [point for (name, _, _), point in line.drawn.items() if name == body]
    last = max(point.year for point in own) if own else 0
    figures = (_figure(point, line.unit) for point in own if point.year > last - _YEARS)
    return Panel(title, tuple(sorted(figures, key=lambda one: (one.year, one.role))))


def _figure(point: Point, unit: str) -> Figure:
    ends = "–".join(f"{end:.10g}" for end in (point.low, point.high) if end is not None)
    words = f"{_SIGNS.get(point.comparator, '')}{ends}{unit if unit == '%' else ''}"
    return Figure(point.year, "target" if point.role == "target" else "actual", point.value, words)


def _titled(line: Line, language: str) -> str:
    measure = say_on_chart(language, f"measure.{line.kind}")
    brackets = "（{}）" if language == "zh" else " ({})"
    comma = "，" if language == "zh" else ", "
    return line.indicator + brackets.format(comma.join(filter(None, (measure, line.unit))))


def _roles(language: str) -> tuple[str, str]:
    return say_on_chart(language, "target"), say_on_chart(language, "outcome")
