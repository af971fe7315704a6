"""How alike statements are, and which of many are the most alike.

Cost grows with their number, not with its square: near ones are looked for by their rarest runs of
characters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from luoshi.model import Statement

_RARE = 16  # runs of characters by which near ones are looked for
_LONG = 64  # so many statements with one run are looked at
_BEST = 6  # so many of them are compared
_FIGURE = 0.8  # so much at least where only a figure was corrected, which short words would hide
_NUMBER = re.compile(r"(?<![第0-9.])[0-9]+(?:\.[0-9]+)?")  # 第3号 names another thing, 3个 another figure
OTHER_TYPE = 0.95


def similarity(one: Statement, other: Statement) -> float:
    """Say how alike two statements are, from 0 to 1: by their words, and a little by where they stand."""
    return _alike(_profile(one), _profile(other))


class _Profile(NamedTuple):
    """What statements are compared by: how often each character and pair of characters stands in one."""

    statement: Statement
    letters: Counter[str]
    pairs: Counter[str]
    length: int
    figureless: str


def _profile(statement: Statement) -> _Profile:
    words = words_of(statement)
    return _Profile(statement, Counter(words), Counter(_runs(words, 2)), len(words), _NUMBER.sub("0", words))


def _alike(one: _Profile, other: _Profile) -> float:
    ours, theirs = one.statement, other.statement
    text = (
        _shared(one.letters, other.letters, one.length + other.length)
        + _shared(one.pairs, other.pairs, max(one.length - 1, 1) + max(other.length - 1, 1))
    ) / 2
    above = 1.0
    if ours.section != theirs.section:
        here, there = "".join(ours.section), "".join(theirs.section)
        above = _shared(Counter(here), Counter(there), len(here) + len(there))
    score = 0.9 * text + 0.1 * above
    if above == 1 and one.figureless == other.figureless:
        score = max(score, _FIGURE + (1 - _FIGURE) * score)
    return score * (1 if ours.type == theirs.type else OTHER_TYPE)


def near(
    rows: Mapping[int, tuple[Statement, bool]], statements: Mapping[int, Statement], least: float
) -> Iterator[tuple[int, int, float]]:
    """Pair what is alike by ``least`` or more, each once, the most alike first; of equals what is marked.

    ``rows`` are statements with whether a person touched them.
    """
    others = {at: _profile(statement) for at, statement in statements.items()}
    holding: dict[str, list[int]] = defaultdict(list)
    for at, statement in statements.items():
        for run in _marks(statement):
            holding[run].append(at)
    pairs = []
    for row, (one, touched) in rows.items():
        known = [run for run in _marks(one) if run in holding]
        rarest = sorted(known, key=lambda run: (len(holding[run]), run))[:_RARE]
        shared = Counter(at for run in rarest for at in holding[run][:_LONG])
        ours = _profile(one)
        for at, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_BEST]:
            score = round(_alike(ours, others[at]), 3)
            if score >= least:
                pairs.append((-score, not touched, row, at))
    taken: set[int] = set()
    used: set[int] = set()
    for less, _, row, at in sorted(pairs):
        if row not in taken and at not in used:
            taken.add(row)
            used.add(at)
            yield row, at, -less


def words_of(statement: Statement) -> str:
    """Give the words of a statement without blanks and line ends."""
    return "".join(statement.text.split())


def _marks(statement: Statement) -> set[str]:
    """Give what near ones are looked for by: runs of two and three characters."""
    words = words_of(statement)
    return {*_runs(words, 2), *_runs(words, 3)}


def _runs(words: str, length: int) -> list[str]:
    return [words[at : at + length] for at in range(len(words) - length + 1)] or [words]


def _shared(one: Counter[str], other: Counter[str], total: int) -> float:
    """Give twice what two have in common by all they have, each counted as often as it stands."""
    both = sum(min(count, other[each]) for each, count in one.items() if each in other)
    return 2 * both / (total or 1)
