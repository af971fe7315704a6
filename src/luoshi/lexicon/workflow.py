"""The table of the workflow: states, steps, reviews, and what each step needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi.lexicon import tables
from luoshi.lexicon.load import load

SAME = "same"
STEPS = (
    "assigned",
    "planned",
    "reported",
    "verified",
    "returned",
    "extended",
    "reminded",
    "closed",
    "reopened",
)
REVIEWS = ("accepted", "corrected", "rejected", "merged", "split")
STANDINGS = ("pending", *REVIEWS, "withdrawn")
"""How the review of a row can stand: before any decision, after each, and without its text."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "assigned": ("lead", "supporting", "leader", "due", "reason"),
    "planned": ("measures", "milestones", "reason"),
    "reported": ("progress", "percentage", "problems", "next_steps", "evidence", "reason"),
    "verified": ("result", "note", "reason"),
    "returned": ("reason",),
    "extended": ("until", "approval", "reason"),
    "reminded": ("to", "reason"),
    "closed": ("reason",),
    "reopened": ("reason",),
}
"""What a table may ask of each step."""
LANGUAGES = ("zh", "en")
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "assigned": ("lead",),
    "reported": ("progress",),
    "extended": ("until", "approval"),
}
_RULE = ("from", "to", "needs")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from which states it may be taken, the state it leads to (``same``: none other), its needs."""

    name: str
    from_: tuple[str, ...]
    to: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """States in the order of the work, steps and reviews; ``words`` are the names that people see.

    ``words[kind, name]`` is ``{"zh": …, "en": …}`` with ``kind`` one of ``state``, ``step``, ``review``.
    ``at_work`` are the reviews in which a row takes steps of the work.
    """

    states: tuple[str, ...]
    steps: Mapping[str, Step]
    reviews: Mapping[str, tuple[str, ...]]
    at_work: frozenset[str]
    words: Mapping[tuple[str, str], Mapping[str, str]]

    def word(self, kind: str, name: str, language: str) -> str:
        """Give the word of a ``state``, ``step`` or ``review``; its name where the table has none."""
        return self.words.get((kind, name), {}).get(language, name)

    def name(self, kind: str, said: str) -> str | None:
        """Give the name that a name or word means, in either language; ``None`` where it means none."""
        known = {name: words for (each, name), words in self.words.items() if each == kind}
        if said in known:
            return said
        return next((name for name, words in known.items() if said in words.values()), None)


@cache
def workflow() -> Workflow:
    """Load the packaged table once.

    Raises:
        LexiconError: it does not hang together; says where.
    """
    return workflow_of(load("workflow"), "data/workflow.yaml")


def workflow_of(raw: Mapping[str, Any], source: str) -> Workflow:
    """Give the workflow that a table describes, checked.

    An office's own may have further states and other ways between them; the steps and the reviews are
    luoshi's, since events are called by them, and so are the states ``created`` and ``closed``.

    Raises:
        LexiconError: naming ``source`` and the place (``steps.closed.from``).
    """
    tables.keys(raw, ("states", "steps", "reviews", "at_work"), source, "/")
    states, steps, reviews = (tables.mapping(raw, key, source) for key in ("states", "steps", "reviews"))
    for name in ("created", "closed"):
        if name not in states:
            raise tables.unknown(source, "states", name, states)
    tables.keys(steps, STEPS, source, "steps")
    tables.keys(reviews, STANDINGS, source, "reviews")
    words: dict[tuple[str, str], Mapping[str, str]] = {}
    for kind, table, more in (("state", states, ()), ("step", steps, _RULE), ("review", reviews, ("next",))):
        for name, entry in table.items():
            place = f"{kind}s.{name}"
            if not isinstance(entry, dict):
                raise tables.shape(source, place, "mapping")
            tables.keys(entry, (*LANGUAGES, *more), source, place)
            words[kind, name] = _words(entry, source, place)
    _apart(words, source)
    return Workflow(
        tuple(states),
        {name: _step(name, steps[name], tuple(states), source) for name in STEPS},
        {
            name: tables.names(entry, "next", REVIEWS, source, f"reviews.{name}")
            for name, entry in reviews.items()
        },
        frozenset(tables.names(raw, "at_work", reviews, source, "")),
        words,
    )


def _words(entry: Mapping[str, Any], source: str, place: str) -> Mapping[str, str]:
    for language in LANGUAGES:
        if not isinstance(entry[language], str) or not entry[language].strip():
            raise tables.shape(source, f"{place}.{language}", "word")
    return {language: str(entry[language]).strip() for language in LANGUAGES}


def _apart(words: Mapping[tuple[str, str], Mapping[str, str]], source: str) -> None:
    """No two states, steps or reviews share a word: people call them by it."""
    seen: set[tuple[str, str]] = set()
    for (kind, name), said in words.items():
        for language in LANGUAGES:
            if (kind, said[language]) in seen:
                others = (w[language] for (k, other), w in words.items() if k == kind and other != name)
                raise tables.unknown(source, f"{kind}s.{name}.{language}", said[language], others)
        seen.update((kind, said[language]) for language in LANGUAGES)


def _step(name: str, entry: Mapping[str, Any], states: tuple[str, ...], source: str) -> Step:
    place = f"steps.{name}"
    to = entry["to"]
    if to not in (*states, SAME):
        raise tables.unknown(source, f"{place}.to", to, (*states, SAME))
    needs = tables.names(entry, "needs", NEEDS[name], source, place)
    missing = [need for need in _ALWAYS.get(name, ()) if need not in needs]
    if missing:
        raise tables.unknown(source, f"{place}.needs", missing[0], NEEDS[name])
    return Step(name, tables.names(entry, "from", states, source, place), str(to), needs)
