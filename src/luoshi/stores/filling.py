"""Makes a ledger from the events and texts of another: the same sequence, the same hashes, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import Connection, func, insert, select

from luoshi.errors import ChainError, LuoshiError, StoreError
from luoshi.ledger import GENESIS, Event, Fault, Head
from luoshi.ledger.attached import files_of
from luoshi.ledger.chain import verify
from luoshi.ledger.events import CREATED, DOCUMENT_ADDED, ROW_KINDS
from luoshi.ledger.fold import document_entry
from luoshi.lexicon.lights import LightRules
from luoshi.stores import checking, projection
from luoshi.stores.bulk import insert_rows
from luoshi.stores.chaining import Tail, set_end, values_of
from luoshi.stores.contract import Filled, Origin, Told
from luoshi.stores.projecting import plain
from luoshi.stores.shelf import FileShelf
from luoshi.stores.tables import documents
from luoshi.stores.tables import events as events_table

_BATCH = 1000
_KINDS = ROW_KINDS | {DOCUMENT_ADDED, CREATED}
_PLAIN = ("kind", "subject", "at", "author", "reason", "previous", "hash")


class Target(Protocol):
    """The ledger that is filled: what is asked of it beside its tables."""

    name: str
    lights: LightRules
    files: FileShelf


def fill(connection: Connection, store: Target, origin: Origin, told: Told | None) -> Filled:
    """Write all events of ``origin``, its texts, the rows and the kept files, and check them.

    Raises:
        StoreError: the ledger is not empty (``ledger_not_empty``); an event is of a kind that is not known
            or does not carry what its kind asks (``event_unknown``, ``event_wrong``).
        ChainError: the events make no chain, or a text is not the one that its event names.
    """
    name, rules = store.name, store.lights
    if Tail.held(connection).head != GENESIS or _count(connection):
        raise StoreError(
            f"{name} is not empty; name a place where there is no ledger yet. It was left as it is.",
            code="ledger_not_empty",
            details={"name": name},
        )
    writer = _Writer(connection, origin, told)
    try:
        end = verify(writer.written())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise _wrong(writer.at, error) from error
    if isinstance(end, Fault):
        raise ChainError(
            f"{origin.name}: {end}",
            code=f"chain_{end.code}",
            details={"name": origin.name, "sequence": end.sequence, **end.details},
        )
    set_end(connection, end)
    _project(connection, rules, end)
    count = checking.verify(connection, name, rules)
    lost = [digest for digest, ending in writer.files.items() if not _keep(store, origin, digest, ending)]
    return Filled(count, len(writer.files) - len(lost), tuple(lost))


def _keep(store: Target, origin: Origin, digest: str, ending: str) -> bool:
    if store.files.find(digest) is None:
        raw = origin.file(digest)
        if raw is None or sha256(raw).hexdigest() != digest:
            return False
        store.files.put(raw, ending)
    return True


def _project(connection: Connection, rules: LightRules, end: Head) -> None:
    try:
        projection.rebuild(connection, rules)
    except StoreError:
        raise
    except (LuoshiError, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _wrong(end.sequence, error) from error


class _Writer:
    """Writes events in batches as they are walked, each document after the event that added it."""

    def __init__(self, connection: Connection, origin: Origin, told: Told | None) -> None:
        self.at = 0
        self.files: dict[str, str] = {}
        self._connection = connection
        self._origin = origin
        self._told = told
        self._events: list[dict[str, Any]] = []
        self._added: list[Event] = []

    def written(self) -> Iterator[Event]:
        for event in self._origin.events():
            self.at = event.sequence
            _check(event)
            yield event  # what is walked further is sound so far
            self._events.append(values_of(event))
            if event.kind == DOCUMENT_ADDED:
                self._added.append(event)
            for digest, ending in files_of(event):
                self.files.setdefault(digest, ending)
            if len(self._events) >= _BATCH:
                self._flush()
        self._flush()

    def _flush(self) -> None:
        insert_rows(self._connection, events_table, self._events)
        self._events.clear()
        for event in self._added:
            self._connection.execute(insert(documents), [self._document(event)])
        self._added.clear()
        if self._told is not None:
            self._told(self.at)

    def _document(self, event: Event) -> dict[str, Any]:
        entry = document_entry(event)
        text = self._origin.text(entry.sha256)
        if text is None or sha256(text.encode()).hexdigest() != entry.sha256:
            raise ChainError(
                f"{self._origin.name}: event {event.sequence} is sound, but the text of its document is not "
                "there, or was edited.",
                code="chain_text",
                details={"name": self._origin.name, "sequence": event.sequence},
            )
        values = asdict(entry)
        for key, value in values.items():
            if value is not None and not isinstance(value, int if key in ("sequence", "characters") else str):
                raise TypeError(key)
            values[key] = plain(value) if isinstance(value, str) else value
        return values | {"added_sequence": values.pop("sequence"), "text": text, "characters": len(text)}


def _check(event: Event) -> None:
    if event.kind not in _KINDS:
        raise StoreError(
            f"Event {event.sequence} is of the kind {event.kind[:40]!r}, which this luoshi does not "
            "know; use a newer one.",
            code="event_unknown",
            details={"sequence": event.sequence, "kind": event.kind[:40]},
        )
    if any((said := getattr(event, key)) != plain(said) for key in _PLAIN):
        raise ValueError("a character that no database keeps")


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(documents)).scalar_one()


def _wrong(sequence: int, error: BaseException) -> StoreError:
    return StoreError(
        f"Event {sequence}, or one before it, does not carry what its kind asks ({type(error).__name__}: "
        f"{error}). Nothing was recorded.",
        code="event_wrong",
        details={"sequence": sequence, "reason": f"{type(error).__name__}: {error}"},
    )
