"""What every store shows of many rows at once: lists, counts, reminders, news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from luoshi.ledger import Row
from luoshi.stores.contract.counted import DueCounts, Figures, Within
from luoshi.stores.contract.filters import Filter
from luoshi.stores.contract.found import Reminders
from luoshi.stores.contract.listed import Choices, Listed

if TYPE_CHECKING:
    from luoshi.stores.tallying import News, Tallies


class Lists(Protocol):
    """Reads what lists, the overview and charts show."""

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

    def reminders(self, day: date, *, limit: int | None = 50) -> Reminders:
        """Give what is due within a week, what is late and what was not reported, each by due day and number.

        ``limit`` is how many rows of each list are given; ``reminded`` streams the rest.
        """

    def reminded(
        self, kind: str, day: date, *, after: tuple[str | None, int] | None = None, limit: int | None = None
    ) -> Iterator[Row]:
        """Stream a list of ``reminders`` (``due``, ``late``, ``silent``) past a row's due day and number."""
