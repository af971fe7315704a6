"""The fields that a search can ask for, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

TAKES = ("words", "type", "force", "kind", "grade", "state", "review", "light", "has", "is", "until", "date")
OPERATORS = ("and", "or", "not")
_SOURCE = "search_fields"


@dataclass(frozen=True, slots=True)
class SearchFields:
    """``takes`` gives what each field takes; ``names`` the field of each name, in small letters.

    ``has`` and ``is_`` give the value of each word for it, ``operators`` the operator (``and``, ``or``,
    ``not``) of each word; ``shown`` is the first Chinese name of each field.
    """

    takes: Mapping[str, str]
    names: Mapping[str, str]
    shown: Mapping[str, str]
    has: Mapping[str, str]
    is_: Mapping[str, str]
    operators: Mapping[str, str]


@cache
def search_fields() -> SearchFields:
    """Load the fields once.

    Raises:
        LexiconError: a field takes what is not known, or a name means two fields.
    """
    raw = load(_SOURCE)
    only_keys(_SOURCE, raw, ("fields", "has", "is", "operators"))
    takes, named, shown = {}, {}, {}
    for name, row in _mapping(raw, "fields").items():
        only_keys(_SOURCE, row, ("takes", "names"))
        if row.get("takes") not in TAKES:
            raise LexiconError(
                f"data/{_SOURCE}.yaml: “{name}” takes {row.get('takes')!r}, which is not known"
            )
        takes[name] = str(row["takes"])
        named[name] = words(_SOURCE, row, "names")
        shown[name] = named[name][0]
    return SearchFields(
        takes,
        _by_word(named),
        shown,
        _by_word(_lists(raw, "has")),
        _by_word(_lists(raw, "is")),
        _by_word(_lists(raw, "operators"), own=False, small=False),
    )


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = raw.get(key)
    if not isinstance(table, dict) or not table:
        raise LexiconError(f"data/{_SOURCE}.yaml: “{key}” must be a mapping")
    return table


def _lists(raw: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    table = _mapping(raw, key)
    return {name: words(_SOURCE, table, name) for name in table}


def _by_word(table: Mapping[str, tuple[str, ...]], *, own: bool = True, small: bool = True) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, said in table.items():
        for word in (name, *said) if own else said:
            key = word.lower() if small else word
            if found.setdefault(key, name) != name:
                raise LexiconError(f"data/{_SOURCE}.yaml: “{word}” means {found[key]} and {name}")
    return found
