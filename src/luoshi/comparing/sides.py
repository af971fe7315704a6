"""The sides of a comparison: a document each, or each body's part of a round-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from luoshi.model import Outline, Section, Side, Statement

_ONE_AUTHOR: Final = frozenset(("report", "central", "plan"))
_HALF: Final = 2  # of its commitments at least one in so many stands under a heading that names a body


def sides_of(outline: Outline, statements: Sequence[Statement]) -> list[Side]:
    """Give the sides of one document, in the order of its text.

    A text is a round-up where at least two sections are headed by a body that answers for what
    stands below and half of the commitments are such; each of those sections is then a side.
    """
    sections = _headed(outline, statements)
    names = [outline.sections[index].title for index in sections]
    if len(sections) < 2 or len(set(names)) < 2:
        return [whole(outline, statements)]
    out = []
    for index, name in zip(sections, names, strict=True):
        start, end = outline.sections[index].start, _end(outline, index)
        own = tuple(s for s in statements if start <= s.start < end)
        out.append(Side(name, name, _year(outline), outline.document, start, end, own))
    return out


def labelled(sides: Iterable[Side]) -> tuple[Side, ...]:
    """Give the sides labels that no two share: body, with the year where years differ, with the file."""
    out = list(sides)
    several = len({side.year for side in out}) > 1
    names = [_name(side, year=several) for side in out]
    for finer in _FINER:
        counts = Counter(names)
        names = [finer(side) if counts[name] > 1 else name for side, name in zip(out, names, strict=True)]
    return tuple(replace(side, label=name) for side, name in zip(out, names, strict=True))


def commitments(side: Side) -> list[Statement]:
    """Give what a side commits to, in the order of its text."""
    return [statement for statement in side.statements if statement.type == "commitment"]


def whole(outline: Outline, statements: Sequence[Statement]) -> Side:
    """Give a document as one side, whoever it speaks of."""
    document = outline.document
    body = outline.facts.body
    return Side("", body, _year(outline), document, 0, len(document.text), tuple(statements))


def _year(outline: Outline) -> int | None:
    return outline.facts.date.year if outline.facts.date else None


def _name(side: Side, *, year: bool) -> str:
    name = side.body or _file(side)
    return f"{name} {side.year}年" if year and side.year and side.body else name


def _file(side: Side) -> str:
    return PurePath(side.document.source).name or side.document.source


_FINER: Final[tuple[Callable[[Side], str], ...]] = (
    lambda side: _name(side, year=True),
    lambda side: f"{_name(side, year=True)}（{_file(side)}）",
    lambda side: f"{_name(side, year=True)}（{side.document.source}）",
    lambda side: f"{_name(side, year=True)}（{side.document.source}:{side.start}）",
)


def _headed(outline: Outline, statements: Sequence[Statement]) -> list[int]:
    """Give the sections whose title is the body of the commitments below, where those are the most."""
    if outline.facts.kind in _ONE_AUTHOR:
        return []
    starts = {section.start: index for index, section in enumerate(outline.sections) if section.title}
    found: set[int] = set()
    all_of_them = [s for s in statements if s.type == "commitment"]
    for statement in all_of_them:
        for actor in statement.actors:
            if actor.why == "heading" and actor.start in starts:
                index = starts[actor.start]
                if _same(outline.sections[index], actor.name):
                    found.add(index)
    outer = sorted(index for index in found if not any(i in found for i in outline.path(index)[:-1]))
    spans = [(outline.sections[index].start, _end(outline, index)) for index in outer]
    below = sum(1 for s in all_of_them if any(start <= s.start < end for start, end in spans))
    return outer if below * _HALF >= len(all_of_them) else []


def _same(section: Section, name: str) -> bool:
    return section.title.strip() == name


def _end(outline: Outline, index: int) -> int:
    """Where the section ends: at the next heading that is not below it."""
    level = outline.sections[index].level
    for section in outline.sections[index + 1 :]:
        if section.level <= level:
            return section.start
    return len(outline.document.text)
