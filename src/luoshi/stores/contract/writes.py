"""What every store records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from luoshi.ledger import Draft, Row
from luoshi.ledger.matching import Reading
from luoshi.ledger.steps import By
from luoshi.model import Document, Facts, Statement
from luoshi.stores.contract.done import Added, Filled, Origin, Step, Told
from luoshi.stores.shelf import KeptFile

if TYPE_CHECKING:
    from luoshi.stores.written import Ready, Writer


class Writes(Protocol):
    """Adds to the chain, and makes the tables beside it anew."""

    @property
    def writer(self) -> Writer:
        """What new rows depend on beside what they say."""

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
        """Record a document and its statements, wholly or not at all.

        ``file`` is what the document was read from; it is kept in ``files`` before the ledger says so.
        ``statements`` is not read where the same text is there already, nor where ``made`` is the document
        as ``stores.written.ready`` makes it for this ledger's ``writer``, under this ``source``.
        ``at`` needs a zone; ``source`` is the name that the ledger shows for the document.
        """

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

    def rebuild(self) -> int:
        """Make the rows anew from the events; give their number."""

    def fill(self, origin: Origin, told: Told | None = None) -> Filled:
        """Take all events, texts and kept files of another ledger into this one, which must be empty.

        All or nothing: sequence and hashes stay, the rows are made from the events, everything is checked.

        Raises:
            StoreError: it is not empty (``ledger_not_empty``), or an event is not one that it can take.
            ChainError: the events make no chain, or a text is another than its event says.
        """
