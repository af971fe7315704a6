"""Words about an indicator where no number stands: states, and shortcomings that are owned up to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from luoshi.extracting.labels.frames import roles
from luoshi.following.prepare import Prepared
from luoshi.following.windows import SPAN
from luoshi.lexicon.following import following_words
from luoshi.lexicon.indicators import indicators
from luoshi.model import Clause, Statement

_JOINS: Final = re.compile("[、，；：—]|以及|和|与|及(?!预)")
_DIGIT: Final = re.compile("[0-9０-９]")
_TYPES: Final = ("result", "problem")


class Mention(NamedTuple):
    """A stretch of the text that speaks of an indicator: ``start`` to ``end``."""

    start: int
    end: int


class Mentions:
    """What a report says in words, clause by clause; made once for a text."""

    def __init__(self, text: Prepared) -> None:
        """Take the clauses of results and problems that speak of the year."""
        self.text = text.document.text
        self.clauses = text.outline.clauses
        self.sentences = text.outline.sentences
        self.told: list[Clause] = []
        self.admissions: list[tuple[Clause, int]] = []
        words = following_words()
        of_type = {at: s.type for s in text.statements for at in _clauses_of(text, s)}
        parts = roles(text.outline)
        for at, clause in enumerate(self.clauses):
            type_ = of_type.get(at, "")
            # praise of a finished year may be no record and tell a state all the same
            tells = type_ in _TYPES or (not type_ and parts[clause.section] == "review")
            if not tells or clause.heading:
                continue
            if text.windows[clause.sentence] != SPAN:
                self.told.append(clause)
            said = self.text[clause.start : clause.end]
            if words.admits.search(said) and not words.of_the_plan.search(said):
                self.admissions.append((clause, at))

    def admitted(self, names: Iterable[str], id_: str | None) -> Mention | None:
        """The clause in which the author says that the indicator fell short, if there is one."""
        wanted = _longest(names)
        for clause, at in self.admissions:
            said = self.text[clause.start : clause.end]
            if self._names(said, wanted, id_):
                return self._from_colon(clause.start, clause.end)
            first = self.sentences[clause.sentence].first
            if at > first and not self._names_any(said):
                before = self.clauses[at - 1]
                if self._names(self.text[before.start : before.end], wanted, id_):
                    return self._from_colon(before.start, clause.end)
        return None

    def _from_colon(self, start: int, end: int) -> Mention:
        """我们也清醒看到：固定资产投资增速未达预期: the lead-in is no part of the quote."""
        return Mention(max(start, self.text.rfind("：", start, end) + 1), end)

    def state(self, names: Iterable[str], id_: str | None) -> Mention | None:
        """The first stretch that tells the indicator's state without a number."""
        words = following_words()
        wanted = [name for name in _longest(names) if name not in words.vague_names]
        for clause in self.told:
            said = self.text[clause.start : clause.end]
            for name in wanted:
                at = said.find(name)
                if at < 0:
                    continue
                end = at + len(name)
                found = words.state.match(said, end)
                start = _segment(said, at)
                if found is None or not _whole(said[start:at], name, id_):
                    continue
                stop = _JOINS.search(said, found.end())
                last = stop.start() if stop else len(said)
                if _DIGIT.search(said, at, min(last, found.end() + 8)) and "年" not in said[at:last]:
                    continue
                return Mention(clause.start + start, clause.start + last)
        return None

    def _names(self, said: str, wanted: list[str], id_: str | None) -> bool:
        return any(_named(part, wanted, id_) for part in _parts(said))

    def _names_any(self, said: str) -> bool:
        known = indicators()
        return any(known.find(part) is not None for part in _parts(said))


def _clauses_of(text: Prepared, statement: Statement) -> Iterator[int]:
    """The indexes of a record's clauses; ``text`` has them in order."""
    clauses = text.outline.clauses
    low, high = 0, len(clauses)
    while low < high:
        middle = (low + high) // 2
        if clauses[middle].end <= statement.start:
            low = middle + 1
        else:
            high = middle
    while low < len(clauses) and clauses[low].start < statement.end:
        yield low
        low += 1


def _parts(said: str) -> list[str]:
    """The members of a list of names, each without the words in front of it."""
    before = following_words().before_names
    out = []
    for part in _JOINS.split(said):
        found = before.match(part)
        out.append(part[found.end() :] if found else part)
    return out


def _named(part: str, wanted: list[str], id_: str | None) -> bool:
    words = following_words()
    for name in wanted:
        if part.startswith(name) and words.behind_names.match(part, len(name)):
            return True
    return id_ is not None and (found := indicators().find(part)) is not None and found.id == id_


def _segment(said: str, at: int) -> int:
    start = 0
    for found in _JOINS.finditer(said, 0, at):
        start = found.end()
    return start


def _whole(before: str, name: str, id_: str | None) -> bool:
    """Whether the name is no part of a longer one: 民间投资 is not 投资."""
    words = following_words()
    found = words.before_names.match(before)
    before = before[found.end() :] if found else before
    if not before:
        return True
    known = indicators().find(before + name)
    return id_ is not None and known is not None and known.id == id_


def _longest(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (-len(name), name))
