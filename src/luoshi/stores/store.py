"""What every store offers, and how one is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, Self

from luoshi.ledger import DocumentEntry, Draft, Event, Row
from luoshi.ledger.matching import Reading
from luoshi.ledger.steps import By
from luoshi.lexicon.lights import LightRules
from luoshi.model import Document, Facts, Statement
from luoshi.stores.shelf import FileShelf, KeptFile

if TYPE_CHECKING:
    from luoshi.searching.marking import Snippet
    from luoshi.searching.query import Query
    from luoshi.stores.listing import Choices, Listed
    from luoshi.stores.office import Office
    from luoshi.stores.series import DueCounts, Figures, Within
    from luoshi.stores.tallying import News, Tallies


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did.

    ``document`` is the SHA-256 of its text, ``created`` the number of new rows; ``already`` says
    that the ledger held the same text before, so that nothing was added.
    """

    document: str
    created: int
    already: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What was taken from another ledger; ``lost`` are the kept files that it names but no longer had."""

    events: int
    files: int
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the person at the keyboard; ``code`` and ``details`` as those of an error."""

    sentence: str
    code: str
    details: dict[str, str | int]

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: all that are set must hold.

    ``document`` is a SHA-256, ``section`` the outermost heading; ``due_from`` and ``due_until`` are
    ISO dates, both inclusive, for the day by which it is to be done (``Row.due``; rows without one are
    then left out). ``grade`` is that of the measurability; ``theme`` and ``actor`` are words that one of
    the statement's themes (finer ones too), or the name of one of its bodies, must hold; ``actor`` is also
    looked for among those that it was handed to. ``lead`` is a word that the name of who answers for it
    must hold (``Row.lead``), ``supporting`` one of the name of a body that helps. ``unit`` is the exact name
    of a body that answers for it or, as it was handed out or else as the text says, helps. ``parent`` is the
    number of the row that it was split from. ``light`` is one of ``ledger.lights.LIGHTS`` ``on`` a day (ISO):
    by the events up to now, so for a day that is past it says how the row, as it stands now, would have
    stood then; ``Store.row_at`` tells how it did stand. ``report_until``: open rows whose next
    report is due on a day (ISO) or before. ``words`` must all stand in the text.
    """

    document: str | None = None
    type: str | None = None
    kind: str | None = None
    force: str | None = None
    state: str | None = None
    section: str | None = None
    due_from: str | None = None
    due_until: str | None = None
    grade: str | None = None
    theme: str | None = None
    actor: str | None = None
    review: str | None = None
    lead: str | None = None
    supporting: str | None = None
    unit: str | None = None
    light: str | None = None
    on: str | None = None
    is_open: bool | None = None
    report_until: str | None = None
    unmatched: bool | None = None
    parent: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One of the lists of reminders: how many rows are on it, and its first ones, the earliest due first."""

    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reminders:
    """What open rows are to be reminded of on a day.

    ``due``: the term ends on the day or one of the six after it; ``late``: it ended before; ``silent``:
    handed out before the month began and not reported since, or a report was due before the day.
    A row can be on several.
    """

    due: Reminder
    late: Reminder
    silent: Reminder


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the rows that meet a query, in the order of ``Store.search``, and their documents by SHA-256.

    ``after`` is what the next page is asked for with; ``None`` where this is the last one.
    """

    rows: tuple[Row, ...]
    documents: Mapping[str, DocumentEntry]
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class FoundListed:
    """As ``Found``, with the rows as a list shows them; ``documents`` are by the number of the row."""

    rows: tuple[Listed, ...]
    documents: Mapping[int, DocumentEntry]
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that meets a query, and the parts of its text around the words."""

    entry: DocumentEntry
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the hits have each value: ``type force kind state section lead zone theme light year``.

    ``section`` is the outermost heading, ``zone`` the body whose text it is, else who has the lead, ``year``
    that of the document. The most frequent values come first. ``counted`` hits were looked at: all if it is
    ``exact``, else those of the latest documents, so that each count means at least so many.
    """

    counts: Mapping[str, tuple[tuple[str, int], ...]]
    counted: int
    exact: bool


Told = Callable[[int], None]
"""Is told how many events are done."""


class Origin(Protocol):
    """Where the events and texts of a ledger are taken from."""

    @property
    def name(self) -> str:
        """What it is called in errors."""

    def events(self) -> Iterator[Event]:
        """Stream all events in order; may be asked for more than once."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document."""

    def file(self, digest: str) -> bytes | None:
        """Give a kept file; ``None`` where it is lost."""


