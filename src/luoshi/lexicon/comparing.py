"""Units of one size, names of what comes new, and the dimensions of shortcomings: ``data/comparing.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.force import FORCES
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.themes import theme_words
from luoshi.lexicon.trie import any_of
from luoshi.lexicon.units import section, text

SOURCE = "comparing"
GAPS = ("absent", "weaker", "unnumbered", "later", "missed", "level", "alone", "open")
NO_FORCE = "none"


@dataclass(frozen=True, slots=True)
class ComparingWords:
    """``sizes`` gives for a unit its family and how many of that family's own unit it is.

    ``added`` matches the opening of a name that counts what comes new; ``dimension`` finds the words
    of dimensions, ``themes`` gives the finer themes of each. ``why`` says of each gap why it is one,
    ``forces`` names the forces in it.
    """

    added: re.Pattern[str]
    sizes: Mapping[str, tuple[str, float]]
    dimension: re.Pattern[str]
    themes: Mapping[str, tuple[str, ...]]
    why: Mapping[str, str]
    forces: Mapping[str, str]


@cache
def comparing_words() -> ComparingWords:
    """Load the words once.

    Raises:
        LexiconError: the file does not say what it should; the message names the key.
    """
    return parse_comparing_words(load(SOURCE))


def parse_comparing_words(table: Mapping[str, object]) -> ComparingWords:
    """Words from the mapping that the file holds; raises ``LexiconError`` as ``comparing_words`` does."""
    only_keys(SOURCE, table, ("added", "conversions", "dimensions", "why", "forces"))
    dimensions = section(SOURCE, table, "dimensions")
    themes = {word: words(SOURCE, dimensions, word) for word in dimensions}
    for word, named in themes.items():
        for theme in named:
            if theme not in theme_words().field_of:
                raise LexiconError(
                    f"data/{SOURCE}.yaml: “{word}” names “{theme}”, which is no theme of themes.yaml"
                )
    return ComparingWords(
        re.compile(any_of(words(SOURCE, table, "added"))),
        _sizes(table),
        re.compile(any_of(themes)),
        themes,
        _named(table, "why", GAPS),
        _named(table, "forces", (*FORCES, NO_FORCE)),
    )


def _named(table: Mapping[str, object], key: str, every: tuple[str, ...]) -> dict[str, str]:
    entries = section(SOURCE, table, key)
    only_keys(SOURCE, entries, every)
    return {name: text(SOURCE, f"{key}.{name}", entries.get(name)) for name in every}


def _sizes(table: Mapping[str, object]) -> dict[str, tuple[str, float]]:
    sizes: dict[str, tuple[str, float]] = {}
    for family, entry in section(SOURCE, table, "conversions").items():
        for unit, size in section(SOURCE, {family: entry}, family).items():
            if isinstance(size, bool) or not isinstance(size, int | float) or size <= 0:
                raise LexiconError(f"data/{SOURCE}.yaml: “{family}.{unit}” must be a number above 0")
            if unit in sizes:
                raise LexiconError(f"data/{SOURCE}.yaml: “{unit}” stands in two families; keep one")
            sizes[unit] = (family, float(size))
    return sizes
