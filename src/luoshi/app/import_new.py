"""Rows that an office added to a table by hand, as promises of the ledger.

Each row of the ledger quotes a document. What was typed becomes one: a small text that says who entered it,
when and from which file, with the words of each line as they were typed. So its rows quote to the character
like all others, and whoever reads one sees that it was entered by hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from luoshi.app import table_faults as wrong
from luoshi.app.table_cells import names, plain
from luoshi.app.table_lines import Line
from luoshi.errors import LuoshiError
from luoshi.extracting.statements import statements
from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.model import Document, Facts, Statement
from luoshi.model.document import Span, TaskRow
from luoshi.parsing.outline import parse

RULE: Final = "ledger.entered"
"""The rule of a statement that was entered by hand."""
WORDS: Final = (
    *("source", "section", "task", "goal", "lead", "responsible", "supporting", "addressee", "due"),
)
"""The columns that become words of the document; the others become steps of the work."""
_BODIES: Final = ("lead", "responsible", "supporting")
_TITLE: Final = "手工录入的事项"
_MARK: Final = "："
# a cell that means a day: 2026-02-30, 2月30日, 20260230
_DAY: Final = re.compile(r"(?<!\d)(?:\d{4}\s*[年./-]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}|\d{8}(?!\d))")


@dataclass(frozen=True, slots=True)
class Entered:
    """The document of lines that were typed, and the statement of each line that is sound, in their order.

    ``wrong`` has for each of the others its place in the order, the column and what is wrong.
    """

    document: Document
    facts: Facts
    statements: Mapping[int, Statement]
    wrong: Mapping[int, tuple[str, LuoshiError]]


def entered(lines: Sequence[Line], *, author: str, at: datetime, day: date, file: str) -> Entered:
    """Give what lines typed by ``author`` come to; ``day`` is the one from which 年底前 counts.

    The same lines at the same time give the same document.
    """
    when = at.astimezone()
    author, file = " ".join(author.split()), " ".join(file.split())
    source = f"手工录入（{author}，{when.date().isoformat()}）"
    text, rows = _written(lines, (author, f"{when:%Y-%m-%d %H:%M:%S %z}", file))
    title = f"{_TITLE}（{author}，{when:%Y-%m-%d %H:%M}）"
    document = Document(text, source, day, title=title, tasks=tuple(map(TaskRow, rows)))
    found = list(statements(parse(document))) if rows else []
    starts = [each.start for each in found]
    sound: dict[int, Statement] = {}
    faults: dict[int, tuple[str, LuoshiError]] = {}
    for number, (line, cells) in enumerate(zip(lines, rows, strict=True)):
        start, end = cells["task"]
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            faults[number] = ("task", wrong.no_words(plain(line.text("task"))))
            continue
        said = _whole(found[first], document, (start, end), plain(line.text("source")) or source)
        fault = _fault(line, said)
        if fault is None:
            sound[number] = said
        else:
            faults[number] = fault
    return Entered(document, Facts(title, day, None, "plan"), sound, faults)


def as_entered(text: str, statement: Statement) -> Mapping[str, str]:
    """Give the words of each column as they were typed, from the document of a statement of ``RULE``."""
    start = text.rfind("\n\n", 0, statement.start) + 2
    end = text.find("\n\n", statement.end)
    titles = {ledger_columns().columns[key].title: key for key in WORDS}
    said: dict[str, list[str]] = {}
    key = ""
    for line in text[start : end if end >= 0 else len(text)].split("\n"):
        title, mark, rest = line.partition(_MARK)
        named = titles.get(title, "") if mark else ""
        # a line of a cell may look like the next column: columns stand in their order, each once
        if named and named not in said and WORDS.index(named) > (WORDS.index(key) if key else -1):
            key = named
            said[key] = [rest]
        elif key:
            said[key].append(line)
    return {key: "\n".join(lines) for key, lines in said.items()}


def _written(lines: Iterable[Line], about: tuple[str, str, str]) -> tuple[str, list[dict[str, Span]]]:
    """Give the text of the document, and where in it each column of each line stands."""
    titles = ledger_columns().columns
    heads = ("录入人", "录入时间", "来自文件")
    text = "\n".join((_TITLE, *(f"{head}{_MARK}{said}" for head, said in zip(heads, about, strict=True))))
    pieces, at = [text], len(text)
    rows: list[dict[str, Span]] = []
    for line in lines:
        cells: dict[str, Span] = {}
        before = "\n\n"
        for key in WORDS:
            said = plain(line.text(key))
            if not said:
                continue
            opening = f"{before}{titles[key].title}{_MARK}"
            pieces += (opening, said)
            at += len(opening)
            cells[key] = (at, at + len(said))
            at += len(said)
            before = "\n"
        rows.append(cells)
    return "".join((*pieces, "\n")), rows


def _whole(statement: Statement, document: Document, words: Span, source: str) -> Statement:
    """Give the statement with all the words of its cell: what was typed is quoted as it was typed."""
    start, end = words
    return replace(
        statement,
        id=f"{document.sha256[:8]}:{start}-{end}",
        source=source,
        rule=RULE,
        start=start,
        end=end,
        text=document.text[start:end],
        pieces=((start, end),),
    )


def _fault(line: Line, statement: Statement) -> tuple[str, LuoshiError] | None:
    due = plain(line.text("due"))
    until = statement.deadline.until if statement.deadline else None
    if until is None and _DAY.search(due) and not due.startswith(("每", "逐")):
        return "due", wrong.no_day(due)
    for key in _BODIES:
        said = plain(line.text(key))
        if names(said) and not any(actor.name in said for actor in statement.actors):
            return key, wrong.no_body(said)
    return None
