"""What an index holds of a text: each character, and each pair of neighbours.

A word of one or two characters is one entry of the index. One of three and more can only stand where all its
pairs do. Entries for a heading open with ``HEADING``, those for values of the record with ``TRAIT``.
"""

from __future__ import annotations

from functools import cache

from luoshi.lexicon.search_fields import search_fields
from luoshi.lexicon.value_words import names_of
from luoshi.model import Statement

HEADING = "\x01"
TRAIT = "\x02"
EVERY = TRAIT
"""The entry that every statement has."""
GRADES = ("A", "B", "C", "D")
TRAIT_FIELDS = frozenset(("type", "force", "kind", "grade", "has"))
"""The fields of a query that an index answers for."""
Trait = tuple[str, str]
"""A field and its value, such as ``("force", "binding")``."""


def grams(folded: str, opening: str = "") -> list[str]:
    """Give the entries that, one after the other, say that a word stands there."""
    if len(folded) < 2:
        return [opening + folded]
    return [opening + folded[at : at + 2] for at in range(len(folded) - 1)]


def entries(folded: str, opening: str = "") -> list[str]:
    """Give the entries of a text: its pairs in their order, then each of its characters once."""
    pairs = grams(folded, opening) if len(folded) > 1 else []
    return pairs + [opening + character for character in sorted(set(folded))]


@cache
def known_traits() -> tuple[Trait, ...]:
    """Give the values of the record that an index answers for, always in the same order."""
    named = [(field, name) for field in ("type", "force", "kind") for name in names_of(field)]
    has = sorted(set(search_fields().has.values()))
    return (*named, *(("grade", grade) for grade in GRADES), *(("has", name) for name in has))


def traits(statement: Statement) -> frozenset[Trait]:
    """Give those that a statement has."""
    measured = statement.measurability
    said = {
        "type": statement.type,
        "force": statement.force,
        "kind": statement.kind,
        "grade": measured.grade if measured else None,
    }
    has = {
        "target": statement.targets,
        "deadline": statement.deadline,
        "unit": statement.actors,
        "theme": statement.themes,
        "force": statement.force,
        "list": statement.enumeration,
        "vague": statement.vague,
        "doubt": statement.doubtful,
    }
    found = {(name, value) for name, value in said.items() if value}
    return frozenset(found | {("has", name) for name, value in has.items() if value})


def trait_entry(trait: Trait) -> str:
    """Give the entry for a value."""
    return f"{TRAIT}{trait[0]}={trait[1]}"
