"""Other words for the same thing, from ``data/synonyms.yaml``, where they are asked for."""

from __future__ import annotations

from functools import cache

from luoshi.lexicon.synonyms import synonyms
from luoshi.searching.folding import fold
from luoshi.searching.query import And, Not, Or, Query, Word


def expand(query: Query) -> Query:
    """Give a query whose words may also be met by other words for them; not what is quoted or excluded."""
    if isinstance(query, Word) and not query.quoted:
        others = _others().get(query.folded)
        if not others:
            return query
        return Or((query, *(Word(other, at=query.at) for other in others if other != query.folded)))
    if isinstance(query, And):
        return And(tuple(expand(part) for part in query.parts))
    if isinstance(query, Or):
        return Or(tuple(expand(part) for part in query.parts))
    if isinstance(query, Not):
        return query
    return query


@cache
def _others() -> dict[str, tuple[str, ...]]:
    return {
        fold(word): tuple(dict.fromkeys(fold(other) for group in groups for other in group))
        for word, groups in synonyms().groups.items()
    }