Step = Callable[[Mapping[int, Row]], Sequence[Draft]]
"""Gives the events that a step adds, from the rows by number."""


class Store(Protocol):
    """A ledger on disk. Every method raises ``StoreError`` where the database cannot do it."""

    name: str
    """What it is called in sentences: its path or address, without a password."""

    remarks: tuple[Remark, ...]
    """What the person at the keyboard should know of how it was opened; mostly empty."""

    files: FileShelf
    """The files that its documents were read from."""

    lights: LightRules
    """When lights turn: the packaged rules unless set. Rows are reckoned anew when others are set."""

    writes: int
    """Counts what was written by way of this object; what was read before the last of it may be old."""

    office: Office
    """What is kept beside the chain: accounts, tokens, jobs, drafts for comment and more."""

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
        """Record a document and its statements, wholly or not at all.

        ``file`` is what the document was read from; it is kept in ``files`` before the ledger says so.
        ``statements`` is not read where the same text is there already. ``at`` needs a zone;
        ``source`` is the name that the ledger shows for the document.
        """

    def readings(self, sha256: str, replaces: str | None = None) -> list[Reading]:
        """Give the rows that a new reading of a text is held against, by number, as it was last read.

        Those of the text itself, or of the one that it ``replaces``; of earlier ones what is still open.
        """

    def replaced_by(self, sha256: str) -> str | None:
        """Give the text that replaced another; ``None`` where none has."""

    def replaced(self) -> frozenset[str]:
        """Give the texts that others replaced."""

    def revise(  # noqa: PLR0913 - one call is one transaction: all that it writes
        self,
        document: Document,
        facts: Facts,
        decide: Callable[[Sequence[Reading]], Sequence[Draft]],
        *,
        author: str,
        at: datetime,
        source: str,
        file: KeptFile | None = None,
        replaces: str | None = None,
    ) -> Added:
        """Record what a new reading makes of rows, wholly or not at all.

        ``decide`` is pure: it gives the events from the rows as last read (``readings``). The document is
        recorded where the ledger lacks it, with the SHA-256 of the text that it ``replaces``.

        Raises:
            UsageError: ``replaced``: that text was replaced before.
        """

    def head(self) -> int:
        """Give the sequence of the last event; 0 for an empty ledger."""

    def events(self, since: int = 0) -> Iterator[Event]:
        """Stream the events after the sequence ``since``, in order."""

    def rows(
        self, wanted: Filter | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream the rows by number: those past the number ``after``, at most ``limit``."""

    def listed(self, wanted: Filter | None = None, *, after: int = 0, limit: int = 50) -> list[Listed]:
        """Give what a list shows of the rows past the number ``after``, at most ``limit``; fast."""

    def listed_rows(self, numbers: Sequence[int]) -> list[Listed]:
        """Give what a list shows of rows, by their numbers."""

    def count_some(self, wanted: Filter | None = None) -> int:
        """Count the rows that a filter lets through, at most ``listing.COUNTED`` + 1."""

    def choices(self, unit: str | None = None) -> Choices:
        """Give what a list can be narrowed by; to a ``unit`` only its own name and the themes are told."""

    def tallies(self, day: date, unit: str | None = None) -> Tallies:
        """Count rows by light on a day: in all, by theme, by body in the lead; ``unit``: only its own."""

    def due_counts(self, by: str, within: Within) -> DueCounts:
        """Count commitments that are not closed by the month they are due and ``by`` zone, theme or lead."""

    def due_rows(self, by: str, name: str | None, months: tuple[str, str], within: Within) -> list[int]:
        """Give the numbers of the rows behind such a count; see ``luoshi.stores.series.due_rows``."""

    def figures(self, within: Within) -> Iterator[Figures]:
        """Stream the rows that have figures, with these."""

    def news(self, since: int, unit: str | None = None, limit: int = 10) -> News:
        """Tell what happened after the event of a sequence: how much, and with which rows.

        ``unit``: only with the rows of this body.
        """

    def row(self, number_or_id: int | str) -> Row | None:
        """Give the row of a number (``7``, ``"7"``) or a statement's id; ``None`` where there is none."""

    def count(self, wanted: Filter | None = None) -> int:
        """Count the rows that a filter lets through."""

    def search(
        self, query: Query, *, day: date, limit: int = 50, after: tuple[int, int] | None = None
    ) -> Found:
        """Give the rows that meet a query (``luoshi.searching.parse``), page by page.

        First those that hold the words side by side, then those that have them in the heading right above,
        then the others; in each of these the rows of later documents first, then by number from the last.
        ``day`` is that of the lights; ``after`` is what the page before gave (``Found.after``).
        """

    def search_listed(
        self,
        query: Query,
        *,
        day: date,
        limit: int = 50,
        after: tuple[int, int] | None = None,
        unit: str | None = None,
    ) -> FoundListed:
        """Give what ``search`` gives as a list shows it; fast. ``unit``: only its own (``Filter.unit``)."""

    def search_count(self, query: Query, *, day: date, unit: str | None = None) -> tuple[int, bool]:
        """Count the rows that meet a query; say whether that is exact, else there are at least so many."""

    def search_facets(self, query: Query, *, day: date, unit: str | None = None) -> Facets:
        """Count the rows that meet a query by their values."""

    def search_documents(self, query: Query, *, limit: int = 10) -> tuple[FoundDocument, ...]:
        """Give the documents whose title, name, body or text meets a query, later ones first.

        None where the query has a field that only a statement has.
        """

    def row_at(self, number: int, day: date) -> Row | None:
        """Give a row as it stood at the end of a day (UTC, as in events); ``None`` before it was made.

        Raises:
            UsageError: there is no such row (``no_row``).
        """

    def history(self, number: int) -> list[Event]:
        """Give the event that created a row and the later ones on it, in order.

        Raises:
            UsageError: there is no such row (``no_row``).
        """

    def act(
        self, numbers: Sequence[int], step: Step, *, expected: Mapping[int, int] | None = None
    ) -> tuple[Row, ...]:
        """Take a step with rows, wholly or not at all; give them as they are after, then others it touched.

        ``step`` is pure: it is given the rows by number and gives drafts, as the functions of
        ``luoshi.ledger.steps`` do; it may be called again where the database undid a first try. No other
        writer comes between what it sees and what is written.
        ``expected`` says which version (``Status.version``) of a row the person saw.

        Raises:
            UsageError: there is no such row (``no_row``).
            ConflictError: a row was changed since it was seen (``conflict``).
            StepError: the step may not be taken.
            StoreError: the clock is behind the last event by more than two minutes (``clock_back``).
        """

    def undo(self, number: int, by: By, *, expected: Mapping[int, int] | None = None) -> tuple[Row, ...]:
        """Take the last step on a row back, as ``luoshi.ledger.undoing.undo`` says; otherwise as ``act``."""

    def reminders(self, day: date, *, limit: int | None = 50) -> Reminders:
        """Give what is due within a week, what is late and what was not reported, each by due day and number.

        ``limit`` is how many rows of each list are given; ``reminded`` streams the rest.
        """

    def reminded(
        self, kind: str, day: date, *, after: tuple[str | None, int] | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream a list of ``reminders`` (``due``, ``late``, ``silent``) past a row's due day and number."""

    def rebuild(self) -> int:
        """Make the rows anew from the events; give their number."""

    def documents(self) -> Iterator[DocumentEntry]:
        """Stream the documents in the order in which they were added."""

    def text(self, sha256: str) -> str | None:
        """Give the text of a document, which all offsets count in; ``None`` where it is not there."""

    def verify_chain(self, *, files: bool = False) -> int:
        """Check every event, document text and row; give the number of events.

        ``files``: the kept files too.

        Raises:
            ChainError: something was changed; names the event by its sequence and says what is wrong:
                edited, missing, reordered, added.
        """

    def fill(self, origin: Origin, told: Told | None = None) -> Filled:
        """Take all events, texts and kept files of another ledger into this one, which must be empty.

        All or nothing: sequence and hashes stay, the rows are made from the events, everything is checked.

        Raises:
            StoreError: it is not empty (``ledger_not_empty``), or an event is not one that it can take.
            ChainError: the events make no chain, or a text is another than its event says.
        """

    def back_up(self, path: str) -> None:
        """Write the database, as it is at one moment, into a file; others may go on writing.

        Raises:
            UsageError: the file cannot be written, or the database is not one file (``backup_server``).
        """

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
