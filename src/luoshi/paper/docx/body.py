"""The text of the document and its footnotes."""

from __future__ import annotations

from luoshi.paper import measures
from luoshi.paper.content import Block, Heading, Inline, Note, Paper, Paragraph, Table
from luoshi.paper.docx.parts import FOOTNOTES
from luoshi.paper.docx.xml import root, run

_STYLES = {"body": "Normal", "addressee": "Addressee", "signed": "Signed", "remark": "Remark"}
_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Body:
    """Puts blocks into XML; ``notes`` are the footnotes in the order of their numbers from 1."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def document(self, paper: Paper) -> str:
        """Give document.xml."""
        blocks = [_paragraph("Title", run(paper.title)), *(self._block(block) for block in paper.blocks)]
        return root("document", f"<w:body>{''.join(blocks)}{_section()}</w:body>")

    def footnotes(self) -> str:
        """Give footnotes.xml; ``document`` is asked for before."""
        rules = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>'
            f"</w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>"
            for kind, number, mark in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{run(f' {note.text}')}</w:p></w:footnote>"
            for number, note in enumerate(self.notes, 1)
        )
        return root("footnotes", rules + notes)

    def _block(self, block: Block) -> str:
        if isinstance(block, Heading):
            return _paragraph(f"Heading{block.level}", self._inline(block.content))
        if isinstance(block, Paragraph):
            return _paragraph(_STYLES[block.style], self._inline(block.content))
        return _table(block)

    def _inline(self, content: Inline) -> str:
        return "".join(run(part) if isinstance(part, str) else self._note(part) for part in content)

    def _note(self, note: Note) -> str:
        self.notes.append(note)
        return f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'


def _paragraph(style: str, inside: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def _table(table: Table) -> str:
    total = sum(column.share for column in table.columns)
    widths = [round(measures.TEXT * column.share / total) for column in table.columns]
    widths[-1] += measures.TEXT - sum(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([column.title for column in table.columns], widths, "TableHead", head=True)
    rows = "".join(_row(row, widths, "TableText") for row in table.rows)
    caption = _paragraph("Caption", run(table.caption)) if table.caption else ""
    return (
        f'{caption}<w:tbl><w:tblPr><w:tblW w:w="{measures.TEXT}" w:type="dxa"/><w:tblBorders>{_BORDERS}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>" + _paragraph("Remark", "")
        # two tables in a row would grow into one
    )


def _row(cells: list[str] | tuple[str, ...], widths: list[int], style: str, *, head: bool = False) -> str:
    kept = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, run(cell))}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{kept}</w:trPr>{inside}</w:tr>"


def _section() -> str:
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId6"/>'
        '<w:footerReference w:type="even" r:id="rId7"/>'
        f"<w:footnotePr>{FOOTNOTES}</w:footnotePr>"
        f'<w:pgSz w:w="{measures.WIDTH}" w:h="{measures.HEIGHT}"/>'
        f'<w:pgMar w:top="{measures.TOP}" w:right="{measures.RIGHT}" w:bottom="{measures.BOTTOM}" '
        f'w:left="{measures.LEFT}" w:header="851" w:footer="{measures.FOOT}" w:gutter="0"/></w:sectPr>'
    )
