"""Which years each sentence speaks of: the year of the text, or the several years of a plan."""

from __future__ import annotations

import re
from typing import Final

from luoshi.lexicon.following import FollowingWords, following_words
from luoshi.model import Outline, Sentence

YEAR: Final = "year"
SPAN: Final = "span"
_HEADING_YEAR: Final = re.compile("20[0-9]{2}年|一年")
_SHORT: Final = 40


def windows(outline: Outline, years: frozenset[int]) -> tuple[str, ...]:
    """Give ``year`` or ``span`` for each sentence of the outline.

    ``years`` are those that the text may call by number and mean the year it reviews or plans.
    A paragraph's opening (“五年来，…”) and a heading hold for all that follows until the next; what
    turns up inside a paragraph holds for the rest of it, unless it looks back (“回望过去五年”).
    Linear in the text.
    """
    return tuple(_Walk(outline, years).all())


class _Walk:
    """Goes through the sentences once; lives no longer than one call."""

    def __init__(self, outline: Outline, years: frozenset[int]) -> None:
        self.outline = outline
        self.text = outline.document.text
        self.words: FollowingWords = following_words()
        self.years = years
        self.lasting = self.now = YEAR
        self.level = 0  # of the section that ``lasting`` was set in

    def all(self) -> list[str]:
        return [self._of(sentence) for sentence in self.outline.sentences]

    def _of(self, sentence: Sentence) -> str:
        first = self.outline.clauses[sentence.first]
        words = self.text[first.start : first.end]
        section = self.outline.sections[sentence.section]
        if first.heading:
            self._heading(section.title, section.level)
        elif first.opens_line:
            self.now = self.lasting
        found = self._turn(words[:_SHORT])
        if found is not None:
            self.now = found
            if first.opens_line or first.heading or self.words.looking_back.search(words):
                self.lasting, self.level = found, section.level
        return self.now

    def _heading(self, title: str, level: int) -> None:
        several = self.words.plan.search(title) is not None or "五年" in title
        one = _HEADING_YEAR.search(title) is not None
        if several or one:
            self.lasting, self.level = (SPAN if several and not one else YEAR), level
        elif level <= self.level:
            self.lasting, self.level = YEAR, level
        self.now = self.lasting

    def _turn(self, opening: str) -> str | None:
        if self.words.span.match(opening) or self.words.span_end.search(opening):
            return SPAN
        if self.words.year.match(opening):
            return YEAR
        named = self.words.named_year.search(opening[:12])
        return YEAR if named and int(named.group(1)) in self.years else None
