"""Formats in, Document out: ``read`` one file, ``find`` the files to read."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from luoshi.errors import LuoshiError, ReadingError, UsageError
from luoshi.model.document import Document
from luoshi.reading.archives import Budget
from luoshi.reading.each import Walk, as_document, each
from luoshi.reading.files import MAX_BYTES, Skipped, checked, find, load, shown
from luoshi.reading.formats import ARCHIVE, by_name
from luoshi.reading.limits import DEFAULT, Limits
from luoshi.reading.recognise import by_content, recognised

__all__ = ["MAX_BYTES", "Skipped", "find", "read", "read_each"]


def read(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    date: datetime.date | str | None = None,
    source: str | None = None,
    fallback: datetime.date | None = None,
    limits: Limits = DEFAULT,
) -> Document:
    """One file, or its content, as a Document.

    A path is read by its ending, bytes by that of ``source`` where it tells a format, unless they are
    unmistakably of another; then ``remarks`` say so. Other bytes are read by how they open. A ``str``
    is a path, unless it holds a line break: then it is the text itself.
    ``date`` (a date, or ``YYYY-MM-DD``) wins over the file's own, ``fallback`` stands where the file
    has none; ``source`` is the name that records carry.

    Raises:
        ReadingError: with ``code`` and, for damaged text, ``byte``; ``archive`` for a zip of files (see
            ``read_each``).
        UsageError: ``date`` is no date.
    """
    day = _day(date)
    if isinstance(path_or_bytes, str) and ("\n" in path_or_bytes or "\r" in path_or_bytes):
        return replace(_text(path_or_bytes, day, source or "<text>", limits), fallback=fallback)
    if isinstance(path_or_bytes, bytes):
        name = source or "<bytes>"
        raw = checked(path_or_bytes, name, limits.bytes_in)
        if by_name(name) is None:
            kind, remark = by_content(raw, limits), None
        else:
            kind, remark = recognised(raw, name, name, limits)
    else:
        path = Path(path_or_bytes)
        name = source or shown(path)
        raw = load(path, limits.bytes_in)
        kind, remark = recognised(raw, path.name, name, limits)
    if kind is ARCHIVE:
        raise ReadingError(
            name, "an archive of files; unpack it, or give it to luoshi extract or luoshi add", code="archive"
        )
    document = as_document(raw, name, kind, remark, limits)
    return replace(document, date=day or document.date, fallback=fallback)


def read_each(
    path: str | os.PathLike[str],
    *,
    source: str | None = None,
    limits: Limits = DEFAULT,
    skipped: Callable[[Skipped], None] | None = None,
    took: Callable[[bytes, str], None] | None = None,
) -> Iterator[Document | LuoshiError]:
    """One file as a Document, or each file of a zip archive and of the archives in it.

    A member's ``source`` is ``archive.zip/folder/name.docx``. What cannot be read is an error in its
    place; members passed over are told to ``skipped``, as ``find`` does; ``took`` is told the bytes and
    the name of each file before its Document is given.
    """
    name = source or shown(path)
    try:
        raw = load(Path(path), limits.bytes_in)
    except ReadingError as error:
        yield error
        return
    walk = Walk(limits, Budget.of(limits), skipped or (lambda _: None), took or (lambda raw, name: None))
    yield from each(raw, Path(path).name, name, walk, limits.depth)


def _text(text: str, day: datetime.date | None, source: str, limits: Limits) -> Document:
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as error:
        byte = len(text[: error.start].encode("utf-8"))
        reason = "half of a surrogate pair, which is no character"
        raise ReadingError(
            source, reason, byte=byte, code="undecodable", details={"encoding": "UTF-8"}
        ) from None
    checked(raw, source, limits.bytes_in)
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
