"""Commitments without figures: a named work of the earlier text looked for in the later one."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from luoshi.following.prepare import Prepared
from luoshi.lexicon.following import FollowingWords, following_words
from luoshi.lexicon.rarity import idf
from luoshi.model import Evidence, Finding, Statement

_CUT: Final = re.compile('[，、；：。！（）()《》“”"\\s]|[年月日]底?前?|[0-9]+|的(?=[^，]{0,6}$)')
_CLAUSE: Final = re.compile("[，；、]")
_ASIDE: Final = re.compile("（[^（）]*）")
_HAN: Final = re.compile("[\u3400-\u9fff]{2,}")
_LEAST: Final = 16.0  # weight of a name that tells which work is meant
_RARE: Final = 7.0  # of a pair of characters
_FOUND: Final = 0.72  # of the name's weight
_PROMISED_LEAST: Final = 22.0  # of a name whose absence is worth a line
_FIRM: Final = ("binding", "firm", "striving")
_KINDS: Final = ("project", "measure")


class Name(NamedTuple):
    """The words that tell which work is meant, their pairs of characters, and the weight of these."""

    text: str
    pairs: frozenset[str]
    weight: float


class Works:
    """The records of the later text by the rare pairs of characters they hold; made once for a text."""

    def __init__(self, later: Prepared) -> None:
        """Index results and commitments."""
        self.text = later.document.text
        self.statements = [s for s in later.statements if s.type in ("result", "commitment", "problem")]
        self.words: FollowingWords = following_words()
        self.pairs = [_pairs(statement.text) for statement in self.statements]
        self.count = Counter(pair for pairs in self.pairs for pair in pairs)
        self.index: dict[str, list[int]] = defaultdict(list)
        for at, pairs in enumerate(self.pairs):
            for pair in pairs:
                self.index[pair].append(at)

    def weight(self, pair: str) -> float:
        """How rare a pair is, in planning texts and in this text."""
        here = math.log((len(self.statements) + 200) / (self.count[pair] + 1)) + 3.0
        return max(0.0, min(idf(pair), here))

    def name(self, statement: Statement) -> Name | None:
        """The name of the work that a commitment speaks of; ``None`` where it names none."""
        best: Name | None = None
        plain = _ASIDE.sub("，", statement.text.replace("\n", ""))
        for piece in _CUT.split(plain):
            for part in self.words.plain.split(piece):
                run = _HAN.search(part)
                if run is None or len(run.group()) < 3:
                    continue
                pairs = _pairs(run.group())
                weight = sum(map(self.weight, pairs))
                if best is None or weight > best.weight:
                    best = Name(run.group(), pairs, weight)
        if best is None or best.weight < _LEAST or not any(self.weight(p) >= _RARE for p in best.pairs):
            return None
        return best

    def find(self, name: Name) -> list[tuple[float, int]]:
        """The records that hold the name, by the share of its weight, then as they stand."""
        rare = sorted(name.pairs, key=lambda pair: (self.count[pair], pair))[:6]
        seen = {at for pair in rare for at in self.index.get(pair, ())}
        found = []
        for at in sorted(seen):
            share = sum(map(self.weight, name.pairs & self.pairs[at])) / name.weight
            if share >= _FOUND and _longest_shared(name.text, self.statements[at].text) >= min(
                4, len(name.text)
            ):
                found.append((share, at))
        return found

    def gone(self, name: Name) -> bool:
        """Whether not even a part of the name stands anywhere in the later text."""
        rare = sorted(name.pairs, key=lambda pair: (-self.weight(pair), pair))[:3]
        return not any(pair in self.text for pair in rare)


def follow_works(earlier: Prepared, works: Works) -> Iterator[Finding]:
    """Give a finding for each commitment without a figure that names its work."""
    for statement in earlier.statements:
        if statement.type != "commitment" or statement.kind not in _KINDS:
            continue
        if any(target.low is not None or target.high is not None for target in statement.targets):
            continue
        name = works.name(statement)
        if name is None:
            continue
        finding = _finding(statement, name, works)
        if finding is not None:
            yield finding


def _finding(statement: Statement, name: Name, works: Works) -> Finding | None:
    words = works.words
    told: list[tuple[int, float, int, str]] = []
    again: int | None = None
    for share, at in works.find(name):
        other = works.statements[at]
        if other.type == "commitment":
            again = at if again is None else again
        elif other.type == "result" and (found := _progress(statement, name, other, words)):
            told.append((0 if found[0] == "done" else 1, -share, at, found[1]))
    if told:
        order, _, at, word = min(told)
        key = "under_way" if order else "done"
        why = (_named(name, works.statements[at], words), words.say(key, word=word))
        return Finding(None, statement, key, _evidence(works, works.statements[at]), why)
    if not _builds(statement, words):
        return None
    if again is not None:
        why = (_named(name, works.statements[again], words), words.say("repeated"))
        return Finding(None, statement, "repeated", _evidence(works, works.statements[again]), why)
    if (
        statement.vague
        or name.weight < _PROMISED_LEAST
        or not words.works.search(name.text)
        or _shortened(name, works)
    ):
        return None
    key = "dropped" if works.gone(name) else "silent"
    said = words.say("dropped" if key == "dropped" else "work_silent", name=name.text)
    return Finding(None, statement, key, None, (said,))


def _shortened(name: Name, works: Works) -> bool:
    """Whether the name may stand for a longer one: 合湛铁路 is 合浦至湛江铁路 elsewhere."""
    if not works.words.lines.search(name.text):
        return False
    return any(
        re.search(f"{name.text[at]}[^，。；、]{{0,4}}[至—-]{name.text[at + 1]}", works.text)
        for at in range(min(6, len(name.text) - 1))
    )


def _builds(statement: Statement, words: FollowingWords) -> bool:
    """Whether the commitment is firm and to build or begin something, so that its absence tells."""
    if statement.force not in _FIRM:
        return False
    return statement.kind == "project" or words.to_build.search(statement.text) is not None


def _named(name: Name, other: Statement, words: FollowingWords) -> str:
    said = other.text.replace("\n", "")
    if name.text in said:
        return words.say("named", name=name.text)
    return words.say("similar", earlier=name.text, later=said)


def _progress(
    statement: Statement, name: Name, other: Statement, words: FollowingWords
) -> tuple[str, str] | None:
    """Whether a result says that the work is done or that it goes on, and the word for it.

    The word must stand in the clause that names the work.
    """
    clause = max(_CLAUSE.split(other.text), key=lambda part: _longest_shared(name.text, part))
    begun = words.started.search(clause)
    if begun and words.to_start.search(statement.text):
        return "done", begun.group()
    going = words.under_way.search(clause)
    done = words.done.search(clause)
    if done and not (going and "工程量" in clause):
        return "done", done.group()
    found = going or begun
    return ("under_way", found.group()) if found else None


def _evidence(works: Works, statement: Statement) -> Evidence:
    start, end = statement.start, statement.end
    return Evidence(start, end, works.text[start:end])


def _pairs(text: str) -> frozenset[str]:
    text = text.replace("\n", "")
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


def _longest_shared(name: str, text: str) -> int:
    """The length of the longest piece of the name that stands in the text."""
    best = 0
    for start in range(len(name)):
        while start + best < len(name) and name[start : start + best + 1] in text:
            best += 1
    return best
