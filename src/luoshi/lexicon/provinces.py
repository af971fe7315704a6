"""Which province a body, a title or a place name belongs to (``data/provinces.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import alternatives, load, only_keys, words
from luoshi.lexicon.places import places


@dataclass(frozen=True, slots=True)
class Provinces:
    """Compiled form of the list: ``of`` gives the province by a place's long or short name.

    ``nation`` is what stands for the whole country, ``unknown`` for a text that names no place.
    """

    of: Mapping[str, str]
    named: re.Pattern[str]
    nation: str
    unknown: str

    def first(self, *said: str | None) -> str:
        """Give the province of the first place that the words name, the foremost words first."""
        for each in said:
            found = self.named.search(each) if each else None
            if found is not None:
                return self.of[found.group()]
        return self.unknown


@cache
def provinces() -> Provinces:
    """Load the list once.

    Raises:
        LexiconError: the list is misformed, or names a place that ``data/places.yaml`` lacks.
    """
    raw = load("provinces")
    only_keys("provinces", raw, ("nation", "unknown", "provinces"))
    nation, unknown, table = raw.get("nation"), raw.get("unknown"), raw.get("provinces")
    if not isinstance(nation, dict) or not isinstance(unknown, str) or not isinstance(table, dict):
        raise LexiconError("data/provinces.yaml: “nation”, “unknown” and “provinces” are needed")
    only_keys("provinces", nation, ("name", "bodies"))
    country = str(nation.get("name"))
    of = dict.fromkeys(words("provinces", nation, "bodies"), country)
    of |= _by_place(table)
    return Provinces(of, re.compile(alternatives(of)), country, unknown)


def _by_place(table: Mapping[Any, Any]) -> dict[str, str]:
    """Long names, and short ones where they can mean nothing else; a province's own wins (海南)."""
    known, long_by_short = places().names, _shorts()
    of: dict[str, str] = {}
    for province, inside in table.items():
        for place in (province, *inside):
            if place not in known:
                raise LexiconError(f"data/provinces.yaml: “{place}” is no name of data/places.yaml")
            of[place] = province
    for short, place in long_by_short.items():
        if short in known and place in of:
            of.setdefault(short, of[place])
    return of


def _shorts() -> dict[str, str]:
    raw = load("places")
    found = {short: full for full, short in raw["provinces"].items()}
    for full in raw["cities"]:
        found.setdefault(full.removesuffix("市"), full)
    for full, short in raw["prefectures"].items():
        found.setdefault(short, full)
    return found
