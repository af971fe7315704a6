"""From an outline to its statements: every rule family, called once for each unit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from luoshi.extracting.actors.actors import actors
from luoshi.extracting.deeds.deed import deed_of
from luoshi.extracting.deeds.force import force_of
from luoshi.extracting.deeds.governing import governing
from luoshi.extracting.deeds.kinds import kind_of
from luoshi.extracting.deeds.measurability import checkable, measurability_of
from luoshi.extracting.events import event_of
from luoshi.extracting.figures.targets import targets_of
from luoshi.extracting.labels.labels import labels
from luoshi.extracting.lists.enumerations import enumerations_of
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.themes import themes_of
from luoshi.extracting.times.deadlines import deadline_of
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit, units
from luoshi.model import (
    Actor,
    Deadline,
    Enumeration,
    Measurability,
    Outline,
    Period,
    Quantity,
    Statement,
    Stretch,
    Target,
)
from luoshi.native import maker

_OPENING = 3  # characters in which a time opens a sentence, a quotation mark among them
_WITH_FIGURES = ("commitment", "result")
_statement_of = maker(Statement)
_Place = TypeVar("_Place", Quantity, Period)


@dataclass(slots=True)
class _Found:
    """What one pass over the whole text found, to be looked up by offset."""

    numbers: list[Quantity]
    periods: list[Period]
    number_starts: list[int] = field(init=False)
    period_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.number_starts = [number.start for number in self.numbers]
        self.period_starts = [period.start for period in self.periods]

    def numbers_in(self, start: int, end: int) -> Sequence[Quantity]:
        return _between(self.numbers, self.number_starts, start, end)

    def periods_in(self, start: int, end: int) -> Sequence[Period]:
        return _between(self.periods, self.period_starts, start, end)


def _between(found: list[_Place], starts: list[int], start: int, end: int) -> Sequence[_Place]:
    first = bisect_left(starts, start)
    last, count = first, len(starts)
    # a unit holds few of them: counting on is quicker than a second search
    while last < count and starts[last] < end:
        last += 1
    return found[first:last] if last > first else ()


def statements(outline: Outline) -> Iterator[Statement]:
    """Give the statements of a parsed document, in the order of its text.

    A pure function: the same outline gives the same records on every machine.
    For each record ``text == document.text[start:end]``, or the join of its ``pieces``.
    """
    text = outline.document.text
    found = _Found(quantities(text), times(text, date=outline.facts.date))
    paths = [_path(outline, section) for section in range(len(outline.sections))]
    all_units = list(units(outline, labels(outline)))
    for unit, who in zip(all_units, actors(outline, all_units), strict=True):
        path = paths[outline.clauses[unit.first].section]
        yield _statement(outline, unit, who, path, found)


def _path(outline: Outline, section: int) -> tuple[str, ...]:
    return tuple(outline.sections[index].title for index in outline.path(section))


def _statement(
    outline: Outline, unit: Unit, who: tuple[Actor, ...], path: tuple[str, ...], found: _Found
) -> Statement:
    document = outline.document
    words = document.text[unit.start : unit.end] if len(unit.pieces) == 1 else _joined(document.text, unit)
    # a report's headings name fields of work; those of news are slogans and say nothing of a row
    themes, subthemes = themes_of(words, path if outline.facts.kind != "news" else ())
    deed = _Deed()
    if unit.type in _WITH_FIGURES:
        deed = _deed(outline, unit, words, found)
    return _statement_of(
        unit.type,
        f"{document.sha256[:8]}:{unit.start}-{unit.end}",
        document.sha256,
        document.source,
        unit.rule,
        path,
        unit.start,
        unit.end,
        words,
        unit.pieces,
        who,
        deed.action,
        deed.object,
        deed.force,
        deed.kind,
        themes,
        subthemes,
        deed.targets,
        deed.vague,
        deed.deadline,
        deed.lists[0] if deed.lists else None,
        deed.lists[1:],
        event_of(outline, unit, found.periods_in(unit.start, unit.end)) if unit.type == "event" else None,
        deed.measurability,
    )


def _joined(text: str, unit: Unit) -> str:
    return "".join(text[start:end] for start, end in unit.pieces)


class _Deed(NamedTuple):
    """What a commitment or a result says beyond its words."""

    action: str | None = None
    object: str | None = None
    force: str | None = None
    kind: str | None = None
    targets: tuple[Target, ...] = ()
    vague: tuple[Stretch, ...] = ()
    deadline: Deadline | None = None
    lists: tuple[Enumeration, ...] = ()
    measurability: Measurability | None = None


def _deed(outline: Outline, unit: Unit, words: str, found: _Found) -> _Deed:
    text = outline.document.text
    numbers = found.numbers_in(unit.start, unit.end)
    periods = found.periods_in(unit.start, unit.end)
    targets, vague = targets_of(outline, unit, numbers, periods)
    period = deadline_of(periods, text, unit.start, unit.end) if periods else None
    deadline = _deadline(period or _time_of_sentence(outline, unit, found), text)
    governed = governing(words)
    action, thing = deed_of(words, governed)
    lists = enumerations_of(text, unit.start, unit.end)
    if unit.type == "result":
        return _Deed(action, thing, None, None, targets, vague, deadline, lists)
    force = force_of(words, governed)[0]
    has_number = bool(targets) and any(t.low is not None or t.high is not None for t in targets)
    heading = outline.clauses[unit.first].heading
    kind = kind_of(words, has_target=has_number, heading=heading, deed=governed)
    measured = measurability_of(
        has_number=has_number,
        has_date=deadline is not None and deadline.until is not None,
        checkable=checkable(words, kind, governed),
    )
    return _Deed(action, thing, force, kind, targets, vague, deadline, lists, measured)


def _time_of_sentence(outline: Outline, unit: Unit, found: _Found) -> Period | None:
    """Give the time that the sentence speaks of, where it opens so: “十五五”时期是…，要…."""
    sentence = outline.sentences[outline.clauses[unit.first].sentence]
    if unit.type != "commitment" or unit.first == sentence.first:
        return None
    for period in found.periods_in(sentence.start, sentence.start + _OPENING):
        if outline.document.text.startswith("是", period.end) and period.until is not None:
            return period
    return None


def _deadline(period: Period | None, text: str) -> Deadline | None:
    if period is None:
        return None
    return Deadline(
        text[period.start : period.end],
        period.start,
        period.end,
        period.from_.isoformat() if period.from_ else None,
        period.until.isoformat() if period.until else None,
        period.precision,
    )
