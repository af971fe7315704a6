"""The figures of a unit: every value that it sets or reports, with what it is said of."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.extracting.figures.leads import open_amounts
from luoshi.extracting.figures.reader import Reader
from luoshi.extracting.figures.values import values_in
from luoshi.extracting.units import Unit
from luoshi.lexicon.figure_words import figure_words
from luoshi.model import Outline, Period, Quantity, Stretch, Target

_NONE: tuple[tuple[Target, ...], tuple[Stretch, ...]] = ((), ())


def targets_of(
    outline: Outline, unit: Unit, numbers: Sequence[Quantity], periods: Sequence[Period]
) -> tuple[tuple[Target, ...], tuple[Stretch, ...]]:
    """The targets of a unit, and its amounts that stay open (一批, 数十个).

    ``numbers`` and ``periods`` are those of the document that lie inside the unit, in order. For
    each target ``text == document.text[start:end]``, and the stretch lies inside one clause. A
    number that is a date, an ordinal or part of a name is no target. Never raises.
    """
    text = outline.document.text
    words = figure_words()
    amounts = open_amounts(text, unit.start, unit.end, words)
    if not numbers and not amounts.places and not amounts.leads:
        return ((), amounts.vague) if amounts.vague else _NONE
    reader = Reader(outline, unit, periods, words)
    found: list[Target] = []
    at = 0
    for clause in outline.clauses[unit.first : unit.last]:
        first = at
        while at < len(numbers) and numbers[at].start < clause.end:
            at += 1
        values = []
        if at > first or amounts.places:
            values = values_in(text, (clause.start, clause.end), numbers[first:at], periods, words)
        if values:
            found += reader.read(clause, values)
        elif amounts.leads:
            found += reader.leads(clause)
    return tuple(found), amounts.vague
