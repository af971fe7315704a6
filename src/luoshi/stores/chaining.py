"""The end of the chain, held against other writers while events are added to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Connection, update

from luoshi.errors import ChainError, StoreError
from luoshi.ledger.chain import Head, link
from luoshi.ledger.events import Draft, Event
from luoshi.stores import finding
from luoshi.stores.bulk import insert_rows
from luoshi.stores.projecting import plain
from luoshi.stores.tables import events, meta

_BATCH = 1000
_SLACK = timedelta(minutes=2)


class Tail:
    """The end of the chain in a transaction that writes; nobody else writes until that ends."""

    def __init__(self, connection: Connection, head: Head, at: str) -> None:
        self.head = head
        self._at = at
        self._connection = connection

    @classmethod
    def held(cls, connection: Connection) -> Self:
        """Take the end, and hold it.

        Raises:
            ChainError: the events do not end where the ledger says; nothing may be added to them.
        """
        head = finding.head(connection, hold=True)
        last, at = finding.last(connection)
        if head != last:
            raise ChainError(
                f"The events end at {last.sequence}, but the ledger was recorded up to event "
                f"{head.sequence}: it was changed by hand. Put back a copy; luoshi ledger verify-chain "
                "shows what is wrong.",
                code="chain_end",
                details={"last": last.sequence, "head": head.sequence},
            )
        return cls(connection, head, at)

    def add(self, drafts: Iterable[Draft]) -> list[Event]:
        """Seal and write drafts, and the new end.

        Raises:
            StoreError: ``clock_back``: a draft is older than the last event by more than two minutes.
        """
        linked = []
        for draft in drafts:
            event = link(self.head, self._timed(draft))
            self.head = Head(event.sequence, event.hash)
            linked.append(event)
        for start in range(0, len(linked), _BATCH):
            batch = linked[start : start + _BATCH]
            insert_rows(self._connection, events, [values_of(each) for each in batch])
        set_end(self._connection, self.head)
        return linked

    def _timed(self, draft: Draft) -> Draft:
        """Give no event an earlier time than the one before; a clock a little behind gets that one's."""
        at = draft.at
        if at < self._at:
            if datetime.fromisoformat(self._at) - datetime.fromisoformat(at) > _SLACK:
                raise StoreError(
                    f"The clock says {at}, but the ledger's last event is of {self._at}: set the clock "
                    "right, then try again. Nothing was recorded.",
                    code="clock_back",
                    details={"clock": at, "last": self._at},
                )
            at = self._at
        self._at = at
        said = plain(draft.author), plain(draft.reason)
        if (at, *said) == (draft.at, draft.author, draft.reason):
            return draft
        return replace(draft, at=at, author=said[0], reason=said[1])


def set_end(connection: Connection, head: Head) -> None:
    """Write where the chain ends."""
    for key, value in (("head_sequence", str(head.sequence)), ("head_hash", head.hash)):
        connection.execute(update(meta).where(meta.c.key == key).values(value=value))


def values_of(event: Event) -> dict[str, Any]:
    """Give the columns of an event."""
    return {
        "sequence": event.sequence,
        "kind": event.kind,
        "subject": event.subject,
        "at": event.at,
        "author": event.author,
        "reason": event.reason,
        "payload": event.payload_json,
        "previous": event.previous,
        "hash": event.hash,
    }
