"""A document cut into sections, sentences and comma clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from luoshi.model.document import Document, Facts


class Clause(NamedTuple):
    """A comma clause: ``text[start:end]`` without the mark that ends it.

    ``ender`` is that mark (``""`` at a line's end); ``opens_line`` says that the clause is
    the first of its line, ``resumes`` that its line only goes on with a sentence that the
    layout broke; ``heading`` that it belongs to a heading line.
    ``section`` and ``sentence`` are indexes into the outline's tuples.
    """

    start: int
    end: int
    ender: str
    opens_line: bool
    resumes: bool
    heading: bool
    section: int
    sentence: int


class Sentence(NamedTuple):
    """A sentence: its stretch, and the clauses ``first`` (inclusive) to ``last`` (exclusive)."""

    start: int
    end: int
    first: int
    last: int
    section: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it.

    ``title`` is the heading without its number or markdown marks, ``number`` that number as
    written (``一、``, ``（二）``, ``第三条``, ``##``); ``level`` counts from 1 at the outermost;
    ``parent`` is the index of the section that holds it, -1 for none. The first section of an
    outline stands for the text before any heading and has the level 0 and an empty title.
    """

    title: str
    number: str
    level: int
    parent: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parsed document. ``skipped`` are stretches that are no statement: bylines, web words."""

    document: Document
    facts: Facts
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]
    skipped: tuple[tuple[int, int, str], ...]

    def path(self, section: int) -> tuple[int, ...]:
        """Give the indexes from the outermost section down to ``section``."""
        out: list[int] = []
        while section > 0:
            out.append(section)
            section = self.sections[section].parent
        return tuple(reversed(out))
