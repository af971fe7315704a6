"""From the rows of a ledger to units: one row, one task."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from luoshi.extracting.units import Unit
from luoshi.model import Clause, Outline, Section, Sentence
from luoshi.model.document import Span
from luoshi.parsing.clauses import clauses
from luoshi.parsing.headings import heading_at

_OWN_ID = re.compile(r"[0-9a-f]{8}:\d+-\d+")  # a record's
_SAYING = ("task", "measures", "goal")
_SECTIONS = ("title", "band", "subband", "section")
PATH_MARK = " / "  # between the titles of a path in one cell, as luoshi writes it on export


@dataclass(frozen=True, slots=True)
class Task:
    """One task: the ``unit`` of its words, the ``section`` it stands in, and the cells of its rows.

    Several rows are one task where they differ in nothing but who does it: ``rows`` holds them all.
    """

    unit: Unit
    section: tuple[str, ...]
    rows: tuple[Mapping[str, Span], ...]


def ledger_outline(outline: Outline) -> Outline:
    """Give the outline of a ledger: clauses of the cells that say what is to be done, and no other.

    Each line of a cell begins a sentence, and a number before it is left out, save in rows that luoshi
    wrote itself (their 编号 says so): their words stay as they are. The day is what the caller
    or the head of the ledger says: the first in its text, which dates other documents, is a deadline.
    """
    document = outline.document
    day = document.date or document.fallback or outline.facts.date
    sentences: list[Sentence] = []
    pieces: list[Clause] = []
    for start, end, is_own in _lines(outline):
        heading = None if is_own else heading_at(document.text, start, end)
        first = len(pieces)
        for piece in clauses(document.text, heading.end if heading else start, end):
            opens = first == len(pieces)
            pieces.append(Clause(*piece, opens, False, False, 0, len(sentences)))
        if first < len(pieces):
            sentences.append(Sentence(pieces[first].start, pieces[-1].end, first, len(pieces), 0))
    facts = replace(outline.facts, date=day, kind="plan")
    return Outline(document, facts, (Section("", "", 0, -1, 0, 0),), tuple(sentences), tuple(pieces), ())


def _lines(outline: Outline) -> Iterator[tuple[int, int, bool]]:
    """Give the lines of the cells whose words matter, each once, and whether luoshi wrote their row."""
    text = outline.document.text
    cells: dict[Span, bool] = {}
    for row in outline.document.tasks:
        is_own = "id" in row.cells and _OWN_ID.fullmatch(text, *row.cells["id"]) is not None
        cells |= {row.cells[key]: is_own for key in _SAYING if key in row.cells}
    for (start, end), is_own in sorted(cells.items()):
        at = start
        for line in text[start:end].split("\n"):
            if line.strip():
                yield at + len(line) - len(line.lstrip()), at + len(line.rstrip()), is_own
            at += len(line) + 1


def tasks_of(outline: Outline) -> Iterator[Task]:
    """Give the tasks in the order of the text.

    The words of a task are those of its task cell without its number. Where one merged cell is the
    task of several rows it is a section of theirs, and each row's words are those of its measures, else
    of its goal. Rows that share all their words are one task.
    """
    words = [_words(cells, shared) for cells, shared in _with_shared(outline)]
    rows = [row.cells for row in outline.document.tasks]
    order = sorted(range(len(rows)), key=lambda at: words[at])
    first = 0
    while first < len(order):
        last = first + 1
        while last < len(order) and words[order[last]] == words[order[first]]:
            last += 1
        held = [rows[at] for at in order[first:last]]
        unit = unit_of(outline, words[order[first]])
        if unit is not None:
            yield Task(unit, _section(outline, held[0], words[order[first]]), tuple(held))
        first = last


def _with_shared(outline: Outline) -> Iterator[tuple[Mapping[str, Span], bool]]:
    counts = Counter(row.cells["task"] for row in outline.document.tasks)
    for row in outline.document.tasks:
        yield row.cells, counts[row.cells["task"]] > 1


def _words(cells: Mapping[str, Span], shared: bool) -> Span:
    if shared:
        for key in ("measures", "goal"):
            if key in cells:
                return cells[key]
    return cells["task"]


def unit_of(outline: Outline, words: Span) -> Unit | None:
    """Give the clauses of a cell as one unit; ``None`` where it holds no word."""
    first = bisect_left(outline.clauses, words[0], key=lambda clause: clause.start)
    last = bisect_left(outline.clauses, words[1], key=lambda clause: clause.start)
    if first == last:
        return None
    start, end = outline.clauses[first].start, outline.clauses[last - 1].end
    return Unit("commitment", first, last, start, end, ((start, end),), "ledger.row")


def _section(outline: Outline, cells: Mapping[str, Span], words: Span) -> tuple[str, ...]:
    text = outline.document.text
    above = [cells[key] for key in _SECTIONS if key in cells]
    if cells["task"] != words:
        above.append(cells["task"])
    said = (text[start:end].replace("\n", "") for start, end in above)
    return tuple(
        dict.fromkeys(part.strip() for title in said for part in title.split(PATH_MARK) if part.strip())
    )
