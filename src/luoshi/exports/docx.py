"""The ledger as a Word document, written row by row: A4 across, the heading on each page, pages numbered."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PureWindowsPath
from typing import IO, BinaryIO, Final

from luoshi.exports import docx_parts as parts
from luoshi.exports.rows import Written
from luoshi.lexicon.ledger_columns import ledger_columns

_COLUMNS: Final = {
    "number": 1.0,
    "source": 2.3,
    "task": 4.3,
    "goal": 2.4,
    "measures": 2.1,
    "leader": 1.3,
    "lead": 1.9,
    "supporting": 1.9,
    "due": 1.7,
    "progress": 2.2,
    "problem": 1.6,
    "next": 1.6,
    "state": 1.1,
    "note": 1.3,
}
"""Those that offices print, and their widths in centimetres."""
_CENTRED: Final = frozenset({"number", "leader", "due", "state"})
_MOST: Final = (
    1_000  # rows of a table; Word lays a longer one out ever more slowly, and takes none over 32,767
)
_START: Final = (1980, 1, 1, 0, 0, 0)
# what XML 1.0 cannot hold
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write_docx(rows: Iterable[Mapping[str, str]], file: BinaryIO, *, title: str = "督查台账") -> Written:
    """Write the rows as one table after the other, a thousand rows each; memory does not grow with them.

    Below each row's source stands its 编号, and after the last table the texts with their SHA-256. What a
    document cannot hold (control characters) is left out.
    """
    count, texts = 0, dict[str, str]()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
        for name, content in parts.FIXED.items():
            target.writestr(_entry(name), content)
        with target.open(_entry("word/document.xml"), "w", force_zip64=True) as out:
            _put(out, parts.OPENING, paragraph(title, "Title"))
            for cells in rows:
                if count % _MOST == 0:
                    _put(out, _close(count), _open())
                count += 1
                _put(out, _row(cells))
                texts.setdefault(cells["document"], cells.get("source", ""))
            _put(out, _close(count))
            if not count:
                _put(out, paragraph("（没有符合条件的事项）", "Note"))
            _put(out, *_sources(texts), parts.CLOSING)
    return Written(count)


def paragraph(text: str, style: str) -> str:
    """Give a paragraph; a line break in the text is one in the document."""
    shown = _UNWRITABLE.sub("", text).translate(_MARKED).replace("\r", "")
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in shown.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{said}</w:r></w:p>'


def _sources(texts: Mapping[str, str]) -> Iterable[str]:
    if texts:
        yield paragraph(
            "编号的前 8 位是文本指纹的开头，其后是在文本中的起止位置（按字数）。各文本的指纹（SHA-256）：",
            "Note",
        )
    for digest, source in texts.items():
        yield paragraph(f"{source}　{digest}", "Note")


def _open() -> str:
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in _COLUMNS.values())
    titles = ledger_columns().columns
    heads = "".join(_cell(width, titles[key].title, "Head") for key, width in _COLUMNS.items())
    marks = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return f"{parts.TABLE}<w:tblGrid>{grid}</w:tblGrid><w:tr>{marks}{heads}</w:tr>"


def _close(count: int) -> str:
    # two tables that touch are one to Word
    return '</w:tbl><w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>' if count else ""


def _row(cells: Mapping[str, str]) -> str:
    made = []
    for key, width in _COLUMNS.items():
        text = cells.get(key, "")
        if key == "source":
            text = PureWindowsPath(text).name or text  # knows both kinds of slashes
        cell = _cell(width, text, "Centred" if key in _CENTRED else "Cell")
        if key == "source":
            cell = cell.replace("</w:tc>", paragraph(cells.get("id", ""), "Small") + "</w:tc>")
        made.append(cell)
    return f"<w:tr>{''.join(made)}</w:tr>"


def _cell(width: float, text: str, style: str) -> str:
    size = f'<w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{size}{paragraph(text, style)}</w:tc>"


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)


def _put(out: IO[bytes], *pieces: str) -> None:
    for piece in pieces:
        out.write(piece.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _START)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
