"""What the index of a ledger holds of a statement, as each database takes it; without its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from luoshi.model import Statement
from luoshi.searching.folding import fold
from luoshi.searching.grams import EVERY, HEADING, Trait, entries, known_traits, trait_entry, traits

BETWEEN = "\n"
"""Stands between two entries; no folded text holds one."""


def columns(statement: Statement, database: str) -> dict[str, Any]:
    """Give the columns of a statement in the index of ``sqlite`` or ``postgresql``."""
    text, found = fold(statement.text), traits(statement)
    heading = fold(statement.section[-1]) if statement.section else ""  # the innermost
    if database == "sqlite":
        said = [*entries(text), *entries(heading, HEADING), EVERY, *sorted(map(trait_entry, found))]
        return {"words": BETWEEN.join(said)}
    return {"text": text, "heading": heading, "traits": bits(found)}


def document_words(values: Mapping[str, Any], database: str) -> str:
    """Give what the index takes of a document, given as the columns of its table.

    SQLite takes the entries of its text, PostgreSQL the text itself.
    """
    folded = searched(values)
    return BETWEEN.join(sorted(set(entries(folded)))) if database == "sqlite" else folded


def searched(values: Mapping[str, Any]) -> str:
    """Give all of a document that is searched, folded."""
    said = (values[name] for name in ("title", "source", "body", "text"))
    return fold(BETWEEN.join(words or "" for words in said))


def bits(found: Collection[Trait]) -> int:
    """Give traits as bits; values that are not known can not be asked for either."""
    places = _places()
    return sum(places[trait] for trait in set(found) if trait in places)


@cache
def _places() -> dict[Trait, int]:
    return {trait: 1 << at for at, trait in enumerate(known_traits())}
