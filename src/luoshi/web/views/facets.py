"""The counts of a search by value, each as a query that is narrowed by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from luoshi.app.search import understood
from luoshi.app.wording import Wording
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.search_fields import search_fields
from luoshi.lexicon.themes import finer_name
from luoshi.searching.query import Or

if TYPE_CHECKING:
    from luoshi.stores import Facets

_FIELDS: Final = {
    "zone": "zone",
    "theme": "theme",
    "lead": "lead",
    "type": "type",
    "force": "force",
    "kind": "kind",
    "state": "state",
    "light": "light",
    "year": "date",
}
"""The facets that are shown, in this order, with the field of the query that narrows by each."""
_FREE: Final = frozenset({"zone", "theme", "lead", "year"})
_SHOWN: Final = 8
_QUOTES: Final = (("“", "”"), ("「", "」"))
_SIGNS: Final = frozenset(' \t\n　,，、()（）"＂“”「」『』')


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet: its name for the page, its values as (word, count, address); an empty address: no link."""

    name: str
    values: tuple[tuple[str, int, str], ...]


def facets_of(facets: Facets, words: Wording, query: str, address: Callable[..., str]) -> list[Counted]:
    """Give the facets that tell hits apart; ``address`` gives the page's own with another ``q``."""
    whole = f"（{query}）" if isinstance(understood(query), Or) else query
    return [
        Counted(name, found)
        for name, field in _FIELDS.items()
        if len(found := tuple(_values(facets, words, name, (whole, field, address)))) > 1
    ]


def _values(
    facets: Facets, words: Wording, name: str, asked: tuple[str, str, Callable[..., str]]
) -> Iterator[tuple[str, int, str]]:
    whole, field, address = asked
    for value, count in facets.counts.get(name, ())[:_SHOWN]:
        part = narrowing(field, value if name in _FREE else _word(words, name, value), words.language)
        href = address(q=f"{whole} {part}") if part else ""
        yield _shown(words, name, value), count, href


def _shown(words: Wording, name: str, value: str) -> str:
    if name == "light":
        return say_on_page(words.language, f"site.light.{value}")
    if name == "theme":
        return finer_name(value, words.language)
    return value if name in _FREE else _word(words, name, value)


def _word(words: Wording, name: str, value: str) -> str:
    if name == "light":
        return say_on_page(words.language, f"site.light.{value}")
    return words.state(value) if name == "state" else words.value(name, value)


def narrowing(field: str, value: str, language: str = "zh") -> str:
    """Give a field with a value as the query language has it; empty where no quotation can hold the value."""
    shown = f"{search_fields().shown[field]}：" if language == "zh" else f"{field}:"
    if not _SIGNS.intersection(value):
        return f"{shown}{value}"
    for opening, closing in _QUOTES:
        if opening not in value and closing not in value:
            return f"{shown}{opening}{value}{closing}"
    return ""
