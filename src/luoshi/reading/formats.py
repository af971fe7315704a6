"""The formats that luoshi reads: to add one, write its module and name it here.

A format's module offers ``read(raw: bytes, source: str, limits: Limits) -> Content`` and is imported
when the first file of its kind is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits

Reader = Callable[[bytes, str, Limits], Content]


@dataclass(frozen=True, slots=True)
class Format:
    """A format's name, the endings of its files (lower case) and the module that reads it.

    ``contained`` formats go through a parser that a hostile file may crash or keep busy: they are read
    in a process of their own (``luoshi.reading.worker``).
    """

    name: str
    endings: tuple[str, ...]
    module: str
    contained: bool = True

    def reader(self) -> Reader:
        """Import the module and give its ``read``."""
        return cast(Reader, import_module(self.module).read)


FORMATS: tuple[Format, ...] = (
    Format("txt", (".txt",), "luoshi.reading.plain", contained=False),
    Format("md", (".md", ".markdown"), "luoshi.reading.plain", contained=False),
    Format("html", (".html", ".htm", ".shtml", ".xhtml"), "luoshi.reading.html"),
    Format("mht", (".mht", ".mhtml"), "luoshi.reading.mht"),
    Format("docx", (".docx", ".docm"), "luoshi.reading.docx"),
    Format("pdf", (".pdf",), "luoshi.reading.pdf"),
    Format("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "luoshi.reading.scans"),
    Format("ofd", (".ofd",), "luoshi.reading.ofd"),
    Format("xlsx", (".xlsx", ".xlsm"), "luoshi.reading.sheets"),
    Format("csv", (".csv", ".tsv"), "luoshi.reading.sheets.delimited", contained=False),
    Format("office", (".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".ods"), "luoshi.reading.office"),
)
_BY_ENDING = {ending: kind for kind in FORMATS for ending in kind.endings}
_BY_NAME = {kind.name: kind for kind in FORMATS}
# Holds files: each of its members is read for itself (``luoshi.reading.archives``).
ARCHIVE = Format("zip", (".zip",), "", contained=False)


def by_format(name: str) -> Format:
    """The format of this name (``docx``)."""
    return ARCHIVE if name == ARCHIVE.name else _BY_NAME[name]


def by_name(name: str) -> Format | None:
    """The format that a file name's ending tells; ``None`` where luoshi does not read it."""
    ending = PurePath(name).suffix.lower()
    return ARCHIVE if ending in ARCHIVE.endings else _BY_ENDING.get(ending)


def by_name_or_error(name: str, source: str) -> Format:
    """The format of a file name, or a ReadingError that lists the endings luoshi reads."""
    found = by_name(name)
    if found is None:
        known = " ".join(sorted((*_BY_ENDING, *ARCHIVE.endings)))
        raise ReadingError(
            source,
            f"luoshi does not read files of this ending; it reads {known}",
            code="unknown_ending",
            details={"known": known},
        )
    return found
