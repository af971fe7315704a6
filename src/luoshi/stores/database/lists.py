"""What is shown of many rows at once: lists, counts, reminders, news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from luoshi.ledger import Row
from luoshi.stores import listing, reminding, series, tallying
from luoshi.stores.contract import Filter, Reminders
from luoshi.stores.contract.counted import DueCounts, Figures, Within
from luoshi.stores.contract.listed import Choices, Listed
from luoshi.stores.database.connections import Connections
from luoshi.stores.tallying import News, Tallies


class Lists(Connections):
    """Reads what lists, the overview and charts show."""

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
