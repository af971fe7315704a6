"""A central document as its provisions: numbered articles, or paragraphs where it numbers none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from luoshi.model import Outline, Passage, Provision, Section, Statement
from luoshi.normalize.numerals import plain_value

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*\w[^\r\n\x0b\x0c\x85\u2028\u2029]*")
_MARKS = re.compile(r"[第条（）().．、\s]")
_FIRST, _LAST = 10, 14  # heading levels that number provisions: 一、（一）第一条 1． （1）
_FEWEST = 3  # fewer headings of one kind number no articles
_TITLE = 40


def provisions(outline: Outline, statements: Sequence[Statement]) -> tuple[Provision, ...]:
    """Give the provisions of a central document, in the order of its text.

    ``statements`` are those extracted from it; its commitments are the tasks of the provision that
    holds them. Articles are the numbered headings of the kind that numbers most; where there are
    none, each paragraph with a task is a provision, and its number that of the paragraph.
    """
    tasks = [s for s in statements if s.type == "commitment"]
    starts = [s.start for s in tasks]

    def tasks_in(start: int, end: int) -> tuple[Passage, ...]:
        held = tasks[bisect_left(starts, start) : bisect_left(starts, end)]
        return tuple(Passage(s.start, s.end, s.text, s.force) for s in held if s.end <= end)

    level = _article_level(outline.sections)
    found = _articles(outline, level) if level else _paragraphs(outline)
    text = outline.document.text
    all_of_them = (
        Provision(article, path, start, end, text[start:end], tasks_in(start, end))
        for article, path, start, end in found
    )
    return tuple(p for p in all_of_them if level or p.tasks)


def _article_level(sections: Sequence[Section]) -> int:
    """The heading level that numbers most sections, the finer one of equals; 0 for none."""
    counted = Counter(s.level for s in sections if _FIRST <= s.level <= _LAST)
    level, count = max(counted.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return level if count >= _FEWEST else 0


_Found = tuple[str, tuple[str, ...], int, int]


def _articles(outline: Outline, level: int) -> Iterator[_Found]:
    sections = outline.sections
    chosen = [at for at, section in enumerate(sections) if section.level == level]
    numbers = [_number(sections[at].number) for at in chosen]
    ends = _last_ends(outline)
    runs_on = len(set(numbers)) == len(numbers)
    for at, number in zip(chosen, numbers, strict=True):
        path = outline.path(at)
        above = (_number(sections[i].number) for i in path if sections[i].number)
        article = number if runs_on else "-".join(above)
        yield article, tuple(sections[i].title for i in path), sections[at].start, ends[at]


def _number(number: str) -> str:
    """``（18）`` and ``第十八条`` as ``18``; a mark that holds no number as it stands."""
    plain = _MARKS.sub("", number)
    value = plain_value(plain)
    return f"{value:.0f}" if value is not None else plain


def _last_ends(outline: Outline) -> list[int]:
    """For each section where its last sentence ends, those of the sections below it among them."""
    ends = [section.end for section in outline.sections]
    for clause in outline.clauses:
        ends[clause.section] = max(ends[clause.section], clause.end + len(clause.ender))
    for at in range(len(ends) - 1, 0, -1):
        parent = outline.sections[at].parent
        ends[parent] = max(ends[parent], ends[at])
    return ends


def _paragraphs(outline: Outline) -> Iterator[_Found]:
    text = outline.document.text
    clauses = outline.clauses
    starts = [clause.start for clause in clauses]
    for number, line in enumerate(_LINE.finditer(text), 1):
        first, last = bisect_left(starts, line.start()), bisect_left(starts, line.end())
        if first == last or clauses[first].heading:
            continue
        above = tuple(outline.sections[i].title for i in outline.path(clauses[first].section))
        start, end = clauses[first].start, clauses[last - 1].end + len(clauses[last - 1].ender)
        yield str(number), (*above, _opening(text[start:end])), start, end


def _opening(paragraph: str) -> str:
    """The first sentence of a paragraph, cut to the length of a title."""
    stop = paragraph.find("。")
    title = paragraph if stop < 0 else paragraph[:stop]
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
