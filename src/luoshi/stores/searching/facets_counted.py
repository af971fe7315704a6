"""How the hits of a query fall into zones, themes, types, states, lights and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, select

from luoshi.stores import sources, zones
from luoshi.stores.contract import Facets
from luoshi.stores.searching import index
from luoshi.stores.searching.asking import Asked
from luoshi.stores.searching.entries import MASK
from luoshi.stores.tables import days, documents, statements, themes

COUNTED = 3000
"""So many hits are looked at, those of the latest documents."""
_SHOWN = 30  # values of a facet
_COLUMNS = ("type", "force", "kind", "state", "section", "lead")


def facets(connection: Connection, found: Asked) -> Facets:
    """Count the hits by each facet; exact where there are no more than ``COUNTED``."""
    database = index.of(connection)
    asked = database.matching(found).order_by(database.PLACE.desc()).limit(COUNTED + 1)
    places = list(connection.execute(asked).scalars())
    exact, places = len(places) <= COUNTED, places[:COUNTED]
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in (*_COLUMNS, "zone", "theme", "light", "year")
    }
    counts["year"].update(str(date.fromordinal(place >> 32).year) for place in places if place >> 32)
    numbers = sorted(place & MASK for place in places)
    for start in range(0, len(numbers), sources.CHUNK):
        _count(connection, numbers[start : start + sources.CHUNK], counts, found.day)
    listed = {name: _listed(counter.items()) for name, counter in counts.items()}
    return Facets(listed, len(places), exact)


def _count(connection: Connection, numbers: Sequence[int], counts: dict[str, Counter[str]], day: str) -> None:
    some = sources.some(connection, numbers)
    columns = [statements.c[name] for name in _COLUMNS]
    hidden = case((zones.is_hidden(), statements.c.record)).label("record")
    asked = select(*columns, documents.c.body, hidden, days.c.is_open, days.c.yellow, days.c.red)
    asked = (
        asked.join(documents, documents.c.sha256 == statements.c.document)
        .join(days, days.c.number == statements.c.number)
        .where(some(statements.c.number))
    )
    for row in connection.execute(asked):
        for name in _COLUMNS:
            counts[name][getattr(row, name) or ""] += 1
        counts["zone"][row.body or (row.lead if row.record is None else zones.own(row.record)) or ""] += 1
        counts["light"][_light(row, day)] += 1
    asked = select(themes.c.theme).where(some(themes.c.number))
    counts["theme"].update(connection.execute(asked).scalars())


def _light(row: Any, day: str) -> str:  # noqa: ANN401 - a row has the columns that were asked for
    if row.state == "closed":
        return "blue"
    if not row.is_open:
        return ""
    if row.red is not None and row.red <= day:
        return "red"
    return "yellow" if row.yellow is not None and row.yellow <= day else "green"


def _listed(counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(
        sorted(((name, many) for name, many in counted if name), key=lambda one: (-one[1], one[0]))[:_SHOWN]
    )
