"""The chain as a trail of deeds, the newest first, without what its events carry: for the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from luoshi.ledger.events import CREATED
from luoshi.stores.office.instants import instant
from luoshi.stores.office.transactions import Transactions
from luoshi.stores.tables import events

_WINDOW = 20_000
_WINDOWS = 10  # a question that finds little is answered in parts, so that none takes long


@dataclass(frozen=True, slots=True)
class Step:
    """One event by its heads; ``at`` is ISO, UTC, ``subject`` as in ``luoshi.ledger.Event``."""

    sequence: int
    kind: str
    subject: str
    at: str
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: all that are set must hold. Rows that were entered are left out unless asked for."""

    who: str | None = None
    kind: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Trodden:
    """A page of the trail; ``before`` goes on from its end, ``None`` at the beginning of the chain."""

    steps: tuple[Step, ...]
    before: int | None


class Trail:
    """Reads the chain backwards."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def page(self, wanted: Wanted, *, before: int | None = None, limit: int = 50) -> Trodden:
        """Give the newest events, those before a sequence; a page may be short and yet not the last."""
        columns = events.c
        heads = (columns.sequence, columns.kind, columns.subject, columns.at, columns.author, columns.reason)
        found: list[Step] = []
        with self._transactions.reading() as connection:
            if before is None:
                newest = select(columns.sequence).order_by(columns.sequence.desc()).limit(1)
                before = (connection.execute(newest).scalar() or 0) + 1
            for _ in range(_WINDOWS):
                asked = select(*heads).where(
                    columns.sequence < before, columns.sequence >= before - _WINDOW, *_conditions(wanted)
                )
                rest = limit - len(found)
                rows = connection.execute(asked.order_by(columns.sequence.desc()).limit(rest)).all()
                found.extend(Step(*row) for row in rows)
                if len(found) == limit:
                    before = found[-1].sequence
                    break
                before = max(1, before - _WINDOW)
                if before == 1:
                    break
        return Trodden(tuple(found), before if before > 1 else None)


def _conditions(wanted: Wanted) -> list[ColumnElement[Any]]:
    columns = events.c
    kept = [columns.kind == wanted.kind if wanted.kind else columns.kind != CREATED]
    if wanted.who is not None:
        kept.append(columns.author == wanted.who)
    if wanted.day is not None:
        first = datetime.combine(wanted.day, time.min).astimezone()
        until = datetime.combine(wanted.day + timedelta(days=1), time.min).astimezone()
        # events are written to the second: 08:00:00Z sorts behind 08:00:00.000Z, so the seconds are compared
        kept += [columns.at >= instant(first)[:19], columns.at < instant(until)[:19]]
    return kept
