"""Reads xlsx workbooks: the cells as they are displayed, and the tasks of supervision ledgers.

Formulas are not computed (their stored values are read), macros not run, links to other files not
followed, comments left out. Hidden sheets are not read; hidden rows and columns are; both are remarked.
"""

from __future__ import annotations

from dataclasses import replace

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.magic import looks_like
from luoshi.reading.packed import Packed
from luoshi.reading.sheets.lines import content_of
from luoshi.reading.sheets.workbook import SheetPart, workbook_of
from luoshi.reading.sheets.worksheet import Noticed, grid_of

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The cells of all visible sheets, one line a line of a cell, row by row (see ``lines``).

    Raises:
        ReadingError: ``encrypted``, ``binary`` (no xlsx: what it looks like), ``damaged``, ``bomb``,
            ``too_deep``, ``too_many_members``, ``too_many_cells``, ``no_text``.
    """
    from lxml import etree

    _refuse_others(raw, source)
    packed = Packed(raw, source, limits)
    workbook = workbook_of(packed, source, limits)
    noticed = Noticed()
    shown = [sheet for sheet in workbook.sheets if not sheet.hidden]
    grids = [grid_of(packed.read(sheet.member), sheet.name, workbook, noticed, source) for sheet in shown]
    content = content_of(grids, _remarks(workbook.sheets, noticed))
    if not content.text:
        said = "no visible sheet holds text"
        raise ReadingError(source, said, code="no_text", details={"reason": said})
    return replace(content, parser=f"lxml {etree.__version__}")


def _refuse_others(raw: bytes, source: str) -> None:
    if raw.startswith(_OLD_OFFICE) and _ENCRYPTED in raw:
        raise ReadingError(source, "protected by a password; save it without one", code="encrypted")
    if not raw:
        raise ReadingError(source, "the file is empty", code="empty")
    kind = looks_like(raw)
    if kind is not None and not raw.startswith(b"PK"):
        said = f"not an Excel file (xlsx): it looks like {kind}"
        raise ReadingError(source, said, code="binary", details={"looks_like": kind})


def _remarks(sheets: list[SheetPart], noticed: Noticed) -> list[Remark]:
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    counted = {
        "hidden_rows": noticed.hidden_rows,
        "hidden_columns": noticed.hidden_columns,
        "formulas_without_value": noticed.without_value,
    }
    out = [Remark("hidden_sheets", {"names": "、".join(hidden)})] if hidden else []
    return out + [Remark(code, {"count": count}) for code, count in counted.items() if count]
