"""Statements of stretches that a person chose: the parts of a record that held several deeds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from luoshi.extracting.actors.actors import actors
from luoshi.extracting.deeds.governing import governing
from luoshi.extracting.deeds.measurability import checkable, measurability_of
from luoshi.extracting.found import Found
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.statements import records_of
from luoshi.extracting.times.times import times
from luoshi.extracting.units import Unit
from luoshi.model import Actor, Clause, Outline, Statement
from luoshi.model.document import Span

_EDGE = " \t\r\n\u3000，,；;。、"


def statements_of(outline: Outline, whole: Statement, stretches: Sequence[Span]) -> list[Statement]:
    """Give the records of the stretches of ``whole``, each read for itself by the rules of the extractor.

    Themes, figures and deadlines are those of the part's words; type and headings are those of the whole.
    Whom a heading or list outside the whole charges with it answers for each part, and a term set outside
    it (the cell of a table) ends each part. Stretches are in the order of the text and lose the marks at
    their edges; one without a word gives no record.
    """
    text = outline.document.text
    trimmed = [_trimmed(text, stretch) for stretch in stretches]
    cuts = sorted({offset for stretch in trimmed for offset in stretch})
    cut = _cut(outline, cuts)
    found = Found(
        [one for one in quantities(text) if _is_whole(cuts, one.start, one.end)],
        [one for one in times(text, date=outline.facts.date) if _is_whole(cuts, one.start, one.end)],
    )
    parts = [unit for stretch in trimmed if (unit := _unit(cut, whole, stretch)) is not None]
    charged = [_who(whole, who) for who in actors(cut, parts)]
    records = records_of(cut, found, parts, [whole.section] * len(parts), charged)
    return [_within_term(record, whole) for record in records]


def _trimmed(text: str, stretch: Span) -> Span:
    start, end = stretch
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _is_whole(cuts: Sequence[int], start: int, end: int) -> bool:
    """Whether no cut goes through a stretch."""
    return bisect_right(cuts, start) == bisect_left(cuts, end)


def _cut(outline: Outline, cuts: Sequence[int]) -> Outline:
    """Give the outline with its clauses cut at the offsets as well, which are in order."""
    clauses: list[Clause] = []
    at: list[int] = []  # the new index of each old clause
    for clause in outline.clauses:
        at.append(len(clauses))
        inside = cuts[bisect_right(cuts, clause.start) : bisect_left(cuts, clause.end)]
        edges = [clause.start, *inside, clause.end]
        for first, (start, end) in enumerate(pairwise(edges)):
            opens = first == 0
            clauses.append(
                clause._replace(
                    start=start,
                    end=end,
                    ender=clause.ender if end == clause.end else "",
                    opens_line=clause.opens_line and opens,
                    resumes=clause.resumes and opens,
                )
            )
    at.append(len(clauses))
    sentences = tuple(
        sentence._replace(first=at[sentence.first], last=at[sentence.last]) for sentence in outline.sentences
    )
    return replace(outline, clauses=tuple(clauses), sentences=sentences)


def _unit(outline: Outline, whole: Statement, stretch: Span) -> Unit | None:
    start, end = stretch
    first = bisect_left(outline.clauses, start, key=lambda clause: clause.start)
    last = bisect_right(outline.clauses, end, key=lambda clause: clause.end)
    if first >= last:
        return None
    # a line that the layout broke stands in several pieces of the whole, and so does its part
    pieces = tuple(
        (max(start, left), min(end, right))
        for left, right in whole.pieces
        if max(start, left) < min(end, right)
    )
    return Unit(whole.type, first, last, start, end, pieces, whole.rule) if pieces else None


def _who(whole: Statement, own: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Give the part's own bodies with those that are charged with the whole from outside it."""
    outside = [
        actor
        for actor in whole.actors
        if actor.inherited or not whole.start <= actor.start < actor.end <= whole.end
    ]
    kept = {
        actor.name: actor for actor in (*(actor for actor in own if not actor.inherited), *reversed(outside))
    }
    named = tuple(sorted(kept.values(), key=lambda actor: actor.inherited))
    return named or own


def _within_term(record: Statement, whole: Statement) -> Statement:
    term = whole.deadline
    if record.deadline is not None or term is None or whole.start <= term.start < term.end <= whole.end:
        return record
    measured = record.measurability and measurability_of(
        has_number=any(target.low is not None or target.high is not None for target in record.targets),
        has_date=term.until is not None,
        checkable=checkable(record.text, record.kind or "", governing(record.text)),
    )
    return replace(record, deadline=term, measurability=measured)
