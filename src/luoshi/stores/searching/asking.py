"""What a query asks of the index: pages of hits in their order, and how many there are.

The order: first what holds all the words as one phrase, then what has them in its heading, then the rest; in
each of these the statements of later documents before those of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from luoshi.searching.query import And, Field, Not, Or, Query, Word, wanted_words, whole_phrase
from luoshi.stores.searching import fields, index
from luoshi.stores.searching.entries import MASK

Hit = tuple[int, int]
"""The rank of a hit (higher ones first), and its place."""
COUNTED = 10_000
"""So many hits are counted where other tables must be asked too."""

_LISTED = 30_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query cut in two: what the index answers, and what is asked of the other tables."""

    words: tuple[Query, ...]
    rest: tuple[Query, ...]
    phrase: Word | None
    headed: tuple[Word, ...]
    day: str
    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    """On a place of the index."""


def asked_of(connection: Connection, query: Query, day: str) -> Asked:
    """Cut a query; ``day`` (ISO) is the day that lights are asked for."""
    parts = query.parts if isinstance(query, And) else (query,)
    inside = tuple(part for part in parts if fields.is_indexed(part))
    rest = tuple(part for part in parts if not fields.is_indexed(part))
    found = Asked(inside, rest, whole_phrase(query), tuple(wanted_words(query)), day)
    place = index.of(connection).PLACE
    plain: list[ColumnElement[bool]] = []
    for part in rest:
        if isinstance(part, Field) and fields.is_dated(part):
            found.conditions.append(fields.dated(part, index.of(connection).RANGED))
        elif _without_words(part):
            plain.append(fields.condition(connection, part, day))
        else:
            found.conditions.append(_mixed(connection, part, day))
    if plain:
        asking = [part for part in rest if _without_words(part)]
        found.conditions.append(fields.held(place, plain, asking))
    if connection.dialect.name == "sqlite":  # PostgreSQL weighs by itself what to begin with
        found.conditions.extend(_few(connection, found))
    return found


def _without_words(query: Query) -> bool:
    """Say whether nothing in a query is for the index."""
    if isinstance(query, Word):
        return False
    if isinstance(query, Field):
        return not fields.is_indexed(query)
    if isinstance(query, Not):
        return _without_words(query.part)
    return all(_without_words(part) for part in query.parts)


def _mixed(connection: Connection, query: Query, day: str) -> ColumnElement[bool]:
    """Give a condition on a place where words and fields stand side by side under OR or NOT."""
    place = index.of(connection).PLACE
    if fields.is_indexed(query):
        return index.of(connection).meets(query)
    if _without_words(query):
        return fields.held(place, [fields.condition(connection, query, day)], [query])
    if isinstance(query, Not):
        return not_(_mixed(connection, query.part, day))
    joined = and_ if isinstance(query, And) else or_
    parts = query.parts if isinstance(query, And | Or) else ()
    return joined(*(_mixed(connection, part, day) for part in parts))


def _few(connection: Connection, found: Asked) -> Iterator[ColumnElement[bool]]:
    """Say that a row is among those that a field lets through, where they are so few that a list is made.

    To look for a number in a list is much quicker than to ask other tables about the row.
    """
    number = index.of(connection).PLACE.op("&")(MASK)
    for part in found.rest:
        terms = fields.terms(connection, part, found.day) if isinstance(part, Field) else []
        for source in terms[0].sources if len(terms) == 1 else ():
            if source.many(connection, 0, _LISTED) < _LISTED:
                yield number.in_(source.numbers(0, _LISTED).order_by(None).limit(None).scalar_subquery())
                break


def hits(connection: Connection, found: Asked, *, after: Hit | None, limit: int) -> list[Hit]:
    """Give the hits past one, at most ``limit``."""
    return index.of(connection).hits(connection, found, after, limit)


def count(connection: Connection, found: Asked) -> tuple[int, bool]:
    """Give the number of hits and whether it is exact, or at least so many."""
    asked = index.of(connection).matching(found)
    if not found.conditions:
        return int(connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()), True
    some = asked.limit(COUNTED + 1).subquery()
    many = int(connection.execute(select(func.count()).select_from(some)).scalar_one())
    return min(many, COUNTED), many <= COUNTED


def numbers(found: list[Hit]) -> list[int]:
    """Give the numbers of the rows of hits."""
    return [place & MASK for _, place in found]
