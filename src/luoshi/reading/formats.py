"""The formats that luoshi reads: to add one, write its module and name it here.

A format's module offers ``read(raw: bytes, source: str) -> Content`` and is imported when the
first file of its kind is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from luoshi.errors import ReadingError
from luoshi.reading.content import Content

Reader = Callable[[bytes, str], Content]


@dataclass(frozen=True, slots=True)
class Format:
    """A format's name, the endings of its files (lower case) and the module that reads it."""

    name: str
    endings: tuple[str, ...]
    module: str

    def reader(self) -> Reader:
        """Import the module and give its ``read``."""
        return cast(Reader, import_module(self.module).read)


FORMATS: tuple[Format, ...] = (
    Format("txt", (".txt",), "luoshi.reading.plain"),
    Format("md", (".md", ".markdown"), "luoshi.reading.plain"),
    Format("html", (".html", ".htm", ".shtml", ".xhtml"), "luoshi.reading.html"),
)
_BY_ENDING = {ending: kind for kind in FORMATS for ending in kind.endings}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml")


def by_name(name: str) -> Format | None:
    """The format that a file name's ending tells; ``None`` where luoshi does not read it."""
    return _BY_ENDING.get(PurePath(name).suffix.lower())


def by_name_or_error(name: str, source: str) -> Format:
    """The format of a file name, or a ReadingError that lists the endings luoshi reads."""
    found = by_name(name)
    if found is None:
        known = " ".join(sorted(_BY_ENDING))
        raise ReadingError(
            source,
            f"luoshi does not read files of this ending; it reads {known}",
            code="unknown_ending",
            details={"known": known},
        )
    return found


def by_content(raw: bytes) -> Format:
    """The format of bytes without a telling name: a web page where they open like one, else txt."""
    start = raw[:512].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    is_page = start.startswith(_PAGE_STARTS[:2]) or (start.startswith(_PAGE_STARTS[2]) and b"<html" in start)
    return _BY_ENDING[".html" if is_page else ".txt"]
