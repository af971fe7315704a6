"""What each clause is: commitment, result, problem, event or none, and whether it opens a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from operator import add
from typing import NamedTuple

from luoshi.extracting.labels import compiled, features
from luoshi.extracting.labels.frames import roles
from luoshi.extracting.labels.joints import joined
from luoshi.extracting.labels.parts import settle
from luoshi.extracting.labels.rules import RULE_BROKEN, overruled
from luoshi.lexicon.sums import Sums
from luoshi.lexicon.weights import TAGS, LabelWeights, label_weights, unpack
from luoshi.model import Outline
from luoshi.native import COMPILED

_OPENS = tuple(at for at, tag in enumerate(TAGS) if tag[-1] != "I")
_GOES_ON = tuple(at for at, tag in enumerate(TAGS) if tag[-1] == "I")  # each stands behind its own B
_NEVER = -(10**9)
_LETTERS = tuple(tag[0] for tag in TAGS)


class Label(NamedTuple):
    """``label``: ``C R P E N``; ``opens``: the clause opens a unit; ``rule``: what decided."""

    label: str
    opens: bool
    rule: str


def labels(outline: Outline) -> list[Label]:
    """Give the label of each clause of the outline, in order; linear in the text."""
    section_roles = roles(outline)
    letters = [_LETTERS[tag] for tag in tags(outline, section_roles)]
    rules = overruled(outline, letters, section_roles)
    settle(outline, letters, rules, section_roles)
    goes_on = compiled.goes_on(outline, letters) if COMPILED else joined(outline, letters)
    opens = [
        not (on or (rule == RULE_BROKEN and letter != "N"))
        for letter, on, rule in zip(letters, goes_on, rules, strict=True)
    ]
    if not COMPILED:
        return list(map(Label, letters, opens, rules))
    from luoshi.native.records import rows

    return rows(Label, letters, opens, rules)


def tags(outline: Outline, section_roles: list[str]) -> list[int]:
    """Give the tag of each clause by the model alone; ``section_roles`` is ``frames.roles``."""
    if COMPILED:
        return compiled.tags(outline, section_roles)
    weights = label_weights()
    return best_path([unpack(total) for total in emissions(weights, outline)], weights.transitions)


@cache
def _sums() -> tuple[Sums, Sums, Sums, Sums]:
    packed = label_weights().packed
    groups = (features.place_names, features.cue_names, features.near_names, features.turn_names)
    place, cues, near, turn = (Sums(packed, names) for names in groups)
    return place, cues, near, turn


def emissions(weights: LabelWeights, outline: Outline) -> Iterator[int]:
    """Give for each clause the packed sum of the weights of its features (``features.names``)."""
    get = weights.packed.get
    place, cues, near, turn = _sums()
    for what in features.seen(outline):
        total = place[what.place,] + cues[what.cues, what.place.frame] + turn[what.turn,]
        if what.before:
            total += near["p", what.before[0], what.before[2]]
        if what.after:
            total += near["n", what.after[0], what.after[2]]
        words = what.words
        pairs = list(map(add, words, words[1:]))
        total = sum(map(get, pairs, repeat(0)), total)
        total = sum(map(get, map(add, pairs, words[2:]), repeat(0)), total)
        total = sum(map(get, what.years, repeat(0)), total)
        yield sum(map(get, features.word_names(what), repeat(0)), total)


def best_path(scores: Sequence[list[int]], transitions: tuple[tuple[int, ...], ...]) -> list[int]:
    """Give the tags of the best path through the scores (Viterbi)."""
    if not scores:
        return []
    columns = [tuple(row[tag] for row in transitions) for tag in range(len(TAGS))]
    best = [scores[0][tag] if tag in _OPENS else _NEVER for tag in range(len(TAGS))]
    back: list[list[int]] = []
    for here in scores[1:]:
        new = [0] * len(TAGS)
        came = [0] * len(TAGS)
        for tag in _OPENS:
            sums = list(map(add, best, columns[tag]))
            top = max(sums)
            new[tag] = top + here[tag]
            came[tag] = sums.index(top)
        for tag in _GOES_ON:  # only after a clause of its own label
            column = columns[tag]
            opened, gone_on = best[tag - 1] + column[tag - 1], best[tag] + column[tag]
            new[tag] = max(opened, gone_on) + here[tag]
            came[tag] = tag - 1 if opened >= gone_on else tag
        best = new
        back.append(came)
    tag = best.index(max(best))
    path = [tag]
    for came in reversed(back):
        tag = came[tag]
        path.append(tag)
    path.reverse()
    return path
