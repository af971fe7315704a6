"""How much of a text came back: characters, paragraphs and statements of what was read beside the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from luoshi.extracting import extract
from luoshi.model.document import Document

_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Judged:
    """Counts of one text or, added up, of many.

    ``wrong`` are the edits (Levenshtein) between the texts without white space; ``right`` of the
    ``paragraphs`` came back as they were; ``agreed`` statements, by type and text, are of both the
    ``wanted`` and the ``found`` ones.
    """

    characters: int = 0
    wrong: int = 0
    paragraphs: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0
    agreed: int = 0

    def __add__(self, other: Judged) -> Judged:
        return Judged(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def error(self) -> float:
        """The share of characters in error."""
        return self.wrong / max(1, self.characters)

    @property
    def f1(self) -> float:
        """The F1 of the statements, those of the plain text being the truth."""
        return 2 * self.agreed / max(1, self.wanted + self.found) if self.wanted + self.found else 1.0


def judge(text: str, document: Document, *, by_statements: bool = True) -> Judged:
    """Compare a document with the text that it was written from; its date counts for both."""
    want, got = paragraphs(text), paragraphs(document.text)
    right, read = "".join(want), "".join(got)
    wanted: Counter[tuple[str, str]] = Counter()
    found = wanted
    if by_statements:
        wanted, found = _wanted(text, document.date), statements(document)
    return Judged(
        characters=len(right),
        wrong=0 if right == read else Levenshtein.distance(right, read),
        paragraphs=len(want),
        right=(Counter(want) & Counter(got)).total(),
        wanted=wanted.total(),
        found=found.total(),
        agreed=(wanted & found).total(),
    )


def paragraphs(text: str) -> list[str]:
    """Give the lines of a text without white space, those that are empty then left out."""
    return [line for one in text.splitlines() if (line := squashed(one))]


def squashed(text: str) -> str:
    """Give a text without white space."""
    return "".join(text.split())


@lru_cache(maxsize=128)
def _wanted(text: str, day: date | None) -> Counter[tuple[str, str]]:
    return statements(Document(text, date=day))


def statements(document: Document) -> Counter[tuple[str, str]]:
    """Count the statements of a document by type and text."""
    return Counter((one.type, squashed(one.text)) for one in extract(document))


def as_shown(text: str) -> str:
    """Give a text without the characters that no page shows."""
    return _UNSEEN.sub("", text)


def differences(text: str, read: str) -> Iterator[str]:
    """Give the paragraphs that differ, first the text's (``-``), then those read (``+``)."""
    want, got = paragraphs(text), paragraphs(read)
    extra, lost = Counter(got) - Counter(want), Counter(want) - Counter(got)
    yield from (f"- {line}" for line in want if line in lost)
    yield from (f"+ {line}" for line in got if line in extra)
