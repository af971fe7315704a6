"""Documents that are being read, kept in memory with their rows; what changed is read again, no more."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError
from luoshi.ledger import DocumentEntry, Row
from luoshi.ledger.events import ROW_KINDS, row_of
from luoshi.stores import Filter
from luoshi.web.views.parting import Parts, parted

if TYPE_CHECKING:
    from luoshi.stores import Store

_DOCUMENTS: Final = 12
_CHANGES: Final = 2000
"""Events after which the rows are read anew at once."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document with its text cut into parts and its rows in order of the text, as of the event ``head``."""

    entry: DocumentEntry
    text: str
    parts: Parts
    rows: tuple[Row, ...]
    head: int
    replaced_by: str | None


class Shelf:
    """The documents that were read last; safe between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, sha256: str) -> Held:
        """Give a document as it stands now.

        Raises:
            UsageError: ``no_document``.
        """
        head = self._store.head()
        with self._lock:
            had = self._held.get(sha256)
        held = had if had is not None and had.head == head else self._renewed(sha256, had, head)
        with self._lock:
            self._held[sha256] = held
            self._held.move_to_end(sha256)
            while len(self._held) > _DOCUMENTS:
                self._held.popitem(last=False)
        return held

    def _renewed(self, sha256: str, had: Held | None, head: int) -> Held:
        if had is None:
            entry = next((one for one in self._store.documents() if one.sha256 == sha256), None)
            text = self._store.text(sha256) if entry is not None else None
            if entry is None or text is None:
                raise UsageError(
                    f"The ledger has no document {sha256[:12]}.",
                    code="no_document",
                    details={"document": sha256[:12]},
                )
            return self._whole(Held(entry, text, parted(text), (), head, None))
        touched = self._touched(had)
        if touched is None:
            return self._whole(replace(had, head=head))
        return replace(had, head=head, rows=tuple(touched.get(row.number, row) for row in had.rows))

    def _whole(self, held: Held) -> Held:
        rows = list(self._store.rows(Filter(document=held.entry.sha256)))
        rows.sort(key=lambda row: (row.statement.start, row.statement.end, row.number))
        return replace(held, rows=tuple(rows), replaced_by=self._store.replaced_by(held.entry.sha256))

    def _touched(self, had: Held) -> Mapping[int, Row] | None:
        """Give the rows that events changed since; ``None`` where all must be read anew."""
        new = list(islice(self._store.events(since=had.head), _CHANGES + 1))
        if len(new) > _CHANGES:
            return None
        numbers = {row.number for row in had.rows}
        touched: dict[int, Row] = {}
        for event in new:
            if event.kind not in ROW_KINDS:
                if had.entry.sha256 in event.payload_json:
                    return None
            elif (number := row_of(event)) in numbers and number not in touched:
                row = self._store.row(number)
                if row is None:
                    return None
                touched[number] = row
        return touched
