"""A person's own annotations: one statement a line of a csv or jsonl file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from luoshi.errors import UsageError

TYPES: Final = ("commitment", "result", "problem", "event")
FORCES: Final = ("binding", "firm", "directional", "striving", "exploratory")
_NAMES: Final[dict[str, str]] = {
    "文件": "file",
    "来源": "file",
    "source": "file",
    "起点": "start",
    "起": "start",
    "终点": "end",
    "止": "end",
    "类型": "type",
    "原文": "text",
    "力度": "force",
    "日期": "date",
}
_WORDS: Final[dict[str, str]] = {
    "承诺": "commitment",
    "结果": "result",
    "问题": "problem",
    "会议": "event",
    "会议活动": "event",
    "刚性": "binding",
    "明确": "firm",
    "导向": "directional",
    "力争": "striving",
    "探索": "exploratory",
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """A statement that a person marked: where, and what it is; ``force`` is ``None`` where not said.

    ``start`` and ``end`` are code points of the file's text; both are ``None`` where only ``text`` tells.
    ``line`` is that of the annotations' own file, from 1.
    """

    line: int
    file: str
    type: str
    start: int | None
    end: int | None
    text: str
    force: str | None
    date: str | None


def read_annotations(name: str, content: str, *, lines_of_json: bool) -> list[Annotation]:
    """Read annotations: csv with a heading (tabs and semicolons too), or one JSON object a line.

    Each has ``file`` (or ``source``) and ``type``, and ``start`` and ``end`` or ``text`` or all three;
    ``force`` and ``date`` may be there. Chinese headings and words will do. Other columns count for
    nothing: the records of ``luoshi extract`` can be corrected and given back.

    Raises:
        UsageError: ``annotation_…``, naming the file, the line and the column.
    """
    rows = _of_json(name, content) if lines_of_json else _of_csv(name, content)
    found = [_annotation(name, line, row) for line, row in rows]
    if not found:
        raise UsageError(f"{name}: holds no annotation.", code="annotation_none", details={"name": name})
    return found


def fault(name: str, line: int, column: str, value: object, code: str) -> UsageError:
    """Give the error for a cell: ``code`` is put after ``annotation_``."""
    shown = "" if value is None else str(value)[:40]
    return UsageError(
        f"{name}, line {line}, column {column}: “{shown}” will not do ({code}).",
        code=f"annotation_{code}",
        details={"name": name, "line": line, "column": column, "value": shown},
    )


def _of_json(name: str, content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise fault(name, number, str(error.colno), line[error.pos :], "json") from error
        except RecursionError as error:
            raise fault(name, number, "1", line, "json") from error
        if not isinstance(row, dict):
            raise fault(name, number, "1", line, "json")
        yield number, {_NAMES.get(str(key), str(key)): value for key, value in row.items()}


def _of_csv(name: str, content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first = content.partition("\n")[0]
    mark = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark)
    try:
        if not content.strip():
            return
        heads = [_NAMES.get(head.strip().lower(), head.strip().lower()) for head in next(reader, [])]
        for needed, others in (("file", {"file"}), ("type", {"type"}), ("start", {"start", "text"})):
            if not others & {*heads}:
                raise fault(name, 1, needed, first, "column")
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, dict(zip(heads, cells, strict=False))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise fault(name, reader.line_num, "1", error, "csv") from error


def _annotation(name: str, line: int, row: Mapping[str, Any]) -> Annotation:
    kind = _word(row.get("type"))
    if kind not in TYPES:
        raise fault(name, line, "type", row.get("type"), "type")
    force = _word(row.get("force"))
    if force not in ("", *FORCES):
        raise fault(name, line, "force", row.get("force"), "force")
    file = str(row.get("file") or "").strip()
    if not file:
        raise fault(name, line, "file", "", "file")
    start, end = (_place(name, line, column, row.get(column)) for column in ("start", "end"))
    text = str(row.get("text") or "")
    if (start is None) != (end is None) or (start is None and not text.strip()):
        raise fault(name, line, "start" if start is None else "end", "", "place")
    if start is not None and end is not None and end <= start:
        raise fault(name, line, "end", end, "order")
    return Annotation(line, file, kind, start, end, text, force or None, _date(row))


def _date(row: Mapping[str, Any]) -> str | None:
    value = row.get("date")
    return value.strip() or None if isinstance(value, str) else None


def _word(value: object) -> str:
    said = str(value or "").strip()
    return _WORDS.get(said, said.lower())


def _place(name: str, line: int, column: str, value: object) -> int | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    said = str(value).strip()
    if isinstance(value, bool) or not (said.isascii() and said.isdigit() and len(said) < 12):
        raise fault(name, line, column, value, "number")
    return int(said)
