"""Units, measure words and scale words: ``data/units.yaml``, checked when first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

SOURCE = "units"
KINDS = frozenset(
    [
        "share",
        "multiple",
        "money",
        "area",
        "length",
        "weight",
        "volume",
        "energy",
        "data",
        "degree",
        "people",
        "count",
        "time",
        "calendar",
        "label",
    ]
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as texts write it, and what a record calls it."""

    word: str
    name: str
    kind: str
    arabic_only: bool
    rank: bool
    not_before: str


@dataclass(frozen=True, slots=True)
class Units:
    """All units: ``by_first`` lists those that begin with a character, longest first."""

    by_first: Mapping[str, tuple[Unit, ...]]
    kind: Mapping[str, str]
    scales: Mapping[str, int]

    def at(self, text: str, start: int) -> Unit | None:
        """The longest unit that stands at ``text[start:]`` and begins no longer word there."""
        for unit in self.by_first.get(text[start : start + 1], ()):
            word = unit.word
            if not text.startswith(word, start):
                continue
            after = text[start + len(word) : start + len(word) + 1]
            if after and after in unit.not_before:
                continue
            if word[-1].isascii() and word[-1].isalpha() and after.isascii() and after.isalpha():
                continue
            return unit
        return None


@cache
def units() -> Units:
    """The units of ``data/units.yaml``.

    Raises:
        LexiconError: the file does not say what it should; the message names the key.
    """
    return parse_units(load(SOURCE))


def parse_units(table: Mapping[str, object]) -> Units:
    """Units from the mapping that ``data/units.yaml`` holds; raises ``LexiconError`` as ``units`` does."""
    only_keys(SOURCE, table, ("scales", "kinds", "aliases", "rank", "arabic_only", "not_before"))
    scales = {
        word: _multiplier(value, f"scales.{word}") for word, value in section(SOURCE, table, "scales").items()
    }
    kinds = section(SOURCE, table, "kinds")
    only_keys(SOURCE, kinds, KINDS)
    kind: dict[str, str] = {}
    for name in kinds:
        for word in words(SOURCE, kinds, name):
            if word in kind:
                raise LexiconError(f"data/units.yaml: “{word}” stands under two kinds; keep one")
            kind[word] = name
    aliases = {word: text(SOURCE, word, name) for word, name in section(SOURCE, table, "aliases").items()}
    not_before = {
        word: text(SOURCE, word, chars) for word, chars in section(SOURCE, table, "not_before").items()
    }
    arabic_only = words(SOURCE, table, "arabic_only")
    rank = words(SOURCE, table, "rank")
    for word in (*aliases, *not_before, *arabic_only, *rank):
        if word not in kind:
            raise LexiconError(f"data/units.yaml: “{word}” stands under no kind; list it there first")
    all_units = [
        Unit(word, aliases.get(word, word), its, word in arabic_only, word in rank, not_before.get(word, ""))
        for word, its in kind.items()
    ]
    named = {aliases.get(word, word): its for word, its in kind.items()}
    return Units(_by_first_character(all_units), named, scales)


def _by_first_character(all_units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    grouped: dict[str, list[Unit]] = {}
    for unit in all_units:
        grouped.setdefault(unit.word[0], []).append(unit)
    return {first: tuple(sorted(same, key=lambda u: -len(u.word))) for first, same in grouped.items()}


def section(source: str, table: Mapping[str, object], key: str) -> dict[str, object]:
    """``table[key]`` as a mapping from words, or ``LexiconError``."""
    value = table.get(key)
    if not isinstance(value, dict) or not all(isinstance(word, str) and word for word in value):
        raise LexiconError(f"data/{source}.yaml: “{key}” must be a mapping from words")
    return value


def text(source: str, key: str, value: object) -> str:
    """``value`` as a non-empty string, or ``LexiconError``."""
    if not isinstance(value, str) or not value:
        raise LexiconError(f"data/{source}.yaml: “{key}” holds {value!r}, which is no word; quote it")
    return value


def _multiplier(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise LexiconError(f"data/units.yaml: “{where}” must be a whole number above 0")
    return value
