"""What a format's reader gave, as a frame's head and body, and back, every part checked."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Any, Final

from luoshi.errors import LuoshiError, ReadingError
from luoshi.model.document import Remark, Span, TaskRow
from luoshi.model.layout import Layout, Line, Page, Part
from luoshi.reading.content import Content
from luoshi.reading.limits import MIB, Limits
from luoshi.reading.worker.frames import FrameError

_BOX: Final = 16  # bytes a code point: four numbers of typecode f
_SURE: Final = 4  # and one more where it was recognised
_WAYS: Final = ("text", "ocr", "blank")


def packed(content: Content) -> tuple[dict[str, Any], bytes]:
    """Give the head and the body (the numbers of all lines) that ``unpacked`` takes."""
    layout = content.layout
    head: dict[str, Any] = {
        "text": content.text,
        "encoding": content.encoding,
        "title": content.title,
        "date": content.date.isoformat() if content.date else None,
        "parser": content.parser,
        "publisher": content.publisher,
        "tasks": [{name: list(span) for name, span in row.cells.items()} for row in content.tasks],
        "remarks": [[remark.code, dict(remark.details)] for remark in content.remarks],
        "layout": None,
    }
    if layout is None:
        return head, b""
    head["layout"] = {
        "pages": [[page.number, page.width, page.height, page.way] for page in layout.pages],
        "lines": [
            [line.start, line.end, line.page, line.confidence, line.sure is not None] for line in layout.lines
        ],
        "parts": [[part.start, part.end, part.kind, part.name] for part in layout.parts],
    }
    numbers = (each for line in layout.lines for each in (line.boxes, line.sure) if each is not None)
    return head, b"".join(each.tobytes() for each in numbers)


def unpacked(head: dict[str, Any], body: bytes) -> Content:
    """Give the content again.

    Raises:
        FrameError: a part is missing, of another kind, or points outside the text.
    """
    try:
        text = _text(head["text"])
        return Content(
            text,
            _text(head["encoding"]),
            None if head["title"] is None else _text(head["title"]),
            None if head["date"] is None else date.fromisoformat(head["date"]),
            _text(head["parser"]),
            None if head["layout"] is None else _layout(head["layout"], body, len(text)),
            tuple(_task(row, len(text)) for row in head["tasks"]),
            tuple(Remark(_text(code), _details(details)) for code, details in head["remarks"]),
            None if head["publisher"] is None else _text(head["publisher"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FrameError(f"{type(error).__name__} in the answer") from None


def packed_error(error: LuoshiError) -> dict[str, Any]:
    """Give the head that ``unpacked_error`` takes."""
    head: dict[str, Any] = {"said": str(error), "code": error.code, "details": error.details}
    if isinstance(error, ReadingError):
        head |= {"source": error.source, "reason": error.reason, "byte": error.byte}
    return head


def unpacked_error(head: dict[str, Any]) -> LuoshiError:
    """Give the error again; FrameError as ``unpacked``."""
    try:
        code, details = _text(head["code"]), _details(head["details"])
        if "source" not in head:
            return LuoshiError(_text(head["said"]), code=code, details=details)
        byte = None if head["byte"] is None else _whole(head["byte"], 0)
        source, reason = _text(head["source"]), _text(head["reason"])
        return ReadingError(source, reason, byte=byte, code=code, details=details)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FrameError(f"{type(error).__name__} in the answer") from None


def no_memory(source: str, limits: Limits) -> ReadingError:
    """Give the error of a file that needs more than ``limits.memory``."""
    limit = max(1, limits.memory // MIB)
    reason = f"needs more memory than {limit} MiB; split it, or raise LUOSHI_MAX_MEMORY"
    return ReadingError(source, reason, code="memory", details={"limit": limit})


def _layout(table: dict[str, Any], body: bytes, length: int) -> Layout:
    pages = tuple(
        Page(_whole(number, 1), _number(width), _number(height), _one_of(way, _WAYS))
        for number, width, height, way in table["pages"]
    )
    lines, at = [], 0
    for start, end, page, confidence, is_sure in table["lines"]:
        count = _whole(end, _whole(start, 0)) - start
        boxes = array("f", body[at : at + _BOX * count])
        at += _BOX * count
        sure = None
        if is_sure:
            sure = _sure(body[at : at + _SURE * count])
            at += _SURE * count
        lines.append(Line(start, end, _whole(page, 1), boxes, _confidence(confidence), sure))
    if at != len(body) or not all(isfinite(sum(line.boxes)) for line in lines):
        raise ValueError
    parts = tuple(
        Part(_whole(start, 0), _whole(end, start), _text(kind), _text(name))
        for start, end, kind, name in table["parts"]
    )
    _in_order(lines, length)
    _in_order(parts, length)
    return Layout(pages, tuple(lines), parts)


def _in_order(rows: Iterable[Line | Part], length: int) -> None:
    last = 0
    for row in rows:
        if row.start < last or row.end > length:
            raise ValueError
        last = row.end


def _task(row: dict[str, Any], length: int) -> TaskRow:
    cells: dict[str, Span] = {}
    for name, (start, end) in row.items():
        if _whole(end, _whole(start, 0)) > length:
            raise ValueError
        cells[name] = (start, end)
    return TaskRow(cells)


def _details(table: dict[str, Any]) -> dict[str, str | int]:
    if not all(type(value) in (str, int) for value in table.values()):
        raise TypeError
    return dict(table)


def _text(value: Any) -> str:  # noqa: ANN401 - what JSON gives
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any, least: int) -> int:  # noqa: ANN401
    if type(value) is not int or value < least:
        raise ValueError
    return value


def _number(value: Any) -> float:  # noqa: ANN401
    if type(value) not in (int, float) or not isfinite(value):
        raise ValueError
    return float(value)


def _confidence(value: Any) -> float | None:  # noqa: ANN401
    if value is None:
        return None
    if not 0 <= _number(value) <= 1:
        raise ValueError
    return float(value)


def _sure(raw: bytes) -> array[float]:
    values = array("f", raw)
    if not all(0 <= value <= 1 for value in values):
        raise ValueError
    return values


def _one_of(value: Any, known: tuple[str, ...]) -> str:  # noqa: ANN401
    if value not in known:
        raise ValueError
    return _text(value)
