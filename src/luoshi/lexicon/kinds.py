"""Words that tell what kind of commitment a text makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import Words

KINDS = ("study", "publicity", "monitoring", "principle", "project", "goal")
_WORDED = ("study", "publicity", "monitoring", "principle", "goal")


@dataclass(frozen=True, slots=True)
class KindWords:
    """Compiled forms of ``data/kinds.yaml``.

    ``verbs`` gives the kinds that a governing verb speaks for; ``cue`` finds words that speak
    for a kind wherever they stand and ``cues`` says for which (``thing`` for a thing built).
    """

    verbs: dict[str, frozenset[str]]
    sure: frozenset[str]
    ends: frozenset[str]
    cue: Words
    cues: dict[str, str]


@cache
def kind_words() -> KindWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed, or a word speaks for two kinds.
    """
    raw = load("kinds")
    only_keys("kinds", raw, (*KINDS, "ends"))
    verbs: dict[str, set[str]] = {}
    cues: dict[str, str] = {}
    for kind in KINDS:
        table = raw.get(kind)
        if not isinstance(table, dict):
            raise LexiconError(f"data/kinds.yaml: “{kind}” must be a mapping")
        only_keys("kinds", table, ("verbs", "words", "sure", "things"))
        for verb in words("kinds", table, "verbs"):
            verbs.setdefault(verb, set()).add(kind)
        for word in words("kinds", table, "words" if kind in _WORDED else "things"):
            if word in cues:
                raise LexiconError(f"data/kinds.yaml: “{word}” speaks for {cues[word]} and {kind}")
            cues[word] = kind if kind in _WORDED else "thing"
    return KindWords(
        verbs={verb: frozenset(kinds) for verb, kinds in verbs.items()},
        sure=frozenset(words("kinds", raw["project"], "sure")),
        ends=frozenset(words("kinds", raw, "ends")),
        cue=Words(cues),
        cues=cues,
    )
