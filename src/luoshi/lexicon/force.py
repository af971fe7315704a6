"""Words that say how binding a commitment is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import Words, any_of

FORCES = ("binding", "firm", "directional", "striving", "exploratory")


@dataclass(frozen=True, slots=True)
class ForceWords:
    """Compiled forms of ``data/force.yaml``.

    ``auxiliary`` finds auxiliaries and the ``exceptions`` that only look like one; ``auxiliaries`` and
    ``verbs`` give the force of each word, ``verb`` is a pattern for one verb.
    """

    auxiliary: Words
    exceptions: tuple[str, ...]
    auxiliaries: dict[str, str]
    verb: str
    verbs: dict[str, str]
    others: frozenset[str]


@cache
def force_words() -> ForceWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed, or a verb has two forces.
    """
    raw = load("force")
    only_keys("force", raw, ("auxiliaries", "exceptions", "orders", "verbs", "others"))
    aux, verbs = raw.get("auxiliaries"), raw.get("verbs")
    if not isinstance(aux, dict) or not isinstance(verbs, dict):
        raise LexiconError("data/force.yaml: “auxiliaries” and “verbs” must be mappings")
    only_keys("force", aux, FORCES)
    only_keys("force", verbs, FORCES)
    auxiliaries = {word: name for name in aux for word in words("force", aux, name)}
    auxiliaries.update(dict.fromkeys(words("force", raw, "orders"), "firm"))
    by_verb: dict[str, str] = {}
    for name in verbs:
        for word in words("force", verbs, name):
            if word in by_verb:
                raise LexiconError(f"data/force.yaml: “{word}” is both {by_verb[word]} and {name}")
            by_verb[word] = name
    exceptions = words("force", raw, "exceptions")
    return ForceWords(
        auxiliary=Words({*auxiliaries, *exceptions}),
        exceptions=exceptions,
        auxiliaries=auxiliaries,
        verb=any_of(by_verb),
        verbs=by_verb,
        others=frozenset(words("force", raw, "others")),
    )
