"""What has to be asked for: what is due, what is late, who has not reported; by the body in the lead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from luoshi.ledger import Row

if TYPE_CHECKING:
    from luoshi.stores import Reminder, Reminders, Store

LISTS = ("due", "late", "silent")


def reminders(store: Store, day: date, *, lead: str | None = None, limit: int | None = None) -> Reminders:
    """Give the three lists of a day (``stores.Reminders``); ``limit`` is how many rows of each are given.

    ``lead`` keeps the rows whose body in the lead has this word in its name.
    """
    if lead is None:
        return store.reminders(day, limit=limit)
    from luoshi.stores import Reminders

    return Reminders(*(_of_lead(store.reminded(name, day), lead, limit) for name in LISTS))


def _of_lead(rows: Iterable[Row], lead: str, limit: int | None) -> Reminder:
    from luoshi.stores import Reminder

    found = (row for row in rows if lead in (row.lead or ""))
    kept = tuple(islice(found, limit))
    return Reminder(len(kept) + sum(1 for _ in found), kept)


def by_unit(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by the body in the lead, the one with most rows first; without one under ``""``, last."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.lead or "", []).append(row)
    return dict(sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0])))
