"""An event: one thing that happened to the ledger, by whom, when and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from luoshi.errors import LuoshiError
from luoshi.ledger.canonical import canonical

DOCUMENT_ADDED = "document_added"
CREATED = "created"


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it takes its place in the chain; the fields are those of ``Event``."""

    kind: str
    subject: str
    at: str
    author: str
    reason: str
    payload_json: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its place.

    ``sequence`` counts from 1 without gaps. ``kind`` is ``document_added`` (``subject`` is the
    document's SHA-256) or ``created`` (``subject`` is the statement's id). ``at`` is an ISO time in UTC
    (``2026-01-05T08:30:00Z``). ``payload_json`` is canonical JSON, kept as text so that the event
    cannot change under a reader; ``payload`` gives it as a mapping. ``previous`` is the hash of the
    event before, ``hash`` this one's, both SHA-256 in hex.
    """

    sequence: int
    kind: str
    subject: str
    at: str
    author: str
    reason: str
    payload_json: str
    previous: str
    hash: str

    @property
    def payload(self) -> dict[str, Any]:
        """What the event carries: ``{"statement": record}`` or the document's facts."""
        value: dict[str, Any] = json.loads(self.payload_json)
        return value


def draft(kind: str, subject: str, payload: object, *, at: str, author: str, reason: str = "") -> Draft:
    """Give a draft with its payload written as canonical JSON.

    Raises:
        LuoshiError: the payload cannot be written as JSON.
    """
    return Draft(kind, subject, at, author, reason, canonical(payload))


def moment(at: datetime) -> str:
    """Write a time as events carry it: ISO, UTC, to the second.

    Raises:
        LuoshiError: the time has no zone.
    """
    if at.tzinfo is None:
        raise LuoshiError(f"The time {at.isoformat()} has no zone; give one, as in datetime.now(UTC).")
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
