"""Which part of its text each clause stands in: review, plan, admitted faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.lexicon.frames import Frames, frames
from luoshi.model import Outline
from luoshi.parsing.headings import LINE_LEVEL, TOP_LEVEL

MOMENTS = ("lately", "ahead")
LASTING = ("fault", "told")  # these hold over paragraphs, to the end of their section
_YEAR = re.compile(r"(20[0-4]\d)(?:年|[—－-])")


class Frame(NamedTuple):
    """Where a clause stands.

    ``role`` comes from the headings above (``review plan problem`` or ``""``), ``mood`` from words
    that hold to the end of their paragraph (``past future fault vow told`` or ``""``), ``moment`` from
    words that hold to the end of their sentence (``lately ahead`` or ``""``).
    """

    role: str
    mood: str
    moment: str


def roles(outline: Outline) -> list[str]:
    """Give the role of each section, by its own heading or the nearest one above that has one.

    A line without a number that names a role (“2024年工作回顾”) rules all numbered headings
    after it. Below a heading that has a role, only another of the outermost level sets a new
    one: “办好民生实事” inside a review is a thing that was done.
    """
    words = frames()
    year = outline.facts.date.year if outline.facts.date else None
    out = [""]
    above = ""  # the role of the last line without a number that named one
    for section in outline.sections[1:]:
        numbered = section.level < LINE_LEVEL
        inherited = out[section.parent] or above
        role = inherited
        if not inherited or not numbered or section.level <= TOP_LEVEL or out[section.parent] == "":
            # a year in front of a line without a number is as often a title or a headline
            dated = numbered and "报告" not in section.title
            own = _role(words, section.title, year if dated else None)
            if own and not numbered:
                above = own
            elif numbered and section.level <= TOP_LEVEL and section.parent <= 0:
                above = own or above
            role = own or inherited
        out.append(role)
    return out


def _role(words: Frames, title: str, year: int | None) -> str:
    for name, pattern in words.headings:
        if pattern.search(title):
            # “2025年工作总结和2026年工作安排” above both parts says nothing of either
            return name
    if year is not None:
        found = _YEAR.search(title)
        if found and title.startswith(found.group()):
            return "review" if int(found.group(1)) < year else "plan"
    return ""


def clause_frames(outline: Outline) -> Iterator[Frame]:
    """Give the frame of each clause of the outline, in order."""
    words = frames()
    text = outline.document.text
    by_section = roles(outline)
    mood = moment = ""
    section = sentence = -1
    for clause in outline.clauses:
        if clause.section != section or (clause.opens_line and mood not in LASTING):
            mood = ""
            section = clause.section
        if clause.sentence != sentence:
            moment = ""
            sentence = clause.sentence
        for found in words.opening.finditer(text, clause.start, min(clause.end + 1, clause.start + 60)):
            opened = words.opens[found.group()]
            if opened in MOMENTS:
                moment = opened
            else:
                mood = opened
        yield Frame(by_section[section], mood, moment)
