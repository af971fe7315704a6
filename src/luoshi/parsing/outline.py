"""A document's outline: its section tree, sentences and clauses."""

from __future__ import annotations

from luoshi.model import Clause, Document, Outline, Section, Sentence
from luoshi.parsing.clauses import clauses, stops
from luoshi.parsing.facts import facts_of
from luoshi.parsing.headings import LINE_LEVEL, Heading
from luoshi.parsing.lines import Line, lines

_TITLE_LENGTH = 40


class _Builder:
    """Collects the parts of one outline; lives no longer than one call of ``parse``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sections: list[Section] = [Section("", "", 0, -1, 0, 0)]
        self.sentences: list[Sentence] = []
        self.clauses: list[Clause] = []
        self.skipped: list[tuple[int, int, str]] = []
        self.section = 0
        self.open_first = -1  # index of the first clause of the sentence that is not ended yet

    def add(self, line: Line) -> None:
        if line.kind == "skip":
            self.skipped.append((line.start, line.end, line.why))
            return
        if not line.resumes:
            self.end_sentence()
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
        opens = True
        in_heading = line.heading is not None
        limit = self.sections[self.section].end if in_heading else 0
        for begin, end, ender in clauses(self.text, start, line.end):
            if self.open_first < 0:
                self.open_first = len(self.clauses)
            self.clauses.append(
                Clause(
                    begin,
                    end,
                    ender,
                    opens and not line.resumes,
                    opens and line.resumes,
                    in_heading and begin < limit,
                    self.section,
                    len(self.sentences),
                )
            )
            opens = False
            if stops(ender):
                self.end_sentence()
        if in_heading and line.heading is not None and line.heading.level >= LINE_LEVEL:
            self.end_sentence()

    def end_sentence(self) -> None:
        if self.open_first < 0:
            return
        first, last = self.open_first, len(self.clauses)
        self.sentences.append(
            Sentence(
                self.clauses[first].start,
                self.clauses[last - 1].end,
                first,
                last,
                self.clauses[first].section,
            )
        )
        self.open_first = -1


def parse(document: Document) -> Outline:
    """Cut a document into sections, sentences and comma clauses.

    Every stretch counts code points of ``document.text``; together clauses and ``skipped``
    cover all its words but heading numbers and list marks. Never raises on any text.
    """
    builder = _Builder(document.text)
    for line in lines(document.text):
        builder.add(line)
    builder.end_sentence()
    return Outline(
        document,
        facts_of(document, builder.sections, builder.clauses),
        tuple(builder.sections),
        tuple(builder.sentences),
        tuple(builder.clauses),
        tuple(builder.skipped),
    )
