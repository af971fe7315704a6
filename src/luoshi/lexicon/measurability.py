"""Words that tell whether somebody could go and look whether a commitment was kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import any_of

THINGS = ("documents", "events", "institutions", "works", "programmes")
REASONS = ("A", "B_number", "B_date", "C", "D")


@dataclass(frozen=True, slots=True)
class MeasurabilityWords:
    """``thing`` finds one of ``things`` at the end of its phrase; ``why`` gives the reason of each grade."""

    deeds: frozenset[str]
    things: tuple[str, ...]
    thing: re.Pattern[str]
    why: dict[str, str]


@cache
def measurability_words() -> MeasurabilityWords:
    """Load the words once.

    Raises:
        LexiconError: a list or a reason is missing or misformed.
    """
    raw = load("measurability")
    only_keys("measurability", raw, ("deeds", "things", "why"))
    things, why = raw.get("things"), raw.get("why")
    if not isinstance(things, dict) or not isinstance(why, dict):
        raise LexiconError("data/measurability.yaml: “things” and “why” must be mappings")
    only_keys("measurability", things, THINGS)
    only_keys("measurability", why, REASONS)
    for grade in REASONS:
        if not isinstance(why.get(grade), str):
            raise LexiconError(f"data/measurability.yaml: “why” has no reason for {grade}")
    every = tuple(word for kind in THINGS for word in words("measurability", things, kind))
    return MeasurabilityWords(
        deeds=frozenset(words("measurability", raw, "deeds")),
        things=every,
        thing=re.compile(f"{any_of(every)}(?:等|、|和|建设|编制|$|[，,；;。）)])"),
        why=why,
    )
