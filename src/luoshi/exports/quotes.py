"""Where a row stands in its text, and the words around it, for those who check a table against its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger import Row
from luoshi.model import Statement

Texts = Callable[[str], str | None]
"""Gives the text of a document by its SHA-256."""
_BEFORE: Final = re.compile(r"[^。！？!?\n]*\Z")
_AFTER: Final = re.compile(r"[^。！？!?\n]*[。！？!?]?")
_BROKEN: Final = re.compile(r"[^\S\n]*\n\s*")  # where the layout broke a sentence
_MARKS: Final = re.compile(r"[#>*\s]*")
_FAR: Final = 120  # characters of the sentence shown on each side


def place_of(statement: Statement) -> str:
    """Give the stretches of a statement, in code points of its text: ``1204–1239``, several with ``、``.

    The dash is one that no spreadsheet takes for a date.
    """
    pieces = statement.pieces or ((statement.start, statement.end),)
    return "、".join(f"{start}–{end}" for start, end in pieces)


def quote_of(row: Row, text: str | None) -> str:
    """Give a note: the sentence that a row comes from, its headings, file, place and text's SHA-256.

    Of a text that is not there only the statement's own words are given.
    """
    statement = row.statement
    quoted = statement.text if text is None else sentence(text, statement.start, statement.end)
    said = f"“{_BROKEN.sub('', quoted)}”"
    where = PATH_MARK.join((statement.source, *statement.section))
    return f"{said}\n出自：{where}\n位置：第 {place_of(statement)} 字\n文本 SHA-256：{row.document}"


def sentence(text: str, start: int, end: int) -> str:
    """Give the whole sentence around a stretch of a text; of a long one what lies near the stretch."""
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    after = _AFTER.match(text, end, min(len(text), end + _FAR))
    first = before.start() if before else start
    last = after.end() if after and text[end - 1 : end] not in "。！？!?" else end
    cut = "…" if first and first == start - _FAR else ""
    if not cut:  # the marks of a heading or quotation in Markdown
        first = min(start, first + len(_MARKS.match(text[first:start])[0]))  # type: ignore[index]
    return (cut + text[first:last] + ("…" if last == end + _FAR else "")).strip()
