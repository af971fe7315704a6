"""Known indicators, their names and directions: ``data/indicators.yaml``, checked when first used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

SOURCE = "indicators"
DIRECTIONS = ("at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A known indicator.

    ``direction`` is ``at_least`` or ``at_most``: which side of a target counts as reached;
    ``down`` says that the target is a fall, so that a larger fall is better.
    """

    id: str
    names: tuple[str, ...]
    direction: str
    unit: str
    down: bool = False


@dataclass(frozen=True, slots=True)
class Indicators:
    """All known indicators by id and by name; ``prefixes`` and ``suffixes`` are longest first."""

    by_id: Mapping[str, Indicator]
    by_name: Mapping[str, Indicator]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]

    def find(self, name: str) -> Indicator | None:
        """The indicator that ``name`` calls, whoever's it is (全市生产总值, GDP增速); else ``None``."""
        found = self.by_name.get(name)
        while found is None:
            shorter = self._shorter(name)
            if shorter is None:
                return None
            name = shorter
            found = self.by_name.get(name)
        return found

    def _shorter(self, name: str) -> str | None:
        for prefix in self.prefixes:
            if name.startswith(prefix) and len(prefix) < len(name):
                return name[len(prefix) :]
        for suffix in self.suffixes:
            if name.endswith(suffix) and len(suffix) < len(name):
                return name[: -len(suffix)]
        return None


@cache
def indicators() -> Indicators:
    """The indicators of ``data/indicators.yaml``.

    Raises:
        LexiconError: the file does not say what it should; the message names the key.
    """
    return parse_indicators(load(SOURCE))


def parse_indicators(table: Mapping[str, object]) -> Indicators:
    """Indicators from the mapping that the file holds; raises ``LexiconError`` as ``indicators`` does."""
    only_keys(SOURCE, table, ("prefixes", "suffixes", "indicators"))
    entries = table.get("indicators")
    if not isinstance(entries, dict) or not entries:
        raise LexiconError(f"data/{SOURCE}.yaml: “indicators” must be a mapping from ids")
    by_id = {key: _indicator(key, entry) for key, entry in entries.items()}
    by_name: dict[str, Indicator] = {}
    for known in by_id.values():
        for name in known.names:
            if name in by_name:
                raise LexiconError(f"data/{SOURCE}.yaml: “{name}” names two indicators; keep one")
            by_name[name] = known
    prefixes, suffixes = (
        tuple(sorted(words(SOURCE, table, key), key=len, reverse=True)) for key in ("prefixes", "suffixes")
    )
    return Indicators(by_id, by_name, prefixes, suffixes)


def _indicator(key: object, entry: object) -> Indicator:
    if not isinstance(key, str) or not isinstance(entry, dict):
        raise LexiconError(f"data/{SOURCE}.yaml: “{key}” must be an id with a mapping")
    only_keys(SOURCE, entry, ("names", "direction", "unit", "down"))
    direction, unit = entry.get("direction"), entry.get("unit")
    if direction not in DIRECTIONS:
        raise LexiconError(f"data/{SOURCE}.yaml: “{key}.direction” must be at_least or at_most")
    if not isinstance(unit, str) or not unit:
        raise LexiconError(f"data/{SOURCE}.yaml: “{key}.unit” must be a unit as texts write it")
    return Indicator(key, words(SOURCE, entry, "names"), direction, unit, entry.get("down") is True)
