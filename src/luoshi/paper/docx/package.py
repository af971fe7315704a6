"""The document as a file: its parts in a zip, without a clock."""

from __future__ import annotations

from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from luoshi.paper.content import Paper
from luoshi.paper.docx.body import Body
from luoshi.paper.docx.parts import fonts, footer, numbering, settings
from luoshi.paper.docx.styles import styles
from luoshi.paper.docx.xml import HEAD, words
from luoshi.paper.faces import ALL

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PARTS: Final = (  # file, kind of the link, kind of the content; the numbers of the links are their places
    ("styles", "styles", "styles"),
    ("numbering", "numbering", "numbering"),
    ("settings", "settings", "settings"),
    ("fontTable", "fontTable", "fontTable"),
    ("footnotes", "footnotes", "footnotes"),
    ("footer1", "footer", "footer"),
    ("footer2", "footer", "footer"),
)
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def write(paper: Paper, file: BinaryIO, *, stand_ins: bool = False) -> None:
    """Write a paper; the same paper gives the same bytes.

    ``stand_ins``: fonts that are absent here are named as what takes their place, for printing here.
    """
    body = Body()
    document = body.document(paper)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]).replace(
            "</Relationships>",
            f'<Relationship Id="rId2" Type="{_LINKS}/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>",
        ),
        "docProps/core.xml": _core(paper.title),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations([(kind, f"{name}.xml") for name, kind, _ in _PARTS]),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/footnotes.xml": body.footnotes(),
        "word/footer1.xml": footer(odd=True),
        "word/footer2.xml": footer(odd=False),
    }
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, (_standing_in(text) if stand_ins else text).encode())


def _standing_in(text: str) -> str:
    for face in ALL:
        text = text.replace(f'="{face.name}"', f'="{face.here()}"')
    return text


def _content_types() -> str:
    names = [("document", "document.main"), *((name, content) for name, _, content in _PARTS)]
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}{content}+xml"/>'
        for name, content in names
    )
    return (
        f'{HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'{parts}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
        'core-properties+xml"/></Types>'
    )


def _relations(links: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_KIND}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_LINKS}">{inside}</Relationships>'


def _core(title: str) -> str:
    said = words(title.replace("\n", ""))
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{said}</dc:title><dc:creator>luoshi</dc:creator></cp:coreProperties>"
    )
