"""Fields of a query that the index does not answer for, as conditions on the other tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)

from luoshi.searching.folding import simplified
from luoshi.searching.grams import TRAIT_FIELDS
from luoshi.searching.query import And, Field, Not, Query, Word, named_fields
from luoshi.stores import zones
from luoshi.stores.contract import Filter
from luoshi.stores.projecting import key
from luoshi.stores.searching.entries import MASK, first_place
from luoshi.stores.tables import bodies, days, documents, statements
from luoshi.stores.terms import Wanted, terms_of

Place = ColumnElement[int]
_FILTERS: Mapping[str, Callable[[str], Filter]] = {
    "theme": lambda said: Filter(theme=said),
    "unit": lambda said: Filter(actor=said),
    "lead": lambda said: Filter(lead=said),
    "supporting": lambda said: Filter(supporting=said),
    "state": lambda said: Filter(state=said),
    "review": lambda said: Filter(review=said),
}
_DATED = ("date", "before", "after")
_OF_DAYS = frozenset(("until", "light", "is"))
DOCUMENT_FIELDS = frozenset((*_DATED, "zone", "doc"))
"""Fields that a whole document has too."""


def is_indexed(query: Query) -> bool:
    """Say whether the index alone answers."""
    return all(field.name == "heading" or field.name in TRAIT_FIELDS for field in named_fields(query))


def is_dated(query: Query) -> bool:
    """Say whether it asks for a stretch of places."""
    return isinstance(query, Field) and query.name in _DATED


def dated(field: Field, place: Place) -> ColumnElement[bool]:
    """Give the condition that the day of a row's document lies in a field's days."""
    held = [place >= first_place(field.first or date.min.isoformat())]
    if field.last is not None:
        held.append(place < first_place((date.fromisoformat(field.last) + timedelta(1)).isoformat()))
    return and_(*held)


def filters_of(field: Field, day: str) -> list[Filter]:
    """Give the filters that a field stands for, one of which must hold; none where it has no such filter."""
    if field.name in _FILTERS:
        words = {field.value} if field.name in ("state", "review") else {field.value, simplified(field.value)}
        return [_FILTERS[field.name](word) for word in sorted(words)]
    if field.name == "light":
        return [Filter(light=field.value, on=day)]
    if field.name == "until":
        return [Filter(due_from=field.first, due_until=field.last)]
    if field.name == "is":
        return [Filter(is_open=True) if field.value == "open" else Filter(unmatched=True)]
    return []


def terms(connection: Connection, field: Field, day: str) -> list[Wanted]:
    """Give the terms of a field's filters; those that no row can fit are left out."""
    found = [terms_of(connection, wanted) for wanted in filters_of(field, day)]
    return [each for each in found if not each.nothing]


def condition(connection: Connection, query: Query, day: str) -> ColumnElement[bool]:
    """Give a query of such fields as a condition on ``statements``, ``days`` and ``documents``."""
    if isinstance(query, Field):
        return _field(connection, query, day)
    if isinstance(query, Not):
        return not_(condition(connection, query.part, day))
    if isinstance(query, Word):
        raise TypeError(query)
    parts = [condition(connection, part, day) for part in query.parts]
    return and_(*parts) if isinstance(query, And) else or_(*parts)


def held(
    place: Place, conditions: Sequence[ColumnElement[bool]], asked_for: Sequence[Query]
) -> ColumnElement[bool]:
    """Say that the row at a place meets conditions on the other tables; ``asked_for`` is what they say."""
    names = {field.name for part in asked_for for field in named_fields(part)}
    asked = select(literal(1)).select_from(statements)
    if names & _OF_DAYS:
        asked = asked.join(days, days.c.number == statements.c.number)
    if names & DOCUMENT_FIELDS:
        asked = asked.join(documents, documents.c.sha256 == statements.c.document)
    return asked.where(statements.c.number == place.op("&")(MASK), *conditions).exists()


def about_document(field: Field) -> ColumnElement[bool]:
    """Give a field that a document has as a condition on ``documents``."""
    columns = documents.c
    if field.name in _DATED:
        said = func.coalesce(columns.date, "")
        return and_(said >= (field.first or "0"), said <= (field.last or "9999-99-99"), said != "")
    named = [_holds(column, field.value) for column in (columns.title, columns.source)]
    if field.name == "zone":
        return or_(*named, _holds(columns.body, field.value))
    return or_(*named, columns.sha256.startswith(field.value.lower(), autoescape=True))


def _field(connection: Connection, field: Field, day: str) -> ColumnElement[bool]:
    if field.name == "zone":
        named = terms(connection, replace(field, name="unit"), day)  # none where no body is called so
        return or_(
            _holds(statements.c.section, field.value),
            about_document(field),
            *((_is_named(field.value),) if named else ()),
        )
    if field.name in DOCUMENT_FIELDS:
        return about_document(field)
    found = terms(connection, field, day)
    return or_(*(and_(*each.conditions, *each.dated) for each in found)) if found else false()


def _is_named(said: str) -> ColumnElement[bool]:
    """Say that a row's text names a body so; whom it was handed to is not of the text."""
    of_text = or_(bodies.c.role == "named", not_(zones.is_handed()))
    asked = select(literal(1)).where(bodies.c.number == statements.c.number, _holds(bodies.c.name, said))
    return asked.where(of_text).exists()


def _holds(column: ColumnElement[str | None], said: str) -> ColumnElement[bool]:
    """Say that a column holds a word, as it was written or with simplified characters."""
    words = {key(said), key(simplified(said))}
    whole = func.coalesce(column, "")
    return or_(*(type_coerce(func.replace(whole, word, "") != whole, Boolean) for word in sorted(words)))
