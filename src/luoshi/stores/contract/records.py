"""What every store tells of the chain, the rows and the documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from luoshi.ledger import DocumentEntry, Event, Row
from luoshi.ledger.matching import Reading
from luoshi.stores.contract.filters import Filter


class Records(Protocol):
    """Reads the chain, the rows and the documents."""

    def head(self) -> int:
        """Give the sequence of the last event; 0 for an empty ledger."""

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""

    def history(self, number: int) -> list[Event]:
        """Give the event that created a row and the later ones on it, in order.

        Raises:
            UsageError: there is no such row (``no_row``).
        """

    def verify_chain(self, *, files: bool = False) -> int:
        """Check every event, document text and row; give the number of events.

        ``files``: the kept files too.

        Raises:
            ChainError: something was changed; names the event by its sequence and says what is wrong:
                edited, missing, reordered, added.
        """

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number (``7``, ``"7"``) or a statement's id; ``None`` where there is none."""

    def row_at(self, number: int, day: date) -> Row | None:
        """Give a row as it stood at the end of a day (UTC, as in events); ``None`` before it was made.

        Raises:
            UsageError: there is no such row (``no_row``).
        """

    def rows(
        self, wanted: Filter | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream the rows by number: those past the number ``after``, at most ``limit``."""

    def count(self, wanted: Filter | None = None) -> int:
        """Count the rows that a filter lets through."""

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document, which all offsets count in; ``None`` where it is not there."""

    def readings(self, sha256: str, replaces: str | None = None) -> list[Reading]:
        """Give the rows that a new reading of a text is held against, by number, as it was last read.

        Those of the text itself, or of the one that it ``replaces``; of earlier ones what is still open.
        """

    def replaced_by(self, sha256: str) -> str | None:
        """Give the text that replaced another; ``None`` where none has."""

    def replaced(self) -> frozenset[str]:
        """Give the texts that others replaced."""
