"""Rows as they stood on a day: what was done later does not count in a brief of that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from luoshi.codec import from_record
from luoshi.ledger import Event, Row, fold_row
from luoshi.ledger.events import REVIEWED, REVISED
from luoshi.ledger.fold import effective

if TYPE_CHECKING:
    from luoshi.stores import Store

_OF_THE_RECORD: Final = (REVIEWED, REVISED)
"""They say what the row is, not how far the work has come, and count whenever they came."""


def as_of(store: Store, rows: Iterable[Row], day: date) -> Iterator[Row]:
    """Give rows as the steps up to the end of a day left them.

    A step counts from the day on which it was taken, also where it was entered later; a row counts whenever
    its text was added.
    """
    for row in rows:
        if row.status.version == row.sequence:  # nothing happened since it was made
            yield row
            continue
        created, *later = store.history(row.number)
        kept = until(later, day)
        yield row if len(kept) == len(later) else fold_row(row.number, created, kept, from_record)


def until(history: Sequence[Event], day: date) -> list[Event]:
    """Give the events of a row that count, and were not taken after a day."""
    return [
        event
        for event in effective(history)
        if event.kind in _OF_THE_RECORD or (event.payload.get("day") or event.at[:10]) <= day.isoformat()
    ]
