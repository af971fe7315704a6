"""Workbooks for the tests: a text as one, and tables with merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cells = Sequence[Sequence[Any]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")


def as_xlsx(paragraphs: Iterable[str]) -> bytes:
    """Give a workbook with a paragraph in each row, as texts even where they begin with =."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("正文")
    for paragraph in paragraphs:
        escaped = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", paragraph)
        cell = WriteOnlyCell(sheet, escaped)
        cell.data_type = "s"
        sheet.append([cell])
    return saved(book)


def as_table(rows: Cells, merges: Iterable[str] = (), name: str = "台账") -> bytes:
    """Give a workbook of one sheet; merged ranges are written as ``A1:C1``."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_shared_strings(raw: bytes) -> bytes:
    """Give the workbook with its texts in one table of the container, as Excel writes them."""
    items: list[str] = []

    def shared(found: re.Match[str]) -> str:
        items.append(found[2])
        return f'{found[1]}t="s"><v>{len(items) - 1}</v></c>'

    def change(name: str, old: bytes) -> bytes:
        if name.startswith("xl/worksheets/"):
            pattern = r'(<c [^>]*?)t="inlineStr"[^>]*><is>(.*?)</is></c>'
            return re.sub(pattern, shared, old.decode(), flags=re.DOTALL).encode()
        relation = f'<Relationship Id="strings" Type="{_TYPE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        if name == "xl/_rels/workbook.xml.rels":
            return old.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
        return old

    changed = repacked(raw, change)
    table = "".join(f"<si>{item}</si>" for item in items)
    out = BytesIO(changed)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{table}</sst>')
    return out.getvalue()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Give a container with its members changed; ``None`` drops one."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = change(name, old.read(name))
            if member is not None:
                new.writestr(name, member)
    return out.getvalue()
