"""From an outline to its statements: every rule family, called once for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from luoshi.extracting.actors.actors import actors
from luoshi.extracting.doubt import doubt
from luoshi.extracting.events import event_of
from luoshi.extracting.found import Found
from luoshi.extracting.labels.labels import labels
from luoshi.extracting.numbers.quantities import quantities
from luoshi.extracting.tasks import completed, ledger_outline, tasks_of
from luoshi.extracting.themes import themes_of
from luoshi.extracting.times.times import times
from luoshi.extracting.unit_deeds import Deed, deeds_of
from luoshi.extracting.units import Unit, units
from luoshi.model import Actor, Outline, Statement
from luoshi.native import maker

_statement_of = maker(Statement)


def statements(outline: Outline) -> Iterator[Statement]:
    """Give the statements of a parsed document, in the order of its text.

    A pure function: the same outline gives the same records on every machine.
    For each record ``text == document.text[start:end]``, or the join of its ``pieces``.
    """
    if outline.document.tasks:
        yield from _of_tasks(ledger_outline(outline))
        return
    found = _found(outline)
    paths = [_path(outline, section) for section in range(len(outline.sections))]
    all_units = list(units(outline, labels(outline)))
    above = [paths[outline.clauses[unit.first].section] for unit in all_units]
    yield from records_of(outline, found, all_units, above, list(actors(outline, all_units)))


def _of_tasks(outline: Outline) -> Iterator[Statement]:
    """Give one commitment for each task of a ledger; what stands beside its rows is no statement."""
    found, tasks = _found(outline), list(tasks_of(outline))
    nobody: list[tuple[Actor, ...]] = [()] * len(tasks)
    records = records_of(
        outline, found, [task.unit for task in tasks], [task.section for task in tasks], nobody
    )
    for record, task in zip(records, tasks, strict=True):
        yield completed(record, outline, task, found.numbers_in, found.periods_in)


def _found(outline: Outline) -> Found:
    text = outline.document.text
    return Found(quantities(text), times(text, date=outline.facts.date))


def records_of(
    outline: Outline,
    found: Found,
    all_units: list[Unit],
    above: Sequence[tuple[str, ...]],
    who: Sequence[tuple[Actor, ...]],
) -> Iterator[Statement]:
    """Give the records of units, with the headings above each and its bodies."""
    # one question at a time through the whole text: its words and its code then stay in the caches
    words = [_words(outline.document.text, unit) for unit in all_units]
    # a report's headings name fields of work; those of news are slogans and say nothing of a row
    news = outline.facts.kind == "news"
    themes = [themes_of(each, () if news else path) for each, path in zip(words, above, strict=True)]
    deeds = deeds_of(outline, all_units, words, found)
    for row in zip(all_units, above, words, who, themes, deeds, strict=True):
        yield _statement(outline, found, *row)


def _path(outline: Outline, section: int) -> tuple[str, ...]:
    return tuple(outline.sections[index].title for index in outline.path(section))


def _statement(  # noqa: PLR0913, PLR0917 - what was found of one unit, field by field
    outline: Outline,
    found: Found,
    unit: Unit,
    path: tuple[str, ...],
    words: str,
    who: tuple[Actor, ...],
    themes: tuple[tuple[str, ...], tuple[str, ...]],
    deed: Deed,
) -> Statement:
    document = outline.document
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
        *themes,
        deed.targets,
        deed.vague,
        deed.deadline,
        deed.lists[0] if deed.lists else None,
        deed.lists[1:],
        event_of(outline, unit, found.periods_in(unit.start, unit.end)) if unit.type == "event" else None,
        deed.measurability,
        *doubt(document, unit.pieces),
    )


def _words(text: str, unit: Unit) -> str:
    if len(unit.pieces) == 1:
        return text[unit.start : unit.end]
    return "".join(text[start:end] for start, end in unit.pieces)
