"""What reading gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.ledger import DocumentEntry, Row
from luoshi.stores.contract.listed import Listed

if TYPE_CHECKING:
    from luoshi.searching.marking import Snippet


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

    ``section`` is the outermost heading, ``zone`` the body whose text it is, else who leads by it, ``year``
    that of the document. The most frequent values come first. ``counted`` hits were looked at: all if it is
    ``exact``, else those of the latest documents, so that each count means at least so many.
    """

    counts: Mapping[str, tuple[tuple[str, int], ...]]
    counted: int
    exact: bool
