"""How many rows have which light on a day: in all, by theme, by the body in the lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, literal, select, union_all
from sqlalchemy.sql.selectable import Subquery

from luoshi.ledger.lights import LIGHTS
from luoshi.stores import units
from luoshi.stores.projecting import key
from luoshi.stores.tables import days, events, statements, themes

_LOOKED = 500  # events


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows by light: ``lights`` has each of ``ledger.lights.LIGHTS``; ``done`` is the sum of their percents.

    A closed row counts as 100 percent, one without a report as 0.
    """

    name: str
    lights: Mapping[str, int]
    done: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.lights.values())

    @property
    def share(self) -> int:
        """The mean of the percentages reported."""
        return round(self.done / self.rows) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """The rows that are handed out or closed; ``waiting`` are those at work that nobody was handed yet.

    ``by_theme`` and ``by_unit`` begin with those that have most rows; a row with two themes counts in both.
    """

    all: Tally
    waiting: int
    by_theme: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]


def tallies(connection: Connection, day: str, unit: str | None = None) -> Tallies:
    """Count on a day (ISO), ``unit``: only the rows that are the unit's own (``Filter.unit``)."""
    lit = _lit(day, unit)
    counted = (func.count(), func.sum(lit.c.done))
    by_theme = connection.execute(
        select(themes.c.theme, lit.c.light, *counted)
        .join(lit, lit.c.number == themes.c.number)
        .group_by(themes.c.theme, lit.c.light)
    )
    by_unit = _tallied(
        connection.execute(select(lit.c.lead, lit.c.light, *counted).group_by(lit.c.lead, lit.c.light))
    )
    whole = {light: sum(each.lights[light] for each in by_unit) for light in LIGHTS}
    done = sum(each.done for each in by_unit)
    return Tallies(Tally("", whole, done), _waiting(connection, unit), _tallied(by_theme), by_unit)


def _lit(day: str, unit: str | None) -> Subquery:
    light = case((days.c.red <= day, "red"), (days.c.yellow <= day, "yellow"), else_="green")
    done, lead = func.coalesce(statements.c.percentage, 0), func.coalesce(statements.c.lead, "")
    number = statements.c.number
    opened = select(number, light.label("light"), done.label("done"), lead.label("lead"))
    opened = opened.join(days, days.c.number == number).where(days.c.is_open == 1)
    closed = select(number, literal("blue"), literal(100), lead).where(statements.c.state == "closed")
    if unit is not None:
        own = units.is_of(key(unit))
        opened, closed = opened.where(own), closed.where(own)
    return union_all(opened, closed).subquery("lit")


def _waiting(connection: Connection, unit: str | None) -> int:
    asked = (
        select(func.count())
        .select_from(statements)
        .where(statements.c.state == "created", statements.c.review.in_(("pending", "accepted", "corrected")))
    )
    if unit is not None:
        asked = asked.where(units.is_of(key(unit)))
    return int(connection.execute(asked).scalar_one())


def _tallied(rows: Iterable[Any]) -> tuple[Tally, ...]:
    lights: dict[str, dict[str, int]] = {}
    done: dict[str, int] = {}
    for name, light, count, percent in rows:
        lights.setdefault(name, dict.fromkeys(LIGHTS, 0))[light] = count
        done[name] = done.get(name, 0) + int(percent or 0)
    found = (Tally(name, counts, done[name]) for name, counts in lights.items())
    return tuple(sorted(found, key=lambda each: (not each.name, -each.rows, each.name)))


@dataclass(frozen=True, slots=True)
class Touched:
    """The last event on a row: its kind, when (ISO, UTC) and by whom."""

    number: int
    kind: str
    at: str
    author: str


@dataclass(frozen=True, slots=True)
class News:
    """What happened after an event: how many further events there are, and rows touched, the newest first.

    For a unit ``events`` counts its rows that were touched.
    """

    events: int
    rows: tuple[Touched, ...]


def news(connection: Connection, since: int, unit: str | None = None, limit: int = 10) -> News:
    """Tell what happened after the event of a sequence; ``unit``: only with the unit's own rows."""
    if unit is not None:
        return _news_of(connection, since, key(unit), limit)
    head = connection.execute(select(func.max(events.c.sequence))).scalar() or 0
    columns = events.c
    asked = (
        select(columns.subject, columns.kind, columns.at, columns.author)
        .where(columns.sequence > since)
        .order_by(columns.sequence.desc())
        .limit(_LOOKED)
    )
    found: dict[int, Touched] = {}
    for subject, kind, at, author in connection.execute(asked):
        if subject.startswith("#") and subject[1:].isdecimal():
            found.setdefault(int(subject[1:]), Touched(int(subject[1:]), kind, at, author))
    return News(max(0, head - since), tuple(found.values())[:limit])


def _news_of(connection: Connection, since: int, unit: str, limit: int) -> News:
    asked = (
        select(statements.c.number, events.c.kind, events.c.at, events.c.author)
        .join(events, events.c.sequence == statements.c.version)
        .where(statements.c.version > since, units.is_of(unit))
        .order_by(statements.c.version.desc())
    )
    rows = connection.execute(asked).all()
    return News(len(rows), tuple(Touched(*row) for row in rows[:limit]))
