"""Reads doc, wps, rtf, odt, xls, et and ods through LibreOffice, where it is installed.

LibreOffice writes the file anew as docx or xlsx, and luoshi's own readers read that.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Final

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.office.converting import converted, version_of
from luoshi.reading.office.finding import program
from luoshi.reading.office.signs import ending_of, is_encrypted

_READERS: Final = {"docx": "luoshi.reading.docx", "xlsx": "luoshi.reading.sheets"}
_SHEETS: Final = frozenset((".xls", ".et", ".ods"))


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The text of an old Office file.

    Raises:
        ReadingError: ``needs_office`` where LibreOffice is not found; ``encrypted``; ``damaged`` where it
            cannot open the file; ``too_slow``; and what the reader of the converted file raises.
    """
    ending = ending_of(raw, source)
    if is_encrypted(raw, limits):
        raise ReadingError(source, "protected by a password; save it without one", code="encrypted")
    soffice = program()
    if soffice is None:
        said = "read through LibreOffice, which is not installed here; install it, or save the file as docx"
        raise ReadingError(source, said, code="needs_office")
    target = "xlsx" if ending in _SHEETS else "docx"
    made = converted(soffice, raw, ending, target, (source, limits))
    content: Content = import_module(_READERS[target]).read(made, source, limits)
    return replace(content, parser=f"LibreOffice {version_of(made)} → {target}".replace("  ", " "))
