"""A statement with what stands around it: its sentence, its paragraph and its heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from luoshi.model import Outline, Statement

_BREAK: Final = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Context:
    """A statement, and the texts around it that say what it belongs to."""

    statement: Statement
    sentence: str
    paragraph: str
    heading: str


def contexts(outline: Outline, statements: Sequence[Statement]) -> Iterator[Context]:
    """Give each statement with its surroundings, in the order given."""
    text = outline.document.text
    clause_starts = [clause.start for clause in outline.clauses]
    breaks = [0, *(found.end() for found in _BREAK.finditer(text)), len(text) + 1]
    for statement in statements:
        clause = outline.clauses[max(0, bisect_right(clause_starts, statement.start) - 1)]
        sentence = outline.sentences[clause.sentence]
        line = bisect_right(breaks, statement.start) - 1
        yield Context(
            statement,
            text[sentence.start : sentence.end],
            text[breaks[line] : breaks[line + 1]].rstrip(),
            statement.section[-1] if statement.section else "",
        )
