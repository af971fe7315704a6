"""What the ledger holds: events, rows, documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from luoshi.ledger import DocumentEntry, Event, Row
from luoshi.ledger.matching import Reading
from luoshi.stores import checking, finding, refolding, revising, selecting
from luoshi.stores.connecting import connected
from luoshi.stores.contract import Filter
from luoshi.stores.database.connections import Connections
from luoshi.stores.troubles import told


class Records(Connections):
    """Reads the chain, the rows and the documents."""

    def head(self) -> int:
        """Give the sequence of the last event; 0 for an empty ledger."""
        with self._reading() as connection:
            return finding.head_sequence(connection)

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""
        with self._reading() as connection:
            yield from finding.events(connection, since)

    def history(self, number: int) -> list[Event]:
        """Give the event that created a row and the later ones on it, in order."""
        with self._reading() as connection:
            return [finding.created(connection, number), *finding.later(connection, number)]

    def verify_chain(self, *, files: bool = False) -> int:
        """Check every event, document text and row; give the number of events."""
        with self._reading() as connection:
            return checking.verify(connection, self.name, self.lights, self.files if files else None)

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number or a statement's id; ``None`` where there is none."""
        # one question sees one state by itself: a server is spared the words around it
        alone = {"isolation_level": "AUTOCOMMIT"} if self._engine.dialect.name == "postgresql" else {}
        with told(self.name), connected(self._engine, **alone) as connection:
            return finding.row(connection, number_or_id)

    def row_at(self, number: int, day: date) -> Row | None:
        """Give a row as it stood at the end of a day."""
        until = [event for event in self.history(number) if event.at[:10] <= day.isoformat()]
        return refolding.fold_one(number, until[0], until[1:])[0] if until else None

    def rows(
        self, wanted: Filter | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream the rows by number: those past the number ``after``, at most ``limit``."""
        wanted = wanted or Filter()
        with self._reading(lit=wanted.light is not None) as connection:
            yield from selecting.rows(connection, wanted, after=after, limit=limit)

    def count(self, wanted: Filter | None = None) -> int:
        """Count the rows that a filter lets through."""
        wanted = wanted or Filter()
        with self._reading(lit=wanted.light is not None) as connection:
            return selecting.count(connection, wanted)

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""
        with self._reading() as connection:
            yield from finding.documents(connection)

    def text(self, sha256: str) -> str | None:
        """Give the text of a document; ``None`` where it is not there."""
        with self._reading() as connection:
            return finding.text(connection, sha256)

    def readings(self, sha256: str, replaces: str | None = None) -> list[Reading]:
        """Give the rows that a new reading of a text is held against."""
        with self._reading() as connection:
            return revising.readings(connection, sha256, replaces)

    def replaced_by(self, sha256: str) -> str | None:
        """Give the text that replaced another."""
        with self._reading() as connection:
            return revising.replaced_by(connection, sha256)

    def replaced(self) -> frozenset[str]:
        """Give the texts that others replaced."""
        with self._reading() as connection:
            return revising.replaced(connection)
