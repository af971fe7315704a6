"""A document's outline: its section tree, sentences and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.model import Clause, Document, Outline, Section, Sentence
from luoshi.native import COMPILED
from luoshi.parsing.clauses import after_list_mark, clauses, pieces, stops
from luoshi.parsing.facts import facts_of
from luoshi.parsing.headings import LINE_LEVEL, Heading
from luoshi.parsing.lines import Line, lines

_TITLE_LENGTH = 40


class PlainParts:
    """Clauses and sentences of a text, collected line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences: list[Sentence] = []
        self.clauses: list[Clause] = []
        self.open_first = -1  # index of the first clause of the sentence that is not ended yet

    def add(self, start: int, end: int, resumes: bool, limit: int, section: int) -> None:
        """Add the clauses of a line; those that begin before ``limit`` belong to its heading."""
        opens = True
        for begin, stop, ender in pieces(self.text, start, end):
            if self.open_first < 0:
                self.open_first = len(self.clauses)
            self.clauses.append(
                Clause(
                    begin,
                    stop,
                    ender,
                    opens and not resumes,
                    opens and resumes,
                    begin < limit,
                    section,
                    len(self.sentences),
                )
            )
            opens = False
            if stops(ender):
                self.end_sentence()

    def end_sentence(self) -> None:
        """End the sentence that is open, if one is."""
        if self.open_first < 0:
            return
        first, last = self.clauses[self.open_first], self.clauses[-1]
        self.sentences.append(
            Sentence(first.start, last.end, self.open_first, len(self.clauses), first.section)
        )
        self.open_first = -1


def parts_of(text: str) -> PlainParts:
    """Give the collector of a text's clauses, compiled where that was built."""
    if TYPE_CHECKING or not COMPILED:
        return PlainParts(text)
    from luoshi.native.cutting import Parts

    return Parts(pieces, Clause, Sentence, text)


class _Builder:
    """Collects the parts of one outline; lives no longer than one call of ``parse``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sections: list[Section] = [Section("", "", 0, -1, 0, 0)]
        self.parts = parts_of(text)
        self.skipped: list[tuple[int, int, str]] = []
        self.section = 0

    def add(self, line: Line) -> None:
        if line.kind == "skip":
            self.skipped.append((line.start, line.end, line.why))
            return
        if not line.resumes:
            self.parts.end_sentence()
        start = line.start
        if line.heading is not None:
            start = line.heading.end
            self.open_section(line, line.heading)
        self.add_clauses(line, start)

    def open_section(self, line: Line, heading: Heading) -> None:
        level = heading.level
        parent = self.section
        while parent > 0 and self.sections[parent].level >= level:
            parent = self.sections[parent].parent
        first = next(iter(clauses(self.text, heading.end, line.end)), None)
        stop = first[1] if first else line.end
        # a heading line of several clauses and no stop is the title as a whole
        if line.end - heading.end <= _TITLE_LENGTH and self.text.find("。", heading.end, line.end - 1) < 0:
            stop = line.end
        title = self.text[heading.end : stop].rstrip("。；：:;")
        self.sections.append(Section(title, heading.number, level, max(parent, 0), heading.end, stop))
        self.section = len(self.sections) - 1

    def add_clauses(self, line: Line, start: int) -> None:
        limit = self.sections[self.section].end if line.heading is not None else 0
        start = after_list_mark(self.text, start, line.end)
        self.parts.add(start, line.end, line.resumes, limit, self.section)
        if line.heading is not None and line.heading.level >= LINE_LEVEL:
            self.parts.end_sentence()


def parse(document: Document) -> Outline:
    """Cut a document into sections, sentences and comma clauses.

    Every stretch counts code points of ``document.text``; together clauses and ``skipped``
    cover all its words but heading numbers and list marks. Never raises on any text.
    """
    builder = _Builder(document.text)
    for line in lines(document.text):
        builder.add(line)
    builder.parts.end_sentence()
    return Outline(
        document,
        facts_of(document, builder.sections, builder.parts.clauses),
        tuple(builder.sections),
        tuple(builder.parts.sentences),
        tuple(builder.parts.clauses),
        tuple(builder.skipped),
    )
