"""Formats in, Document out: ``read`` one file, ``find`` the files to read."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

from luoshi.errors import ReadingError, UsageError
from luoshi.model.document import Document
from luoshi.reading.files import MAX_BYTES, Skipped, checked, find, load, shown
from luoshi.reading.formats import by_content, by_name, by_name_or_error

__all__ = ["MAX_BYTES", "Skipped", "find", "read"]


def read(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    date: datetime.date | str | None = None,
    source: str | None = None,
    fallback: datetime.date | None = None,
) -> Document:
    """One file, or its content, as a Document.

    A path is read by its ending. Bytes are read by the ending of ``source`` where it tells a format,
    else by how they open. A ``str`` is a path, unless it holds a line break: then it is the text itself.
    ``date`` (a date, or ``YYYY-MM-DD``) wins over the file's own, ``fallback`` stands where the file
    has none; ``source`` is the name that records carry.

    Raises:
        ReadingError: with ``code`` and, for damaged text, ``byte``.
        UsageError: ``date`` is no date.
    """
    day = _day(date)
    if isinstance(path_or_bytes, str) and ("\n" in path_or_bytes or "\r" in path_or_bytes):
        return replace(_text(path_or_bytes, day, source or "<text>"), fallback=fallback)
    if isinstance(path_or_bytes, bytes):
        name = source or "<bytes>"
        raw = checked(path_or_bytes, name)
        kind = by_name(name) or by_content(raw)
    else:
        path = Path(path_or_bytes)
        name = source or shown(path)
        raw = load(path)
        kind = by_name_or_error(path.name, name)
    content = kind.reader()(raw, name)
    return Document(
        text=content.text,
        source=name,
        date=day or content.date,
        format=kind.name,
        encoding=content.encoding,
        title=content.title,
        fallback=fallback,
    )


def _text(text: str, day: datetime.date | None, source: str) -> Document:
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as error:
        byte = len(text[: error.start].encode("utf-8"))
        reason = "half of a surrogate pair, which is no character"
        raise ReadingError(
            source, reason, byte=byte, code="undecodable", details={"encoding": "UTF-8"}
        ) from None
    checked(raw, source)
    return Document(text=text, source=source, date=day)


def _day(date: datetime.date | str | None) -> datetime.date | None:
    if isinstance(date, datetime.datetime):
        return date.date()
    if date is None or isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        raise UsageError(f"“{date}” is not a date; write it as YYYY-MM-DD") from None
