"""How a shortcoming is told as a fact, and how one is only looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.lexicon.load import alternatives, load, only_keys, words


@dataclass(frozen=True, slots=True)
class Faults:
    """Compiled forms of ``data/faults.yaml``.

    ``lacking`` searches a clause's end for a predicate, ``named`` for a noun, each of which ends
    with one of the letters ``lasts``; ``sought`` finds a verb whose object is a fault,
    ``looked_for`` an order to find faults.
    """

    lasts: frozenset[str]
    lacking: re.Pattern[str]
    named: re.Pattern[str]
    sought: re.Pattern[str]
    looked_for: re.Pattern[str]


@cache
def faults() -> Faults:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("faults")
    keys = ("ends", "nouns", "sought", "looking", "things")
    only_keys("faults", raw, keys)
    ends, nouns, sought, looking, things = (alternatives(words("faults", raw, key)) for key in keys)
    ending = (*words("faults", raw, "ends"), *words("faults", raw, "nouns"))
    return Faults(
        frozenset(word[-1] for word in ending),
        re.compile(f"(?:{ends})$"),
        re.compile(f"(?:{nouns})$"),
        re.compile(sought),
        re.compile(f"(?:{looking})[^，。；]{{0,40}}(?:{things})"),
    )
