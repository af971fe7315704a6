"""A text made ready to be held beside another: outline, records, its year, its body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from luoshi.extracting.statements import statements
from luoshi.following.windows import windows
from luoshi.model import Document, Outline, Statement
from luoshi.parsing.outline import parse

_REVIEWED: Final = re.compile("(20[0-9]{2})\\s*年[^，。]{0,24}?(?:回顾|总结)")
_PLANNED: Final = re.compile("(20[0-9]{2})\\s*年[^，。]{0,12}?(?:工作|任务|目标|安排|要求|总体)")
_TITLED: Final = re.compile("(20[0-9]{2})\\s*年[^，。]{0,24}?报告")
_MIDYEAR: Final = 7


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with its records.

    ``year`` is the one that it sets targets for, ``reviewed`` the one that it looks back on; both
    are ``None`` where neither date nor headings tell. ``windows`` are by sentence.
    """

    document: Document
    outline: Outline
    statements: tuple[Statement, ...]
    year: int | None
    reviewed: int | None
    windows: tuple[str, ...]

    @property
    def body(self) -> str | None:
        """The issuing body, where the text names it."""
        return self.outline.facts.body


def prepare(document: Document) -> Prepared:
    """Parse and extract; the year is taken from the date, or from the headings where there is none."""
    outline = parse(document)
    if outline.facts.date is None and (year := _year_of_headings(outline)) is not None:
        document = replace(document, fallback=date(year, 1, 1))
        outline = parse(document)
    return prepared(outline, tuple(statements(outline)))


def body_and_year(document: Document) -> tuple[str | None, int | None]:
    """Whose text it is and the year it sets targets for, without extracting anything."""
    outline = parse(document)
    day = outline.facts.date
    return outline.facts.body, day.year if day is not None else _year_of_headings(outline)


def prepared(outline: Outline, records: tuple[Statement, ...]) -> Prepared:
    """The same from what is parsed and extracted already."""
    day = outline.facts.date
    year = None if day is None else day.year
    reviewed = None if day is None else _reviewed(outline, day)
    known = frozenset(number for number in (year, reviewed) if number is not None)
    return Prepared(outline.document, outline, records, year, reviewed, windows(outline, known))


def _reviewed(outline: Outline, day: date) -> int:
    """A work report reviews the year before; other texts of the second half-year review their own."""
    if outline.facts.kind != "report":
        for section in outline.sections:
            found = _REVIEWED.search(section.title)
            if found is not None:
                return int(found.group(1))
        if day.month >= _MIDYEAR:
            return day.year
    return day.year - 1


def _year_of_headings(outline: Outline) -> int | None:
    titles = [outline.facts.title or "", *(section.title for section in outline.sections)]
    for pattern, later in ((_TITLED, 0), (_PLANNED, 0), (_REVIEWED, 1)):
        for title in titles:
            found = pattern.search(title)
            if found is not None and not (pattern is _PLANNED and "回顾" in title):
                return int(found.group(1)) + later
    return None
