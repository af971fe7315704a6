"""The lines of an exported jsonl file that people changed: cells by column, as those of a spreadsheet."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from luoshi.app import table_faults as wrong
from luoshi.app.table_lines import CHANGEABLE, Cell, Line, Table
from luoshi.errors import LuoshiError, UsageError, unread
from luoshi.exports.rows import Office
from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger import Row

ENDINGS: Final = (".jsonl", ".ndjson")
_LONGEST: Final = 64 << 20  # bytes of a line


def table_of_records(path: str | os.PathLike[str], office: Office) -> Table:
    """Read a file of ``luoshi export jsonl``; of each line what stands under ``row`` may have been changed.

    A line without ``id`` and ``row.number`` was typed: it has its words under ``text``, and may have
    ``source``, ``section`` and ``goal``. A line that is no record of a row is among ``Table.wrong``; blank
    lines count for nothing.

    Raises:
        UsageError: the file cannot be read, or (``import_no_table``) no line of it is a row of a ledger.
    """
    name = os.path.basename(path)
    lines: list[Line] = []
    bad: list[tuple[str, LuoshiError]] = []
    try:
        with open(path, "rb") as file:
            number = 0
            while raw := file.readline(_LONGEST):
                number += 1
                if raw.strip() and (raw.strip() != b"\xef\xbb\xbf"):
                    _take(raw, number, name, office, lines, bad)
    except OSError as error:
        raise unread(os.fspath(path), error) from error
    if not lines:
        raise UsageError(
            f"{name} has no row of a ledger: each line must be a record with “row”.",
            code="import_no_records",
            details={"name": name},
        )
    return Table(tuple(lines), frozenset((*CHANGEABLE, "id", "number", "version")), wrong=tuple(bad))


def untouched(line: Line, base: Row) -> Line:
    """Leave out of a line what its record has as ``base`` had it but a spreadsheet words otherwise.

    A record has the body in the lead, the supporting ones and the term as they count, a spreadsheet all that
    the text says of them.
    """
    if line.record is None:
        return line
    had = {"lead": base.lead or "", "supporting": "、".join(base.status.supporting), "due": base.due or ""}
    kept = {key: cell for key, cell in line.cells.items() if key not in had or cell.text != had[key]}
    return replace(line, cells=kept)


def _take(
    raw: bytes,
    number: int,
    name: str,
    office: Office,
    lines: list[Line],
    bad: list[tuple[str, LuoshiError]],
) -> None:
    try:
        record = _record(raw, number, name)
        lines.append(_line(record, number, office))
    except LuoshiError as error:
        bad.append((str(number), error))


def _record(raw: bytes, number: int, name: str) -> dict[str, Any]:
    column = 1
    try:
        record = json.loads(raw.rstrip().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        record, column = None, error.start + 1
    except json.JSONDecodeError as error:
        record, column = None, error.colno
    except RecursionError:
        record = None
    if not isinstance(record, dict) or not isinstance(record.get("row"), dict):
        raise wrong.no_record(name, number, column)
    return record


def _line(record: dict[str, Any], number: int, office: Office) -> Line:
    said = _Said(record.pop("row"))
    is_new = not record.get("id") and said.row.get("number") is None
    texts = {
        "id": str(record.get("id", "")),
        "number": said.whole("number"),
        "version": said.whole("version"),
        "measures": "\n".join(said.texts("measures")),
        "leader": said.text("leader"),
        "lead": said.text("lead"),
        "supporting": "、".join(said.texts("supporting")),
        "due": said.day("due"),
        "progress": said.text("progress"),
        "share": said.whole("percentage", "%"),
        "problem": said.text("problems"),
        "next": said.text("next_steps"),
        "state": _word(said.text("state"), office),
        "note": said.text("note"),
    }
    if is_new:
        texts |= _words(record)
    cells = {key: Cell(text, f"{number}:{_FIELDS.get(key, key)}") for key, text in texts.items()}
    return Line(cells, None if is_new else record)


def _words(record: dict[str, Any]) -> dict[str, str]:
    """Give what a line that was typed says beside its row: its words, source and headings."""
    record = {key: value for key, value in record.items() if key != "id"}
    unknown = next((key for key in record if key not in _NEW), None)
    if unknown is not None:
        raise wrong.new_field(unknown[:40], "、".join((*_NEW, "row")))
    if record.get("type") not in (None, "commitment"):
        raise wrong.wrong_value("type", "commitment")
    said = _Said(record, "")
    return {
        "task": said.text("text"),
        "source": said.text("source"),
        "section": PATH_MARK.join(said.texts("section")),
        "goal": said.text("goal"),
    }


class _Said:
    """What a line says of its row, or of its record, each value of its kind."""

    def __init__(self, row: Mapping[str, Any], within: str = "row.") -> None:
        self.row, self.within = row, within

    def of(self, key: str, wanted: str, holds: Callable[[Any], bool], empty: Any) -> Any:  # noqa: ANN401 - JSON
        """Give a value, ``empty`` where there is none; fails where it does not hold what is wanted."""
        value = self.row.get(key)
        if value is None:
            return empty
        if not holds(value):
            raise wrong.wrong_value(f"{self.within}{key}", wanted)
        return value

    def text(self, key: str) -> str:
        """Give a text."""
        return str(self.of(key, "文本", lambda value: isinstance(value, str), ""))

    def day(self, key: str) -> str:
        """Give a day, ISO."""
        return str(self.of(key, "日期（如 2026-06-30）", _is_day, ""))

    def whole(self, key: str, unit: str = "") -> str:
        """Give a whole number with its unit."""
        value = self.of(key, "整数", lambda value: type(value) is int, "")
        return "" if value == "" else f"{value}{unit}"

    def texts(self, key: str) -> list[str]:
        """Give a list of texts."""
        return list(self.of(key, "一列文本", _is_texts, []))


def _is_texts(value: Any) -> bool:  # noqa: ANN401 - what JSON holds
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_day(value: Any) -> bool:  # noqa: ANN401 - what JSON holds
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _word(state: str, office: Office) -> str:
    return office.state(state) if state in office.table.states else state


_FIELDS: Final = {"share": "percentage", "problem": "problems", "next": "next_steps", "task": "text"}
_NEW: Final = ("type", "text", "source", "section", "goal")
