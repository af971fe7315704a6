"""From statements to JSON."""

from __future__ import annotations

import json
from typing import Any

from luoshi.ledger.canonical import canonical, escape_surrogates
from luoshi.model import (
    Actor,
    Deadline,
    Enumeration,
    Event,
    Statement,
    Stretch,
    Target,
    Years,
)

_line = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_EXACT = 2.0**53
# read by many programs as the end of a line, so they would cut a record of JSON Lines in two
_BREAKS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085"))


def to_record(statement: Statement) -> dict[str, Any]:
    """Give the record of a statement: JSON-able, its keys in the contract's order.

    Whole numbers are written without a fraction (5, not 5.0).
    """
    deadline, listing, event = statement.deadline, statement.enumeration, statement.event
    grade = statement.measurability
    return {
        "type": statement.type,
        "id": statement.id,
        "document": statement.document,
        "source": statement.source,
        "rule": statement.rule,
        "section": list(statement.section),
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "pieces": [list(piece) for piece in statement.pieces],
        "actors": [_actor(actor) for actor in statement.actors],
        "action": statement.action,
        "object": statement.object,
        "force": statement.force,
        "kind": statement.kind,
        "themes": list(statement.themes),
        "subthemes": list(statement.subthemes),
        "targets": [target_record(target) for target in statement.targets],
        "vague": [_stretch(stretch) for stretch in statement.vague],
        "deadline": None if deadline is None else _deadline(deadline),
        "enumeration": None if listing is None else _enumeration(listing),
        "other_lists": [_enumeration(other) for other in statement.other_lists],
        "event": None if event is None else _event(event),
        "measurability": None if grade is None else {"grade": grade.grade, "why": grade.why},
        "confidence": plain_number(statement.confidence),
        "doubtful": [_stretch(stretch) for stretch in statement.doubtful],
    }


def to_json_line(statement: Statement) -> str:
    """Give a statement as one line of JSON in the contract's key order, without the line end."""
    return json_line(to_record(statement))


def json_line(record: dict[str, Any]) -> str:
    """Give a record as one line of JSON, its keys in their order, without the line end."""
    line = _line(record)
    for mark, written in _BREAKS:
        if mark in line:
            line = line.replace(mark, written)
    return escape_surrogates(line)


def dumps(value: object) -> str:
    """Give the canonical JSON of a value: sorted keys, no spaces, Chinese as it is.

    Raises:
        LuoshiError: the value holds something that JSON has no word for (NaN, a set).
    """
    return canonical(value)


def plain_number(value: float | None) -> float | None:
    """Give a whole number without a fraction (5, not 5.0)."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "role": actor.role,
        "start": actor.start,
        "end": actor.end,
        "inherited": actor.inherited,
        "why": actor.why,
    }


def years_record(years: Years) -> dict[str, Any]:
    """Give the record of a stretch of years."""
    return {"from": years.from_, "until": years.until}


def target_record(target: Target) -> dict[str, Any]:
    """Give the record of a figure, as it stands in that of its statement."""
    return {
        "indicator": target.indicator,
        "id": target.id,
        "kind": target.kind,
        "comparator": target.comparator,
        "low": plain_number(target.low),
        "high": plain_number(target.high),
        "unit": target.unit,
        "role": target.role,
        "period": None if target.period is None else years_record(target.period),
        "start": target.start,
        "end": target.end,
        "text": target.text,
        "base": target.base,
        "reference": target.reference,
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {"text": stretch.text, "start": stretch.start, "end": stretch.end}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "text": deadline.text,
        "start": deadline.start,
        "end": deadline.end,
        "from": deadline.from_,
        "until": deadline.until,
        "precision": deadline.precision,
    }


def _enumeration(listing: Enumeration) -> dict[str, Any]:
    return {
        "claimed": listing.claimed,
        "found": listing.found,
        "items": [_stretch(item) for item in listing.items],
        "agrees": listing.agrees,
    }


def _event(event: Event) -> dict[str, Any]:
    date = event.date
    return {
        "date": None
        if date is None
        else {
            "text": date.text,
            "from": date.from_,
            "until": date.until,
            "start": date.start,
            "end": date.end,
        },
        "body": event.body,
        "occasion": event.occasion,
        "topics": list(event.topics),
    }
