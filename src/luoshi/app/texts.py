"""The documents that rows stand in, each read from the ledger once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.stores import Store


class Texts:
    """Gives documents of a ledger by the SHA-256 of their text; holds what it gave.

    Those of the rows of ``numbers`` are read at once, since a step that writes should read nothing more.
    """

    def __init__(self, store: Store, numbers: Iterable[int] = ()) -> None:
        self._store = store
        self._held: dict[str, Document] = {}
        for number in numbers:
            row = store.row(number)
            if row is not None:
                self.document(row.document)

    def document(self, sha256: str) -> Document:
        """Give the document, dated as it was recorded; its layout is not there."""
        if sha256 not in self._held:
            entry = next((one for one in self._store.documents() if one.sha256 == sha256), None)
            day = date.fromisoformat(entry.date) if entry and entry.date else None
            self._held[sha256] = Document(
                self._store.text(sha256) or "",
                source=entry.source if entry else "",
                date=day,
                format=(entry.format if entry else None) or "txt",
            )
        return self._held[sha256]
