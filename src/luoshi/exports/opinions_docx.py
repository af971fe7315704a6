"""意见汇总表 as a Word document: A4 across, the heading of the table on each page, pages numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from luoshi.exports.opinions_table import HEADINGS, WIDTHS, OpinionsTable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_TITLE: Final = "征求意见及采纳情况汇总表"
_HEI: Final = "黑体"
_SONG: Final = "宋体"
_WIDTH: Final = 25.7
"""Centimetres between the margins of A4 across."""
_CENTRED: Final = (0, 1, 4)
# what XML 1.0 cannot hold
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_opinions_docx(table: OpinionsTable, file: BinaryIO) -> None:
    """Write the table; what a document cannot hold (control characters) is left out."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document)
    _title(document, table)
    _counts(document, table)
    _opinions(document, table)
    document.core_properties.title = _plain(f"{table.title}　{_TITLE}")
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(file)


def _page(document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm((29.7 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(foot, "— ", size=9)
    _field(foot, "PAGE")
    _write(foot, " —", size=9)


def _styles(document: Document) -> None:
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(0)
    _faces(normal.element.get_or_add_rPr(), _SONG)


def _title(document: Document, table: OpinionsTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for text, size in ((table.title, 18), (_TITLE, 14)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(6)
        _write(line, text, size=size, face=_HEI)
    about = document.add_paragraph()
    about.paragraph_format.space_after = Pt(6)
    _write(about, "　　".join(f"{word}：{said}" for word, said in table.about))


def _counts(document: Document, table: OpinionsTable) -> None:
    from docx.shared import Pt

    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(6)
    _write(line, "；".join(f"{word} {number} 条" for word, number in table.totals) + "。")


def _opinions(document: Document, table: OpinionsTable) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    if not table.rows:
        _write(document.add_paragraph(), "没有收到意见。")
        return
    made = document.add_table(rows=0, cols=len(HEADINGS), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widths = [Cm(_WIDTH * width / sum(WIDTHS)) for width in WIDTHS]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((HEADINGS, *table.rows)):
        # by hand: python-docx looks through all cells for each one that is asked for by its place
        line = made.add_row()
        _property(line._tr, "w:cantSplit")  # one that fits on a page is not torn over two
        cells = line.cells
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            cell.width = width
            _fill(cell, row[at], head=number == 0, centred=at in _CENTRED)
    _property(made.rows[0]._tr, "w:tblHeader")


def _fill(cell: _Cell, text: str, *, head: bool, centred: bool) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        if head or centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, line, face=_HEI if head else _SONG)


def _write(paragraph: Paragraph, text: str, *, size: float | None = None, face: str = _SONG) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(_plain(text))
    if size is not None:
        run.font.size = Pt(size)
    _faces(run._r.get_or_add_rPr(), face)


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _faces(properties: Any, face: str) -> None:  # noqa: ANN401 - an element of lxml
    """Set the face for Chinese and for Latin letters; Word takes each from its own attribute."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(name), face)


def _field(paragraph: Paragraph, said: str) -> None:
    """Put in a field that Word fills, such as the number of the page."""
    run = paragraph.add_run()._r
    for kind in ("begin", "", "end"):
        run.append(
            _element("w:fldChar", {"w:fldCharType": kind}) if kind else _element("w:instrText", {}, said)
        )


def _property(row: Any, name: str) -> None:  # noqa: ANN401 - an element of lxml
    """Set of a row what python-docx has no word for."""
    row.get_or_add_trPr().append(_element(name, {"w:val": "true"}))


def _element(name: str, attributes: dict[str, str], text: str = "") -> Any:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    made.text = text or None
    return made
