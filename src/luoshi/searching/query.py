"""What is asked for: words and fields under AND, OR and NOT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of characters that must stand in the text; ``folded`` as ``fold`` gives it, never empty.

    ``quoted``: it was given in quotation marks. ``at`` is its place in the query (code points from 0).
    """

    folded: str
    quoted: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the statement that must have a value.

    ``name`` is that of ``data/search_fields.yaml``, ``value`` what the record has for the word that was given
    (``binding``), or the word; for days ``first`` and ``last`` are ISO dates, both inclusive, ``None`` where
    open.
    """

    name: str
    value: str
    first: str | None = None
    last: str | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not meet it."""

    part: Query


Query = Word | Field | And | Or | Not


def wanted_words(query: Query) -> Iterator[Word]:
    """Give the words that are asked for, not those that are excluded, in their order."""
    if isinstance(query, Word):
        yield query
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from wanted_words(part)


def named_fields(query: Query) -> Iterator[Field]:
    """Give the fields that are named anywhere."""
    if isinstance(query, Field):
        yield query
    elif isinstance(query, Not):
        yield from named_fields(query.part)
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from named_fields(part)


def whole_phrase(query: Query) -> Word | None:
    """Give the words that stand side by side in the query as one; ``None`` where fewer than two do.

    Chinese is joined as it is written, Latin words and numbers by a space.
    """
    said = [part for part in query.parts if isinstance(part, Word)] if isinstance(query, And) else []
    if len(said) < 2:
        return None
    joined = said[0].folded
    for part in said[1:]:
        between = " " if joined[-1].isascii() and part.folded[0].isascii() else ""
        joined += between + part.folded
    return Word(joined)


def holds(query: Query, folded: str) -> bool:
    """Say whether a folded text meets a query; its fields count as met."""
    if isinstance(query, Word):
        return query.folded in folded
    if isinstance(query, And):
        return all(holds(part, folded) for part in query.parts)
    if isinstance(query, Or):
        return any(holds(part, folded) for part in query.parts)
    if isinstance(query, Not):
        return isinstance(query.part, Field) or not holds(query.part, folded)
    return True
