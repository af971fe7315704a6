"""Words that tell a deadline from a time word that names a thing, from data/deadlines.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from luoshi.lexicon.load import load, only_keys, words

LISTS = (
    *("base_before", "base_behind", "governing", "manner", "things", "things_of_year", "titles", "heads"),
    *(
        "running_year",
        "past",
        "past_behind",
        "length_behind",
        "length_before",
        "length_past",
        "length_units",
        "length_units_whole",
    ),
    *("length_not_after", "length_not_before", "rate_before", "standing"),
)


@cache
def deadline_words() -> Mapping[str, tuple[str, ...]]:
    """Load the lists once.

    Raises:
        LexiconError: a list is missing or misformed; the message names file and key.
    """
    table = load("deadlines")
    only_keys("deadlines", table, LISTS)
    return {key: words("deadlines", table, key) for key in LISTS}
