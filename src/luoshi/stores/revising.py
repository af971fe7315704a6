"""A text read anew, in one transaction: the rows as last read, what becomes of them, and the new document."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from luoshi.codec import from_record
from luoshi.errors import UsageError
from luoshi.ledger import Event
from luoshi.ledger.canonical import canonical
from luoshi.ledger.events import REVISED, UNMATCHED, Draft
from luoshi.ledger.fold import effective, fold_record
from luoshi.ledger.matching import Reading
from luoshi.lexicon.lights import LightRules
from luoshi.stores import acting, finding, recording, refolding
from luoshi.stores.chaining import Tail
from luoshi.stores.contract.done import Added
from luoshi.stores.recording import Entry
from luoshi.stores.tables import documents, events, statements

Decide = Callable[[Sequence[Reading]], Sequence[Draft]]
"""Gives the events of a new reading from the rows as last read; pure, may be called again."""


def readings(connection: Connection, sha256: str, replaces: str | None = None) -> list[Reading]:
    """Give the rows that a new reading of a text is held against, by number.

    Those of the text itself, or of the one that it replaces; and of still earlier ones what is open.
    """
    newest = replaces or sha256
    found = _of(connection, statements.c.document == newest, sha256)
    earlier = _earlier(connection, newest)
    if earlier:
        still = or_(statements.c.unmatched == 1, statements.c.review == "withdrawn")
        found += _of(connection, statements.c.document.in_(earlier) & still, sha256)
    return sorted(found, key=lambda one: one.number)


def replaced_by(connection: Connection, sha256: str) -> str | None:
    """Give the text that replaced another; ``None`` where none has."""
    asked = _of_documents(select(events.c.subject), f'"replaces":"{sha256}"')
    return connection.execute(asked.order_by(events.c.sequence.desc()).limit(1)).scalar()


def replaced(connection: Connection) -> frozenset[str]:
    """Give the texts that others replaced."""
    asked = _of_documents(select(events.c.payload), '"replaces":"')
    found = (json.loads(payload).get("replaces") for payload in connection.execute(asked).scalars())
    return frozenset(sha256 for sha256 in found if sha256)


def _of_documents(asked: Select[Any], words: str) -> Select[Any]:
    """Ask the events that added documents alone: those of rows are very many, and long."""
    added = events.c.sequence.in_(select(documents.c.added_sequence))
    return asked.where(added, events.c.payload.contains(words))


def revise(
    connection: Connection, sha256: str, entry: Entry | None, decide: Decide, rules: LightRules
) -> Added:
    """Write what a new reading makes of rows; ``entry`` is the document where the ledger lacks it.

    Raises:
        UsageError: ``replaced``: a text that was replaced already, or a new text that came meanwhile.
    """
    tail = Tail.held(connection)
    replaces = json.loads(entry.added.payload_json).get("replaces") if entry else None
    drafts = decide(readings(connection, sha256, replaces))
    other = replaced_by(connection, replaces or sha256) if entry or drafts else None
    if other is not None or (entry and finding.holds(connection, sha256)):
        if entry is None:
            return Added(sha256, 0, already=True)
        raise already_replaced(replaces or sha256, other or sha256)
    if entry is not None:
        (added,) = tail.add([entry.added])
        recording.write_document(connection, entry, added.sequence)
    if drafts:
        acting.write(connection, tail, drafts, [], rules)
    return Added(sha256, sum(one.kind == "created" for one in drafts), already=not (entry or drafts))


def replacing(entry: Entry, replaces: str | None) -> Entry:
    """Give an entry whose event says which text it replaces."""
    if replaces is None:
        return entry
    said = json.loads(entry.added.payload_json) | {"replaces": replaces}
    return replace(entry, added=replace(entry.added, payload_json=canonical(said)))


def already_replaced(sha256: str, by: str) -> UsageError:
    """Give the error for a text that has been replaced."""
    return UsageError(
        f"The text {sha256[:12]}… was replaced by {by[:12]}… already; name that one.",
        code="replaced",
        details={"document": f"{sha256[:12]}…", "by": f"{by[:12]}…"},
    )


def _earlier(connection: Connection, sha256: str) -> list[str]:
    """Give the texts that a text replaced, and those that they replaced."""
    found: list[str] = []
    while True:
        asked = select(events.c.payload).join(documents, documents.c.added_sequence == events.c.sequence)
        payload = connection.execute(asked.where(documents.c.sha256 == sha256)).scalar()
        before = json.loads(payload).get("replaces") if payload else None
        if not before or before in found:
            return found
        found.append(before)
        sha256 = before


def _of(connection: Connection, which: ColumnElement[bool], sha256: str) -> list[Reading]:
    asked = select(statements.c.number, events).join(events, events.c.sequence == statements.c.sequence)
    made = [(number, Event(*values)) for number, *values in connection.execute(asked.where(which))]
    later = refolding.histories(connection, [number for number, _ in made])
    return [_reading(number, created, later.get(number, []), sha256) for number, created in made]


def _reading(number: int, created: Event, history: list[Event], sha256: str) -> Reading:
    _, status, parent = fold_record(created, history)
    counting = [event for event in effective(history) if event.kind in (REVISED, UNMATCHED)]
    revised = [event for event in counting if event.kind == REVISED]
    said = (revised[-1] if revised else created).payload["statement"]
    settled = bool(counting) and counting[-1].kind == UNMATCHED and counting[-1].payload["document"] == sha256
    return Reading(number, from_record(said), status, parent, settled)
