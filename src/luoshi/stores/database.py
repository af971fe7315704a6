"""A store in an SQL database, the same for each; what differs is how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine

from luoshi.errors import UsageError
from luoshi.ledger import DocumentEntry, Event, Row
from luoshi.ledger.matching import Reading
from luoshi.ledger.steps import By
from luoshi.lexicon.lights import light_rules
from luoshi.model import Document, Facts, Statement
from luoshi.searching.query import Query
from luoshi.stores import (
    acting,
    checking,
    filling,
    finding,
    listing,
    projection,
    recording,
    refolding,
    reminding,
    revising,
    searching,
    selecting,
    series,
    tallying,
    writing,
)
from luoshi.stores.chaining import Tail
from luoshi.stores.listing import Choices, Listed
from luoshi.stores.office import Office
from luoshi.stores.series import DueCounts, Figures, Within
from luoshi.stores.shelf import FileShelf, KeptFile
from luoshi.stores.store import (
    Added,
    Facets,
    Filled,
    Filter,
    Found,
    FoundDocument,
    FoundListed,
    Origin,
    Remark,
    Reminders,
    Step,
    Told,
)
from luoshi.stores.tallying import News, Tallies
from luoshi.stores.troubles import told

T = TypeVar("T")


class SqlStore:
    """A ledger on disk; see ``Store`` for what each method gives."""

    def __init__(self, engine: Engine, name: str, files: FileShelf, remarks: tuple[Remark, ...] = ()) -> None:
        self.remarks = remarks
        self.name = name
        self.writes = 0
        self.files = files
        self.lights = light_rules()
        self.office = Office(engine, name)
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
        return self._write(lambda connection: recording.record(connection, entry, self.lights))

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
            entry = recording.prepare(document, facts, (), author=author, at=at, source=source, file=file)
            entry = revising.replacing(entry, replaces)
            if file is not None:
                self.files.put(file.load(), file.ending)
        return self._write(
            lambda connection: revising.revise(connection, document.sha256, entry, decide, self.lights)
        )

    def act(
        self, numbers: Sequence[int], step: Step, *, expected: Mapping[int, int] | None = None
    ) -> tuple[Row, ...]:
        """Take a step with rows, wholly or not at all."""
        return self._write(
            lambda connection: acting.act(connection, numbers, step, expected=expected, rules=self.lights)
        )

    def undo(self, number: int, by: By, *, expected: Mapping[int, int] | None = None) -> tuple[Row, ...]:
        """Take the last step on a row back."""
        return self._write(
            lambda connection: acting.undo(connection, number, by, expected=expected, rules=self.lights)
        )

    def rebuild(self) -> int:
        """Make the rows anew from the events; give their number."""

        def work(connection: Connection) -> int:
            Tail.held(connection)
            return projection.rebuild(connection, self.lights)

        return self._write(work)

    def head(self) -> int:
        """Give the sequence of the last event; 0 for an empty ledger."""
        with self._reading() as connection:
            return finding.head_sequence(connection)

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""
        with self._reading() as connection:
            yield from finding.events(connection, since)

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

    def search(
        self, query: Query, *, day: date, limit: int = 50, after: tuple[int, int] | None = None
    ) -> Found:
        """Give the rows that meet a query, page by page."""
        with self._searching(query) as connection:
            return searching.page(connection, query, day.isoformat(), after=after, limit=limit)

    def search_listed(
        self,
        query: Query,
        *,
        day: date,
        limit: int = 50,
        after: tuple[int, int] | None = None,
        unit: str | None = None,
    ) -> FoundListed:
        """Give the rows that meet a query as a list shows them, page by page."""
        with self._searching(query, lit=True) as connection:
            return searching.listed(connection, query, day.isoformat(), unit=unit, after=after, limit=limit)

    def search_count(self, query: Query, *, day: date, unit: str | None = None) -> tuple[int, bool]:
        """Give the number of rows that meet a query, and whether it is exact."""
        with self._searching(query) as connection:
            return searching.count(connection, query, day.isoformat(), unit)

    def search_facets(self, query: Query, *, day: date, unit: str | None = None) -> Facets:
        """Count the rows that meet a query by their values."""
        with self._searching(query, lit=True) as connection:
            return searching.facets(connection, query, day.isoformat(), unit)

    def search_documents(self, query: Query, *, limit: int = 10) -> tuple[FoundDocument, ...]:
        """Give the documents whose title, name, body or text meets a query."""
        with self._searching(query) as connection:
            return searching.documents(connection, query, limit)

    def listed(self, wanted: Filter | None = None, *, after: int = 0, limit: int = 50) -> list[Listed]:
        """Give what a list shows of the rows past the number ``after``, at most ``limit``."""
        wanted = wanted or Filter()
        with self._reading(lit=True) as connection:
            return listing.listed(connection, wanted, after=after, limit=limit)

    def listed_rows(self, numbers: Sequence[int]) -> list[Listed]:
        """Give what a list shows of rows, by their numbers."""
        with self._reading(lit=True) as connection:
            return listing.numbered(connection, numbers)

    def count_some(self, wanted: Filter | None = None) -> int:
        """Count the rows that a filter lets through, at most ``listing.COUNTED`` + 1."""
        wanted = wanted or Filter()
        with self._reading(lit=wanted.light is not None) as connection:
            return listing.count(connection, wanted)

    def choices(self, unit: str | None = None) -> Choices:
        """Give what a list can be narrowed by."""
        with self._reading() as connection:
            return listing.choices(connection, unit)

    def tallies(self, day: date, unit: str | None = None) -> Tallies:
        """Count rows by light on a day, in all, by theme and by the body in the lead."""
        with self._reading(lit=True) as connection:
            return tallying.tallies(connection, day.isoformat(), unit)

    def due_counts(self, by: str, within: Within) -> DueCounts:
        """Count commitments that are not closed by the month they are due and by zone, theme or lead."""
        with self._reading() as connection:
            return series.due_counts(connection, by, within)

    def due_rows(self, by: str, name: str | None, months: tuple[str, str], within: Within) -> list[int]:
        """Give the numbers of the rows behind such a count."""
        with self._reading() as connection:
            return series.due_rows(connection, by, name, months, within)

    def figures(self, within: Within) -> Iterator[Figures]:
        """Stream the rows that have figures, with these."""
        with self._reading() as connection:
            yield from series.figures(connection, within)

    def news(self, since: int, unit: str | None = None, limit: int = 10) -> News:
        """Tell what happened after the event of a sequence."""
        with self._reading() as connection:
            return tallying.news(connection, since, unit, limit)

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number or a statement's id; ``None`` where there is none."""
        with told(self.name), self._engine.connect() as plain:
            # one question sees one state by itself: a server is spared the words around it
            alone = {"isolation_level": "AUTOCOMMIT"} if plain.dialect.name == "postgresql" else {}
            return finding.row(plain.execution_options(**alone), number_or_id)

    def row_at(self, number: int, day: date) -> Row | None:
        """Give a row as it stood at the end of a day."""
        until = [event for event in self.history(number) if event.at[:10] <= day.isoformat()]
        return refolding.fold_one(number, until[0], until[1:])[0] if until else None

    def history(self, number: int) -> list[Event]:
        """Give the event that created a row and the later ones on it, in order."""
        with self._reading() as connection:
            return [finding.created(connection, number), *finding.later(connection, number)]

    def reminders(self, day: date, *, limit: int | None = 50) -> Reminders:
        """Give what is due within a week, what is late and what was not reported."""
        with self._reading(lit=True) as connection:
            return reminding.reminders(connection, day, self.lights, limit)

    def reminded(
        self, kind: str, day: date, *, after: tuple[str | None, int] | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream one list of ``reminders``."""
        with self._reading(lit=True) as connection:
            yield from islice(reminding.reminded(connection, kind, day, self.lights, after), limit)

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""
        with self._reading() as connection:
            yield from finding.documents(connection)

    def text(self, sha256: str) -> str | None:
        """Give the text of a document; ``None`` where it is not there."""
        with self._reading() as connection:
            return finding.text(connection, sha256)

    def verify_chain(self, *, files: bool = False) -> int:
        """Check every event, document text and row; give the number of events."""
        with self._reading() as connection:
            return checking.verify(connection, self.name, self.lights, self.files if files else None)

    def fill(self, origin: Origin, told: Told | None = None) -> Filled:
        """Take all events, texts and kept files of another ledger into this one, which must be empty."""
        return self._write(lambda connection: filling.fill(connection, self, origin, told))

    def back_up(self, path: str) -> None:
        """Write the database into a new file."""
        raise UsageError(
            f"{self.name} is no single file; back it up as an archive: give a name that ends with .zip.",
            code="backup_server",
            details={"name": self.name, "path": path},
        )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self, *, lit: bool = False) -> Iterator[Connection]:
        """Give a connection whose reads all see one state; ``lit``: with days as the rules have them."""
        with told(self.name), self._connected() as connection:
            if not lit or projection.current(connection, self.lights):
                yield connection
                return
        self._refresh()
        with told(self.name), self._connected() as connection:
            yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._engine.connect() as plain:
            # each transaction of SQLite sees one state
            steady = {"isolation_level": "REPEATABLE READ"} if plain.dialect.name == "postgresql" else {}
            yield plain.execution_options(**steady)

    @contextmanager
    def _searching(self, query: Query, *, lit: bool = False) -> Iterator[Connection]:
        """Give a connection to search on, with an index as this version makes it."""
        lit = lit or searching.asks_light(query)
        with self._reading(lit=lit) as connection:
            if searching.current(connection):
                searching.prepare(connection)
                yield connection
                return
        self._write(searching.refresh)
        with self._reading(lit=lit) as connection:
            searching.prepare(connection)
            yield connection

    def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            with told(self.name):
                return writing.write(self._engine, self.name, work)
        finally:
            self.writes += 1  # also where it is not known whether it was kept

    def _refresh(self) -> None:
        with self._reading() as connection:
            if projection.current(connection, self.lights):
                return

        def work(connection: Connection) -> None:
            Tail.held(connection)
            if not projection.current(connection, self.lights):
                projection.refresh(connection, self.lights)

        self._write(work)
