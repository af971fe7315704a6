"""What each event on a row changed, from what to what: its history as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from luoshi.ledger import events as kinds
from luoshi.ledger.events import Event
from luoshi.ledger.fold import effective, fold_record
from luoshi.ledger.row import Status

_KEPT = ("version", "corrections")


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the status, or one of the record (``of`` is ``status`` or ``record``), before and after."""

    of: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what it changed; ``undone``: it no longer counts; ``undoes``: what an undo undid."""

    event: Event
    changes: tuple[Change, ...]
    undone: bool = False
    undoes: Event | None = None


def told(created: Event, history: Sequence[Event]) -> list[Told]:
    """Give the events of a row, the one that created it first, each with what it changed when it came."""
    counting = {event.sequence for event in effective(history)}
    by_sequence = {event.sequence: event for event in history}
    out = [Told(created, ())]
    before = _state(created, ())
    for count, event in enumerate(history, 1):
        after = _state(created, history[:count])
        undoes = by_sequence.get(event.payload["sequence"]) if event.kind == kinds.UNDONE else None
        is_undone = event.kind != kinds.UNDONE and event.sequence not in counting
        out.append(Told(event, tuple(_differences(before, after)), is_undone, undoes))
        before = after
    return out


_State = tuple[dict[str, Any], Status]


def _state(created: Event, history: Sequence[Event]) -> _State:
    record, status, _ = fold_record(created, history)
    return record, status


def _differences(before: _State, after: _State) -> Iterator[Change]:
    for field in fields(Status):
        old, new = getattr(before[1], field.name), getattr(after[1], field.name)
        if field.name not in _KEPT and old != new:
            yield Change("status", field.name, old, new)
    for name in after[0]:
        old, new = before[0].get(name), after[0].get(name)
        if old != new:
            yield Change("record", name, old, new)
