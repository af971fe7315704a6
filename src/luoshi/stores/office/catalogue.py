"""The documents of the ledger as a list shows them: the newest first, with the lights of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from luoshi.ledger.lights import LIGHTS
from luoshi.stores.office.transactions import Transactions
from luoshi.stores.tables import days, documents, events, statements


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: ``date`` is ISO, ``at`` (ISO, UTC) when and ``author`` by whom it was added.

    ``rows`` counts its rows, ``lights`` those that were handed out or closed by their light.
    """

    sha256: str
    source: str
    title: str | None
    body: str | None
    date: str | None
    kind: str | None
    format: str | None
    sequence: int
    at: str
    author: str
    rows: int
    lights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which documents: all that are set must hold.

    ``words`` are looked for in name, title and body, ``year`` in the date; ``body`` and ``kind`` are exact.
    """

    words: str = ""
    body: str = ""
    kind: str = ""
    year: str = ""


class Catalogue:
    """Reads the documents of the ledger, page by page."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def page(
        self, sought: Sought, day: str, *, before: int | None = None, limit: int = 50
    ) -> tuple[Entry, ...]:
        """Give the newest, ``before`` the sequence of the last of the page before; lights are of ``day``."""
        columns = documents.c
        asked = (
            select(
                *(columns.sha256, columns.source, columns.title, columns.body, columns.date),
                *(columns.kind, columns.format, columns.added_sequence, events.c.at, events.c.author),
            )
            .join(events, events.c.sequence == columns.added_sequence)
            .where(*_conditions(sought))
            .order_by(columns.added_sequence.desc())
            .limit(limit)
        )
        if before is not None:
            asked = asked.where(columns.added_sequence < before)
        with self._transactions.reading() as connection:
            found = connection.execute(asked).all()
            hashes = [row.sha256 for row in found]
            counts, lights = _counts(connection, hashes), _lights(connection, hashes, day)
        heads: list[tuple[Any, ...]] = [
            (*row, counts.get(row.sha256, 0), lights.get(row.sha256, {})) for row in found
        ]
        return tuple(Entry(*head) for head in heads)

    def count(self, sought: Sought) -> int:
        """Count the documents."""
        asked = select(func.count()).select_from(documents).where(*_conditions(sought))
        with self._transactions.reading() as connection:
            return int(connection.execute(asked).scalar_one())

    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """Give the bodies, kinds and years that there are documents of."""
        columns = documents.c
        asked = {
            "body": select(columns.body).distinct().order_by(columns.body),
            "kind": select(columns.kind).distinct().order_by(columns.kind),
            "year": select(func.substr(columns.date, 1, 4)).distinct(),
        }
        with self._transactions.reading() as connection:
            found = {
                name: connection.execute(each.limit(500)).scalars().all() for name, each in asked.items()
            }
        return {
            name: tuple(sorted(filter(None, values), reverse=name == "year"))
            for name, values in found.items()
        }


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    columns = documents.c
    kept: list[ColumnElement[bool]] = []
    for word in sought.words.split()[:8]:
        kept.append(
            or_(
                *(
                    one.icontains(word, autoescape=True)
                    for one in (columns.source, columns.title, columns.body)
                )
            )
        )
    if sought.body:
        kept.append(columns.body == sought.body)
    if sought.kind:
        kept.append(columns.kind == sought.kind)
    if sought.year:
        kept.append(columns.date.startswith(sought.year, autoescape=True))
    return kept


def _counts(connection: Connection, hashes: Sequence[str]) -> dict[str, int]:
    of = statements.c.document
    asked = select(of, func.count()).where(of.in_(hashes)).group_by(of)
    return {row[0]: row[1] for row in connection.execute(asked)}


def _lights(connection: Connection, hashes: Sequence[str], day: str) -> dict[str, dict[str, int]]:
    of = statements.c.document
    light = case(
        (statements.c.state == "closed", "blue"),
        (days.c.red <= day, "red"),
        (days.c.yellow <= day, "yellow"),
        else_="green",
    )
    asked = (
        select(of, light, func.count())
        .join(days, days.c.number == statements.c.number)
        .where(of.in_(hashes), or_(days.c.is_open == 1, statements.c.state == "closed"))
        .group_by(of, light)
    )
    found: dict[str, dict[str, int]] = {}
    for document, name, number in connection.execute(asked):
        found.setdefault(document, dict.fromkeys(LIGHTS, 0))[name] = number
    return found
