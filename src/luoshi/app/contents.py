"""Read and extract what is handed over as bytes or text, as ``app.extract`` does with files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from time import perf_counter
from typing import TYPE_CHECKING

from luoshi.app.outcomes import Outcome, dated, extracted
from luoshi.errors import LuoshiError, UsageError
from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Content:
    """One file as a table holds it.

    ``source`` is the name that its records carry. ``content`` is its bytes, or its text where somebody else
    has read it (whatever the name then says); where it is ``None`` the file at ``path`` is read.
    ``day`` is its date (``YYYY-MM-DD``), whatever its text says.
    """

    source: str
    content: bytes | str | None = None
    path: str = ""
    day: str | None = None


def document_of(given: Content, limits: Limits) -> Document:
    """Give the one Document.

    Raises:
        LuoshiError: it cannot be read, or is an archive of several files.
    """
    from luoshi.reading import read

    if isinstance(given.content, str):
        return _text(given.content, given.source, _day(given.day), limits)
    held = Path(given.path) if given.content is None else given.content
    return read(held, source=given.source, date=given.day, limits=limits)


def outcome_of(given: Content, limits: Limits) -> Outcome:
    """Give the outcome of the one Document; what goes wrong is in it, not raised."""
    start = perf_counter()
    try:
        document: Document | LuoshiError = document_of(given, limits)
    except LuoshiError as error:
        document = error
    return extracted(document, given.source, start)


def outcomes(given: Content, limits: Limits) -> Iterator[Outcome]:
    """Give an outcome for the file, or for each member of an archive, as ``extract_files`` does."""
    start = perf_counter()
    try:
        day = _day(given.day)
    except LuoshiError as error:
        yield extracted(error, given.source, start)
        return
    for found in _documents(given, day, limits):
        is_alone = getattr(found, "source", "") == given.source
        yield extracted(dated(found, day, is_alone=is_alone), given.source, start)
        start = perf_counter()


def _documents(given: Content, day: date | None, limits: Limits) -> Iterator[Document | LuoshiError]:
    from luoshi.reading import read_each
    from luoshi.reading.archives import Budget
    from luoshi.reading.each import Walk, each
    from luoshi.reading.files import checked
    from luoshi.reading.formats import ARCHIVE, by_name
    from luoshi.reading.recognise import by_content

    if given.content is None:
        yield from read_each(given.path, source=given.source, limits=limits)
        return
    name = PurePath(given.source).name
    try:
        if isinstance(given.content, str):
            yield _text(given.content, given.source, day, limits)
            return
        raw = checked(given.content, given.source, limits.bytes_in)
        if by_name(name) is None:  # a name that is no file's: how the bytes open tells the format
            if by_content(raw, limits) is not ARCHIVE:
                yield document_of(given, limits)
                return
            name = f"{name}.zip"
    except LuoshiError as error:
        yield error
        return
    walk = Walk(limits, Budget.of(limits), lambda member: None)
    yield from each(raw, name, given.source, walk, limits.depth)


def _text(text: str, source: str, day: date | None, limits: Limits) -> Document:
    from luoshi.reading.each import as_document
    from luoshi.reading.files import checked
    from luoshi.reading.formats import by_format

    raw = checked(text.encode("utf-8", "replace"), source, limits.bytes_in)
    document = as_document(raw, source, by_format("txt"), None, limits)
    return document if day is None else replace(document, date=day)


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"“{written}” is not a date; write it as YYYY-MM-DD") from None
