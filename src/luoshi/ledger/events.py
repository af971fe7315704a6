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
REVIEWED = "reviewed"
ASSIGNED = "assigned"
PLANNED = "planned"
REPORTED = "reported"
PROVED = "proved"
JUDGED = "judged"
VERIFIED = "verified"
RETURNED = "returned"
EXTENDED = "extended"
REMINDED = "reminded"
CLOSED = "closed"
REOPENED = "reopened"
UNDONE = "undone"
REVISED = "revised"
UNMATCHED = "unmatched"
WITHDRAWN = "withdrawn"
ROW_KINDS = frozenset(
    {
        REVIEWED,
        ASSIGNED,
        PLANNED,
        REPORTED,
        PROVED,
        JUDGED,
        VERIFIED,
        RETURNED,
        EXTENDED,
        REMINDED,
        CLOSED,
        REOPENED,
        UNDONE,
        REVISED,
        UNMATCHED,
        WITHDRAWN,
    }
)
"""The kinds whose subject is a row, written ``#12``; their payloads stand in docs/reference/events.md."""


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
    document's SHA-256), ``created`` (``subject`` is the statement's id) or one of ``ROW_KINDS``
    (``subject`` is the row, ``#12``). ``at`` is an ISO time in UTC
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


def subject_of(number: int) -> str:
    """Give the subject of events on the row of a number: ``#12``."""
    return f"#{number}"


def row_of(event: Event) -> int:
    """Give the number of the row that an event of ``ROW_KINDS`` is about.

    Raises:
        LuoshiError: its subject names no row.
    """
    mark, number = event.subject[:1], event.subject[1:]
    if mark != "#" or not number.isdecimal():
        raise LuoshiError(f"Event {event.sequence} names no row: {event.subject!r}; use a newer luoshi.")
    return int(number)
