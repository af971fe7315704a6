"""Words for one thing: ``双碳`` and ``碳达峰碳中和``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import scanner


@dataclass(frozen=True, slots=True)
class Synonyms:
    """``word`` finds the words; ``groups`` gives for each the groups that it stands in."""

    word: re.Pattern[str]
    groups: dict[str, tuple[tuple[str, ...], ...]]


@cache
def synonyms() -> Synonyms:
    """Load the groups once.

    Raises:
        LexiconError: a group holds fewer than two words, or one that is no word.
    """
    raw = load("synonyms")
    only_keys("synonyms", raw, ("groups",))
    rows = raw.get("groups")
    if not isinstance(rows, list) or not rows:
        raise LexiconError("data/synonyms.yaml: “groups” must be a list of groups")
    groups: dict[str, tuple[tuple[str, ...], ...]] = {}
    for number, row in enumerate(rows, 1):
        group = words("synonyms", {f"group {number}": row}, f"group {number}")
        if len(group) < 2:
            raise LexiconError(f"data/synonyms.yaml: group {number} has only one word")
        for word in group:
            groups[word] = (*groups.get(word, ()), group)
    return Synonyms(re.compile(scanner(groups)), groups)
