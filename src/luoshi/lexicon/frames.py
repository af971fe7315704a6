"""Words that show what part of a text a clause stands in, and what it does there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import alternatives, load, only_keys, words

HEADINGS = ("review", "problem", "plan")
CLAUSES = ("past", "future", "fault", "vow", "told", "lately", "ahead")
CUES = ("order", "will", "done", "going", "growth", "fault", "meet", "say", "ground", "people")


@dataclass(frozen=True, slots=True)
class Frames:
    """Compiled forms of ``data/frames.yaml`` and ``data/cues.yaml``.

    ``opening`` finds the words that open a stretch, ``opens`` says which stretch;
    ``cue`` finds cue words, ``cues`` gives the letters of their classes.
    """

    headings: tuple[tuple[str, re.Pattern[str]], ...]
    opening: re.Pattern[str]
    opens: dict[str, str]
    cue: re.Pattern[str]
    cues: dict[str, tuple[str, ...]]


@cache
def frames() -> Frames:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("frames")
    only_keys("frames", raw, ("headings", "clauses"))
    heads, inner = raw.get("headings"), raw.get("clauses")
    if not isinstance(heads, dict) or not isinstance(inner, dict):
        raise LexiconError("data/frames.yaml: “headings” and “clauses” must be mappings")
    only_keys("frames", heads, HEADINGS)
    only_keys("frames", inner, CLAUSES)
    opens = {word: name for name in CLAUSES for word in words("frames", inner, name)}
    table = load("cues")
    only_keys("cues", table, CUES)
    cues: dict[str, tuple[str, ...]] = {}
    for name in CUES:
        for word in words("cues", table, name):
            cues[word] = (*cues.get(word, ()), name)
    return Frames(
        headings=tuple((name, re.compile(alternatives(words("frames", heads, name)))) for name in HEADINGS),
        opening=re.compile(alternatives(opens)),
        opens=opens,
        cue=re.compile(alternatives(cues)),
        cues=cues,
    )
