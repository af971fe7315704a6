"""Words of a local text that carry out no provision: vows, frames, routine affairs."""

from __future__ import annotations

import re
from functools import cache

from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import scanner

_KEYS = ("vows", "agenda", "routine")


@cache
def local_matters() -> re.Pattern[str]:
    """Load the words once, as a pattern that finds them.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("local_matters")
    only_keys("local_matters", raw, _KEYS)
    return re.compile(scanner({word for key in _KEYS for word in words("local_matters", raw, key)}))
