"""Charts that count the commitments of sides: by theme, by force, by the day they are due, by provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from luoshi.charting import Cells, Chart, Deadlines, Due, Emphasis, Matrix, Part, Shares, Stack
from luoshi.comparing.quotes import FORCES, GRADES
from luoshi.comparing.sides import commitments
from luoshi.comparing.themes import theme_rows
from luoshi.errors import UsageError
from luoshi.lexicon.charts import say_on_chart
from luoshi.model import Document, Side

if TYPE_CHECKING:
    from luoshi.aligning.index import CentralIndex

_COLUMNS: Final = 12
_LANES: Final = 30
_WIDE: Final = 6  # columns up to so many have room for whole names
_ENDING: Final = 2  # characters that are worth leaving out, and that must be left
Lane = tuple[str, str | None]
"""Who answers for a commitment, and the day (ISO) by which it is due."""
Taken = tuple[str, Sequence[str], tuple[int, ...]]
"""A provision's number and headings, and how many commitments of each side take it up first of all."""


def themes(sides: Sequence[Side], source: str, language: str) -> Chart:
    """Give the share of each field in the commitments of each side."""
    shown = sides[:_COLUMNS]
    rows = tuple(
        Shares(
            row.field,
            tuple(cell.commitments for cell in row.cells),
            tuple(cell.share for cell in row.cells),
        )
        for row in theme_rows(shown)
        if row.theme is None
    )
    if not rows:
        raise _nothing()
    columns, shortened = _columns([side.label for side in shown], language)
    body = Emphasis(columns, rows, say_on_chart(language, "unit"))
    notes = (say_on_chart(language, "note.both"), *shortened, *_more(len(sides), _COLUMNS, language))
    return Chart(body, say_on_chart(language, "title.themes"), source, notes)


def force(sides: Sequence[Side], source: str, language: str) -> Chart:
    """Give how firm and how measurable the commitments of each side are."""
    shown = sides[:_LANES]
    if not shown:
        raise _nothing()
    firm, graded = [], []
    for side in shown:
        own = commitments(side)
        forces = Counter(one.force for one in own)
        grades = Counter(one.measurability.grade if one.measurability else None for one in own)
        firm.append((side.label, _parts("force", (*FORCES, None), forces, language)))
        graded.append((side.label, _parts("grade", (*GRADES, None), grades, language)))
    body = tuple(
        Stack(say_on_chart(language, name), _without_empty(bars))
        for name, bars in (("force", firm), ("grade", graded))
    )
    notes = tuple(_more(len(sides), _LANES, language))
    return Chart(body, say_on_chart(language, "title.force"), source, notes)


def _parts(
    name: str, values: Iterable[str | None], counts: Counter[str | None], language: str
) -> tuple[Part, ...]:
    return tuple(Part(say_on_chart(language, f"{name}.{value or 'none'}"), counts[value]) for value in values)


def _without_empty(
    bars: Sequence[tuple[str, tuple[Part, ...]]],
) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """Leave out the last part, of what has no value, where no side has any."""
    if any(parts[-1].count for _, parts in bars):
        return tuple(bars)
    return tuple((label, parts[:-1]) for label, parts in bars)


def lanes_of(sides: Sequence[Side]) -> list[Lane]:
    """Give side and last day of each commitment."""
    return [
        (side.label, one.deadline.until if one.deadline else None)
        for side in sides
        for one in commitments(side)
    ]


def deadlines(found: Sequence[Lane], source: str, language: str, *, today: date | None) -> Chart:
    """Give how many commitments fall due when, the lanes with most deadlines first."""
    dated: Counter[tuple[str, str]] = Counter((lane, day) for lane, day in found if day is not None)
    if not dated:
        raise UsageError("No commitment has a day by which it is due.", code="chart_no_deadline")
    undated = Counter(lane for lane, day in found if day is None)
    by_lane: Counter[str] = Counter()
    for (lane, _), count in dated.items():
        by_lane[lane] += count
    order = sorted({lane for lane, _ in found}, key=lambda lane: (-by_lane[lane], -undated[lane], lane))
    lanes = order[:_LANES]
    notes = [say_on_chart(language, "note.dots")]
    if len(order) > _LANES:
        left = sum(by_lane[lane] for lane in order[_LANES:])
        notes.append(say_on_chart(language, "note.lanes", count=len(order) - _LANES, deadlines=left))
    body = Deadlines(
        tuple(lanes),
        tuple(
            Due(lane, date.fromisoformat(day), count)
            for (lane, day), count in sorted(dated.items())
            if lane in lanes
        ),
        tuple(undated[lane] for lane in lanes),
        say_on_chart(language, "undated"),
        {
            1: tuple(say_on_chart(language, "months").split()),
            3: tuple(say_on_chart(language, "quarters").split()),
            6: tuple(say_on_chart(language, "halves").split()),
        },
        (say_on_chart(language, "earlier"), say_on_chart(language, "later")),
        today,
        say_on_chart(language, "today"),
    )
    return Chart(body, say_on_chart(language, "title.deadlines"), source, tuple(notes))


