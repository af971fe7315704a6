"""From rows of the ledger, their histories and its documents to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from luoshi.codec.encode import to_record
from luoshi.ledger import DocumentEntry, Row, Status
from luoshi.ledger.history import Told
from luoshi.ledger.lights import light
from luoshi.lexicon.lights import LightRules


def to_row_record(row: Row, day: date, rules: LightRules) -> dict[str, Any]:
    """Give the record of a row's statement, and under ``row`` how it stands on a day."""
    status = {field.name: plain(getattr(row.status, field.name)) for field in fields(Status)}
    stands: dict[str, Any] = {"number": row.number, "parent": row.parent, "light": light(row, day, rules)}
    return {**to_record(row.statement), "row": {**stands, **status, "lead": row.lead, "due": row.due}}


def to_event_record(one: Told) -> dict[str, Any]:
    """Give an event of a row's history, with what it changed."""
    event = one.event
    return {
        "sequence": event.sequence,
        "kind": event.kind,
        "at": event.at,
        "author": event.author,
        "reason": event.reason,
        "payload": event.payload,
        "changes": [
            {
                "of": change.of,
                "field": change.field,
                "from": plain(change.before),
                "to": plain(change.after),
            }
            for change in one.changes
        ],
        "undone": one.undone,
        "undoes": one.undoes.sequence if one.undoes else None,
    }


def to_document_record(entry: DocumentEntry) -> dict[str, Any]:
    """Give a document of the ledger; ``original`` says whether its file was kept."""
    return {
        "sha256": entry.sha256,
        "source": entry.source,
        "date": entry.date,
        "kind": entry.kind,
        "title": entry.title,
        "body": entry.body,
        "characters": entry.characters,
        "sequence": entry.sequence,
        "format": entry.format,
        "parser": entry.parser,
        "original": entry.file is not None,
    }


def plain(value: object) -> Any:  # noqa: ANN401 - a field of a status
    """Give a value as JSON has it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value
