"""From what the ledger holds to what is told, by the names of the command line's JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from luoshi.api.models.rows import Standing
from luoshi.codec import to_record
from luoshi.ledger import DocumentEntry, Row, Status
from luoshi.ledger.history import Told
from luoshi.ledger.lights import light
from luoshi.lexicon.lights import LightRules
from luoshi.people import Account
from luoshi.stores.office.job import Job

_STATUS: Final = tuple(field.name for field in fields(Status) if field.name in Standing.model_fields)


def row_told(row: Row, day: date, rules: LightRules) -> dict[str, Any]:
    """Give a row: its record, and under ``row`` how it stands on a day."""
    status = {name: plain(getattr(row.status, name)) for name in _STATUS}
    stands = {"number": row.number, "parent": row.parent, "light": light(row, day, rules)}
    return {**to_record(row.statement), "row": {**stands, **status, "lead": row.lead, "due": row.due}}


def plain(value: Any) -> Any:  # noqa: ANN401 - a field of a status
    """Give a value as JSON has it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def happened(one: Told) -> dict[str, Any]:
    """Give an event of a row's history."""
    event = one.event
    changes = [
        {"of": change.of, "field": change.field, "from": plain(change.before), "to": plain(change.after)}
        for change in one.changes
    ]
    return {
        "sequence": event.sequence,
        "kind": event.kind,
        "at": event.at,
        "author": event.author,
        "reason": event.reason,
        "payload": event.payload,
        "changes": changes,
        "undone": one.undone,
        "undoes": one.undoes.sequence if one.undoes else None,
    }


def document_told(entry: DocumentEntry) -> dict[str, Any]:
    """Give a document."""
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


def job_told(job: Job) -> dict[str, Any]:
    """Give a job; where its files wait is nobody's business."""
    failure = job.failure
    told = None
    if failure is not None:
        told = {"detail": failure.sentence, "code": failure.code, "details": failure.details or {}}
    return {
        "id": job.id,
        "kind": job.kind,
        "author": job.author,
        "state": job.state,
        "attempts": job.attempts,
        "progress": job.progress,
        "result": job.result,
        "failure": told,
        "created": job.created,
        "changed": job.changed,
        "version": job.version,
    }


def account_told(account: Account) -> dict[str, Any]:
    """Give an account."""
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role,
        "unit": account.unit,
        "active": account.active,
        "created": account.created,
        "language": account.language,
        "has_password": account.has_password,
    }
