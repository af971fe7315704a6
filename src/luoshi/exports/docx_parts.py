"""The parts of a Word document that are the same whatever the ledger holds (ECMA-376)."""

from __future__ import annotations

from typing import Final

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KINDS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

OPENING: Final = f"{_HEAD}<w:document {_W} {_R}><w:body>"
CLOSING: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1021" w:right="850" w:bottom="1021" w:left="850" w:header="567" w:footer="567" '
    'w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_EDGES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
TABLE: Final = (
    f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
    f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _style(name: str, title: str, *, font: str, size: int, place: str = "left", extra: str = "") -> str:
    """Give a style of paragraphs; ``size`` is in half points."""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:pPr><w:spacing w:before="0" w:after="0"{extra}/><w:jc w:val="{place}"/></w:pPr>'
        f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES: Final = "".join(
    (
        _style("Title", "Title", font="方正小标宋简体", size=44, place="center"),
        _style("Head", "台账表头", font="黑体", size=18, place="center"),
        _style("Cell", "台账正文", font="仿宋", size=18),
        _style("Centred", "台账居中", font="仿宋", size=18, place="center"),
        _style("Small", "台账编号", font="仿宋", size=12),
        _style("Note", "台账附注", font="仿宋", size=18),
        _style("Foot", "台账页码", font="宋体", size=21, place="center"),
        _style("Gap", "台账间隔", font="仿宋", size=2, extra=' w:line="20" w:lineRule="exact"'),
    )
)
_FIELD: Final = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
_PAGE: Final = (
    _FIELD.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    + _FIELD.format("end")
)

FIXED: Final = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KINDS}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_KINDS}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_KINDS}.footer+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_LINKS}/footer" Target="footer1.xml"/></Relationships>'
    ),
    "word/styles.xml": f"{_HEAD}<w:styles {_W}>{_STYLES}</w:styles>",
    "word/footer1.xml": (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Foot"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{_PAGE}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    ),
}
