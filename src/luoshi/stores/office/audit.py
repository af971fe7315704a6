"""Who did what: entries that are only ever added. What became of rows is told by the chain itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from luoshi.stores.office.instants import instant
from luoshi.stores.office.packing import pack, unpack
from luoshi.stores.office.tables import audit
from luoshi.stores.office.transactions import Transactions

_LONGEST = 500  # characters of what comes from outside: PostgreSQL's indexes take 2704 bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be recorded. ``what`` is a code (``signed_in``), ``subject`` what it was done to.

    ``details`` is anything that JSON holds, without secrets; ``request`` is the id of the request.
    """

    who: str
    what: str
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was recorded; ``at`` is ISO, UTC."""

    id: int
    at: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are wanted: all that are set must hold. ``day`` is one of this machine's own zone."""

    who: str | None = None
    what: str | None = None
    day: date | None = None


class Audit:
    """Records what was done, and gives it page by page."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def record(self, deed: Deed, now: datetime) -> None:
        """Add an entry."""
        self._transactions.write(lambda connection: record(connection, deed, now))

    def page(
        self, sought: Sought | None = None, *, before: int | None = None, limit: int = 50
    ) -> tuple[Entry, ...]:
        """Give the newest entries, ``before`` the id of the last one of the page that was given last."""
        sought = sought or Sought()
        asked = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            asked = asked.where(audit.c.id < before)
        if sought.who is not None:
            asked = asked.where(audit.c.who == sought.who)
        if sought.what is not None:
            asked = asked.where(audit.c.what == sought.what)
        if sought.day is not None:
            first = datetime.combine(sought.day, time.min).astimezone()
            until = datetime.combine(sought.day + timedelta(days=1), time.min).astimezone()
            asked = asked.where(audit.c.at >= instant(first), audit.c.at < instant(until))
        with self._transactions.reading() as connection:
            return tuple(map(_entry, connection.execute(asked)))

    def codes(self) -> tuple[str, ...]:
        """Give the codes that there are entries of."""
        with self._transactions.reading() as connection:
            return tuple(connection.execute(select(audit.c.what).distinct().order_by(audit.c.what)).scalars())


def record(connection: Connection, deed: Deed, now: datetime) -> None:
    """Add an entry in a transaction that writes."""
    values = {
        "at": instant(now),
        "who": deed.who[:_LONGEST],
        "what": deed.what,
        "subject": deed.subject[:_LONGEST],
        "details": pack(dict(deed.details)),
        "address": deed.address[:_LONGEST],
        "request": deed.request[:_LONGEST],
    }
    connection.execute(insert(audit).values(values))


def _entry(row: Row[Any]) -> Entry:
    deed = Deed(row.who, row.what, row.subject, unpack(row.details), row.address, row.request)
    return Entry(row.id, row.at, deed)
