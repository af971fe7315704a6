"""The status of a row as JSON, beside its record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from luoshi.ledger import Evidence, Extension, Judgement, Milestone, Status
from luoshi.ledger.canonical import canonical

_PLAIN = Status(0)
_NAMES = tuple(field.name for field in fields(Status))
_PARTS: Mapping[str, type[Milestone] | type[Evidence] | type[Extension]] = {
    "milestones": Milestone,
    "evidence": Evidence,
    "extensions": Extension,
}


def write(status: Status) -> str:
    """Give canonical JSON of what differs from a new row's status."""
    if status == Status(status.version):
        return write_new(status.version)
    said: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(status, name)
        if value != getattr(_PLAIN, name):
            said[name] = [_parts(part) for part in value] if name in _PARTS else value
    if "corrections" in said:
        said["corrections"] = dict(status.corrections)
    if status.judged is not None:
        said["judged"] = _parts(status.judged)
    return canonical(said)


def write_new(version: int) -> str:
    """Give what ``write`` gives for a row that nothing was done with since the event that made it."""
    return f'{{"version":{version}}}'


def read(text: str) -> Status:
    """Give the status that was written.

    Raises:
        TypeError, ValueError, KeyError: it is none.
    """
    said: dict[str, Any] = json.loads(text)
    for name, value in said.items():
        part = _PARTS.get(name)
        if part is not None:
            said[name] = tuple(part(**each) for each in value)
        elif isinstance(value, list):
            said[name] = tuple(value)
        elif name == "judged":
            place = value["target"]
            said[name] = Judgement(**{**value, "target": None if place is None else tuple(place)})
    return Status(**said)


def _parts(part: Milestone | Evidence | Extension | Judgement) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
