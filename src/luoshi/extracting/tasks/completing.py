"""What the other cells of its row add to a task: who, how much, by when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from luoshi.extracting.actors.subjects import own_actors
from luoshi.extracting.deeds.governing import governing
from luoshi.extracting.deeds.measurability import checkable, measurability_of
from luoshi.extracting.figures.targets import targets_of
from luoshi.extracting.tasks.bodies import bodies_of
from luoshi.extracting.tasks.due import due_of
from luoshi.extracting.tasks.rows import Task, unit_of
from luoshi.extracting.units import Unit
from luoshi.lexicon.actors import actor_words
from luoshi.model import Actor, Outline, Period, Quantity, Statement, Target

Numbers = Callable[[int, int], Sequence[Quantity]]
Periods = Callable[[int, int], Sequence[Period]]


def completed(
    record: Statement, outline: Outline, task: Task, numbers: Numbers, periods: Periods
) -> Statement:
    """Give the record of the task's words with what its row's cells say.

    Bodies are those of the cells, where they name none those of the words. The figures of 目标要求
    that the words do not give come behind those of the words, and stand outside them. The deadline is
    that of 完成时限, else of the words.
    ``numbers`` and ``periods`` give those of a stretch of the text.
    """
    text = outline.document.text
    cells = task.rows[0]
    goal = unit_of(outline, cells["goal"]) if "goal" in cells else None
    apart = goal is not None and not (task.unit.start <= goal.start < task.unit.end)
    targets, deadline = record.targets, record.deadline
    if goal is not None and apart:
        inside = periods(goal.start, goal.end)
        said = {_value(target) for target in targets}
        found = targets_of(outline, goal, numbers(goal.start, goal.end), inside)[0]
        targets += tuple(target for target in found if _value(target) not in said)
    due = next((row["due"] for row in task.rows if "due" in row), None)
    if due is not None:
        deadline = due_of(text, due, periods(*due))
    actors = bodies_of(text, task.rows) or _own(outline, task.unit)
    return _measured(replace(record, actors=actors, deadline=deadline), targets)


def _own(outline: Outline, unit: Unit) -> tuple[Actor, ...]:
    text = outline.document.text
    found: dict[str, Actor] = {}
    for clause in outline.clauses[unit.first : unit.last]:
        for actor in own_actors(actor_words(), text, clause.start, clause.end).actors:
            found.setdefault(actor.name, actor)
    return tuple(found.values())


def _value(target: Target) -> tuple[object, ...]:
    return target.indicator, target.low, target.high, target.unit, target.comparator


def _measured(record: Statement, targets: tuple[Target, ...]) -> Statement:
    """Give the record with its targets and the measurability that follows; its kind is that of its words."""
    measured = measurability_of(
        has_number=any(target.low is not None or target.high is not None for target in targets),
        has_date=record.deadline is not None and record.deadline.until is not None,
        checkable=checkable(record.text, record.kind or "", governing(record.text)),
    )
    return replace(record, targets=targets, measurability=measured)
