"""What is recorded: documents, new readings, steps with rows, a whole other ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from luoshi.ledger import Row
from luoshi.ledger.steps import By
from luoshi.model import Document, Facts, Statement
from luoshi.stores import acting, filling, finding, projection, recording, revising
from luoshi.stores.chaining import Tail
from luoshi.stores.contract import Added, Filled, Origin, Step, Told
from luoshi.stores.database.connections import Connections
from luoshi.stores.shelf import KeptFile
from luoshi.stores.written import Ready, Writer, ready


class Writes(Connections):
    """Adds to the chain, and makes the tables beside it anew."""

    @property
    def writer(self) -> Writer:
        """What new rows depend on beside what they say."""
        return Writer(self._engine.dialect.name, self.lights)

    def add_document(  # noqa: PLR0913 - one call is one transaction: all that it writes
        self,
        document: Document,
        facts: Facts,
        statements: Iterable[Statement],
        *,
        author: str,
        at: datetime,
        source: str,
        file: KeptFile | None = None,
        made: Ready | None = None,
    ) -> Added:
        """Record a document and its statements, wholly or not at all."""
        with self._reading() as connection:
            if finding.holds(connection, document.sha256):
                return Added(document.sha256, 0, already=True)
        # what costs time is done before the ledger is held against other writers
        if made is None:
            made = ready(document, facts, statements, self.writer, source=source)
        entry = recording.prepare(document, made, author=author, at=at, file=file)
        if file is not None:
            self.files.put(file.load(), file.ending)
        return self._record(lambda connection: recording.record(connection, entry, self.lights))

    def revise(  # noqa: PLR0913 - one call is one transaction: all that it writes
        self,
        document: Document,
        facts: Facts,
        decide: revising.Decide,
        *,
        author: str,
        at: datetime,
        source: str,
        file: KeptFile | None = None,
        replaces: str | None = None,
    ) -> Added:
        """Record what a new reading makes of rows, wholly or not at all."""
        with self._reading() as connection:
            held = finding.holds(connection, document.sha256)
        entry = None
        if not held:
            made = ready(document, facts, (), self.writer, source=source)
            entry = recording.prepare(document, made, author=author, at=at, file=file)
            entry = revising.replacing(entry, replaces)
            if file is not None:
                self.files.put(file.load(), file.ending)
        return self._record(
            lambda connection: revising.revise(connection, document.sha256, entry, decide, self.lights)
        )

    def act(
        self, numbers: Sequence[int], step: Step, *, expected: Mapping[int, int] | None = None
    ) -> tuple[Row, ...]:
        """Take a step with rows, wholly or not at all."""
        return self._record(
            lambda connection: acting.act(connection, numbers, step, expected=expected, rules=self.lights)
        )

    def undo(self, number: int, by: By, *, expected: Mapping[int, int] | None = None) -> tuple[Row, ...]:
        """Take the last step on a row back."""
        return self._record(
            lambda connection: acting.undo(connection, number, by, expected=expected, rules=self.lights)
        )

    def rebuild(self) -> int:
        """Make the rows anew from the events; give their number."""

        def work(connection: Connection) -> int:
            Tail.held(connection)
            return projection.rebuild(connection, self.lights)

        return self._write(work)

    def fill(self, origin: Origin, told: Told | None = None) -> Filled:
        """Take all events, texts and kept files of another ledger into this one, which must be empty."""
        return self._record(lambda connection: filling.fill(connection, self, origin, told))
