"""A store in an SQL database, the same for each; what differs is how it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, Engine

from luoshi.ledger import DocumentEntry, Event, Row
from luoshi.model import Document, Facts, Statement
from luoshi.stores import checking, finding, recording
from luoshi.stores.shelf import FileShelf, KeptFile
from luoshi.stores.store import Added, Filter, Remark
from luoshi.stores.troubles import told


class SqlStore:
    """A ledger on disk; see ``Store`` for what each method gives."""

    def __init__(self, engine: Engine, name: str, files: FileShelf, remarks: tuple[Remark, ...] = ()) -> None:
        self.remarks = remarks
        self.name = name
        self.files = files
        self._engine = engine

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
    ) -> Added:
        """Record a document and its statements, wholly or not at all."""
        with self._reading() as connection:
            if finding.holds(connection, document.sha256):
                return Added(document.sha256, 0, already=True)
        # what costs time is done before the ledger is held against other writers
        entry = recording.prepare(document, facts, statements, author=author, at=at, source=source, file=file)
        if file is not None:
            self.files.put(file.load(), file.ending)
        with told(self.name), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                return recording.record(connection, entry)

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""
        with self._reading() as connection:
            yield from finding.events(connection, since)

    def rows(
        self, wanted: Filter | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream the rows by number: those past the number ``after``, at most ``limit``."""
        with self._reading() as connection:
            yield from finding.rows(connection, wanted or Filter(), after=after, limit=limit)

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number or a statement's id; ``None`` where there is none."""
        with self._reading() as connection:
            return finding.row(connection, number_or_id)

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""
        with self._reading() as connection:
            yield from finding.documents(connection)

    def text(self, sha256: str) -> str | None:
        """Give the text of a document; ``None`` where it is not there."""
        with self._reading() as connection:
            return finding.text(connection, sha256)

    def verify_chain(self) -> int:
        """Check every event, document text and row; give the number of events."""
        with self._reading() as connection:
            return checking.verify(connection, self.name)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.name), self._engine.connect() as connection:
            yield connection
