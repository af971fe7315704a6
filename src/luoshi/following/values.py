"""The values that a report gives, each with what makes it comparable or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from luoshi.following.prepare import Prepared
from luoshi.following.windows import SPAN
from luoshi.lexicon.following import FollowingWords, following_words
from luoshi.model import Clause, Statement, Target

_EXPECTED: Final = re.compile("(?:预期|主要|奋斗|发展)目标")
_LOOK: Final = 24


class Value(NamedTuple):
    """A figure of a text with its setting.

    ``start`` is where its quote begins (at the name of the indicator, which may stand in an
    earlier figure of the same record). ``span``: it sums up several years. ``several``: its
    sentence speaks of several years, its own words do not. ``year`` is the one its own words name.
    ``part`` is the part of the year it covers, ``at_end`` the words of a year's last days,
    ``scope`` the words that say whose it is, ``same_base`` that it is 同口径.
    """

    target: Target
    statement: Statement
    start: int
    several: bool
    span: str
    year: int | None
    part: str
    at_end: str
    scope: str
    same_base: bool


def values(text: Prepared, *, reported: bool) -> Iterator[Value]:
    """Give the figures that a text reports, or those that it sets, in order; linear in the text."""
    reader = _Reader(text)
    for statement in text.statements:
        if not statement.targets:
            continue
        sets = statement.type == "commitment" or reader.sets_targets(statement)
        if sets is reported or statement.type not in ("commitment", "result"):
            continue
        first: dict[str, int] = {}
        for target in statement.targets:
            key = target.id or target.indicator
            yield reader.value(statement, target, first.setdefault(key, target.start))


class _Reader:
    """Looks up where figures stand; lives for one text."""

    def __init__(self, text: Prepared) -> None:
        self.prepared = text
        self.text = text.document.text
        self.clauses = text.outline.clauses
        self.starts = [clause.start for clause in self.clauses]
        self.words: FollowingWords = following_words()

    def clause_at(self, offset: int) -> Clause:
        return self.clauses[max(0, bisect_right(self.starts, offset) - 1)]

    def sets_targets(self, statement: Statement) -> bool:
        """主要预期目标是：…: what follows in the sentence is aimed at, whatever it looks like."""
        sentence = self.prepared.outline.sentences[self.clause_at(statement.start).sentence]
        opening = self.clauses[sentence.first]
        if statement.type == "problem":
            return False
        head = self.text[opening.start : min(opening.end, opening.start + _LOOK + 16)]
        return "年" in head and _EXPECTED.search(head) is not None and "完成" not in head

    def value(self, statement: Statement, target: Target, first: int) -> Value:
        clause = self.clause_at(target.start)
        words = self.words
        # a clause may hold several figures joined by 、: those words count that stand with this one
        low = max(clause.start, target.start - _LOOK)
        near = self.text[max(low, self.text.rfind("、", low, target.start) + 1) : target.end]
        before = self.text[clause.start : target.end]
        sentence = clause.sentence
        several = self.prepared.windows[sentence] == SPAN
        span = (
            _found(words.averages, near) or _found(words.totals, near)
            if several
            else _found(words.averages, near)
        )
        if not span and target.base and words.plan.search(target.base):
            span = target.base
        year = self._year(before)
        part = "" if self._is_base(words.parts, before) else _found(words.parts, before)
        scope = _found(words.scope, target.indicator) or _found(
            words.scope, near[: -len(target.text) or None]
        )
        return Value(
            target,
            statement,
            min(first, target.start) if first >= clause.start - 4 * _LOOK else target.start,
            several,
            span,
            year,
            part,
            _found(words.year_end, near),
            scope,
            words.same_base.search(self.text, max(clause.start, target.start - 8), target.end) is not None,
        )

    def _year(self, before: str) -> int | None:
        """The last year named in the clause before the value that is no base (从2020年的…)."""
        found = None
        for match in self.words.named_year.finditer(before):
            if not before.endswith(self.words.base_before, 0, match.start()):
                found = int(match.group(1))
        return found

    def _is_base(self, pattern: re.Pattern[str], before: str) -> bool:
        match = pattern.search(before)
        return match is not None and before.endswith(self.words.base_before, 0, match.start())


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group() if match else ""
