"""Deadlines and figures in words that a person gave, read as the extractor reads them."""

from __future__ import annotations

from typing import Any

from luoshi.codec.encode import target_record
from luoshi.model import Document, Statement, Target


def deadline_in(words: str, statement: Statement, document: Document) -> dict[str, Any] | None:
    """Give the record of the deadline that the words name; ``None`` where they name no time.

    Relative words (年底前) are resolved against the document's day. It stands where the statement has the
    words, else without a stretch at the statement's start.
    """
    from luoshi.extracting.tasks.due import due_of
    from luoshi.extracting.times.times import times

    periods = times(words, date=document.date)
    found = due_of(words, (0, len(words)), periods)
    if not periods and found.precision == "none":
        return None
    start, end = _place(found.text, statement, document.text)
    return {
        "text": found.text,
        "start": start,
        "end": end,
        "from": found.from_,
        "until": found.until,
        "precision": found.precision,
    }


def targets_in(words: str, statement: Statement, document: Document) -> list[dict[str, Any]]:
    """Give the records of the figures in the words.

    Where they name no indicator (增长5%左右) and the statement has one figure, they are said of its
    indicator.
    """
    from luoshi.extracting.figures.targets import targets_of
    from luoshi.extracting.numbers.quantities import quantities
    from luoshi.extracting.times.times import times
    from luoshi.extracting.units import Unit
    from luoshi.parsing.outline import parse

    day = document.date
    outline = parse(Document(words, date=day))
    if not outline.clauses:
        return []
    stretch = (outline.clauses[0].start, outline.clauses[-1].end)
    unit = Unit(statement.type, 0, len(outline.clauses), *stretch, (stretch,), "person")
    found, _ = targets_of(outline, unit, quantities(words), times(words, date=day))
    return [_placed(_named(target, statement), statement, document.text) for target in found]


def _named(target: Target, statement: Statement) -> dict[str, Any]:
    record = target_record(target)
    if len(statement.targets) != 1 or target.id is not None:
        return record
    before = statement.targets[0]
    if target.indicator == target.text or target.indicator in before.text:
        old = target_record(before)
        record |= {name: old[name] for name in ("indicator", "id", "period")}
    return record


def _placed(record: dict[str, Any], statement: Statement, text: str) -> dict[str, Any]:
    start, end = _place(record["text"], statement, text)
    return record | {"start": start, "end": end}


def _place(words: str, statement: Statement, text: str) -> tuple[int, int]:
    at = text.find(words, statement.start, statement.end)
    return (at, at + len(words)) if at >= 0 else (statement.start, statement.start)
