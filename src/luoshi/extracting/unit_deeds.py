"""What the commitments and results of a text say beyond their words, for all units at once.

One question is asked of all units before the next: its words and its code then stay in the caches
of the processor, which saves a sixth of the time of extraction.
"""

from __future__ import annotations

from typing import NamedTuple

from luoshi.extracting.deeds.deed import deed_finder
from luoshi.extracting.deeds.force import force_finder
from luoshi.extracting.deeds.governing import Governing, verb_finder
from luoshi.extracting.deeds.kinds import kind_of
from luoshi.extracting.deeds.measurability import measurability_of, thing_finder
from luoshi.extracting.figures.targets import targets_of
from luoshi.extracting.found import Found
from luoshi.extracting.lists.enumerations import list_finder
from luoshi.extracting.times.deadlines import deadline_of
from luoshi.extracting.units import Unit
from luoshi.model import Deadline, Enumeration, Measurability, Outline, Period, Stretch, Target
from luoshi.native import maker

_OPENING = 3  # characters in which a time opens a sentence, a quotation mark among them
_WITH_FIGURES = ("commitment", "result")


class Deed(NamedTuple):
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


_NO_DEED = Deed()
_deed_of = maker(Deed)
_deadline_of = maker(Deadline)
_Figures = tuple[tuple[Target, ...], tuple[Stretch, ...], Deadline | None]


def deeds_of(outline: Outline, all_units: list[Unit], words: list[str], found: Found) -> list[Deed]:
    """Give the deed of each unit; an empty one for what is neither commitment nor result."""
    text = outline.document.text
    told = [at for at, unit in enumerate(all_units) if unit.type in _WITH_FIGURES]
    figures = [_figures(outline, all_units[at], found) for at in told]
    lists_in, governing, deed_of = list_finder(), verb_finder(), deed_finder()
    lists = [lists_in(text, all_units[at].start, all_units[at].end) for at in told]
    governed = [governing(words[at]) for at in told]
    said = [deed_of(words[at], deed) for at, deed in zip(told, governed, strict=True)]
    out = [_NO_DEED] * len(all_units)
    for at, deed, some, (action, thing), several in zip(told, governed, figures, said, lists, strict=True):
        targets, vague, deadline = some
        force = kind = measured = None
        if all_units[at].type == "commitment":
            heading = outline.clauses[all_units[at].first].heading
            force, kind, measured = _weighed(words[at], deed, some, heading=heading)
        out[at] = _deed_of(action, thing, force, kind, targets, vague, deadline, several, measured)
    return out


def _figures(outline: Outline, unit: Unit, found: Found) -> _Figures:
    """Targets, amounts that stay open, and the deadline."""
    text = outline.document.text
    periods = found.periods_in(unit.start, unit.end)
    targets, vague = targets_of(outline, unit, found.numbers_in(unit.start, unit.end), periods)
    period = deadline_of(periods, text, unit.start, unit.end) if periods else None
    return targets, vague, _deadline(period or _time_of_sentence(outline, unit, found), text)


def _weighed(
    words: str, deed: Governing, figures: _Figures, *, heading: bool
) -> tuple[str, str, Measurability]:
    """How binding a commitment is, its kind, and how well it can be checked."""
    targets, _, deadline = figures
    has_number = bool(targets) and any(t.low is not None or t.high is not None for t in targets)
    kind = kind_of(words, has_target=has_number, heading=heading, deed=deed)
    measured = measurability_of(
        has_number=has_number,
        has_date=deadline is not None and deadline.until is not None,
        checkable=thing_finder()(words, kind, deed),
    )
    return force_finder()(words, deed)[0], kind, measured


def _time_of_sentence(outline: Outline, unit: Unit, found: Found) -> Period | None:
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
    return _deadline_of(
        text[period.start : period.end],
        period.start,
        period.end,
        period.from_.isoformat() if period.from_ else None,
        period.until.isoformat() if period.until else None,
        period.precision,
    )