def coverage(sides: Sequence[Side], index: CentralIndex, central: str, source: str, language: str) -> Chart:
    """Give how many commitments of each side take up each provision, each counted for its nearest."""
    shown = sides[:_COLUMNS]
    taken, far = _taken(shown, index)
    provisions = [
        (one.article, one.path, tuple(taken[column, one.start] for column in range(len(shown))))
        for one in index.provisions
    ]
    without = [far[column] for column in range(len(shown))]
    chart = covered([side.label for side in shown], provisions, without, central, source, language)
    return replace(chart, notes=(*chart.notes, *_more(len(sides), _COLUMNS, language)))


def covered(
    names: Sequence[str],
    provisions: Sequence[Taken],
    far: Sequence[int],
    central: str,
    source: str,
    language: str,
) -> Chart:
    """Give the same of counts that are there; ``far``: how many of each side lie near no provision."""
    shown = names[:_COLUMNS]
    if not shown:
        raise _nothing()
    rows, groups, untaken = [], [], 0
    heading = ""
    for at, (number, path, every) in enumerate(provisions):
        counts = every[:_COLUMNS]
        untaken += not any(counts)
        above = " / ".join(path[:-1])
        if above and above != heading:
            heading = above
            groups.append((at, above))
        rows.append(Cells(number, path[-1] if path else "", counts))
    if len({words for _, words in groups}) == 1:  # the title of the text, which the chart's says already
        groups = []
    columns, shortened = _columns(shown, language)
    body = Matrix(columns, tuple(rows), tuple(groups), say_on_chart(language, "unit"))
    notes = (
        say_on_chart(language, "note.untaken", total=len(rows), count=untaken),
        say_on_chart(language, "note.best", count=sum(far[:_COLUMNS])),
        *shortened,
        *_more(len(names), _COLUMNS, language),
    )
    return Chart(body, say_on_chart(language, "title.coverage", name=central), source, notes)


def _taken(sides: Sequence[Side], index: CentralIndex) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """Count by side and provision, and by side the commitments that lie near none."""
    from luoshi.aligning.aligner import alignments
    from luoshi.parsing.outline import parse

    taken: Counter[tuple[int, int]] = Counter()
    far: Counter[int] = Counter()
    documents: dict[str, Document] = {side.document.sha256: side.document for side in sides}
    for sha256, document in documents.items():
        own = [(at, side) for at, side in enumerate(sides) if side.document.sha256 == sha256]
        column = {one.id: at for at, side in own for one in side.statements}
        statements = sorted(
            (one for _, side in own for one in side.statements), key=lambda one: (one.start, one.end)
        )
        for found in alignments(parse(document), tuple(statements), index):
            if found.standing == "aligned":
                taken[column[found.statement.id], found.provisions[0].provision_start] += 1
            else:
                far[column[found.statement.id]] += 1
    return taken, far


def _columns(names: Sequence[str], language: str) -> tuple[tuple[str, ...], list[str]]:
    """Give the headings of narrow columns, without an ending that all share, and the note that says so."""
    shared = takewhile(
        lambda letters: len(set(letters)) == 1, zip(*(name[::-1] for name in names), strict=False)
    )
    ending = "".join(letters[0] for letters in shared)[::-1]
    if len(names) <= _WIDE or len(ending) < _ENDING or min(map(len, names)) - len(ending) < _ENDING:
        return tuple(names), []
    return tuple(name.removesuffix(ending) for name in names), [
        say_on_chart(language, "note.names", words=ending)
    ]


def _more(count: int, most: int, language: str) -> list[str]:
    return [say_on_chart(language, "note.zones", count=count - most)] if count > most else []


def _nothing() -> UsageError:
    return UsageError("There is no commitment to draw.", code="chart_nothing")
