"""Writes small files for the tests: a text as a Word file, and Word files put together from raw XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "x99": "urn:of-tomorrow",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
_NAMED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def as_lines(text: str) -> str:
    """Give a text as every format's reader has to give it: trimmed lines, no blank ones."""
    return "\n".join(line for one in text.splitlines() if (line := one.strip()))


def as_docx(text: str) -> bytes:
    """Give a text as a Word file that python-docx writes, each line a paragraph."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_file(body: str, parts: Mapping[str, str] | None = None, *, title: str = "") -> bytes:
    """Give a Word file of raw XML: ``body`` is what ``w:body`` holds.

    ``parts`` are what ``w:styles``, ``w:numbering``, ``w:footnotes`` and ``w:endnotes`` hold.
    """
    held = {name: xml for name, xml in (parts or {}).items() if xml}
    members = {
        "[Content_Types].xml": _types(held),
        "_rels/.rels": _relations(
            [
                ("officeDocument", "word/document.xml", _RELATIONS),
                ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships"),
            ]
        ),
        "word/_rels/document.xml.rels": _relations([(name, f"{name}.xml", _RELATIONS) for name in held]),
        "word/document.xml": f"<w:document {_NAMED}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "docProps/core.xml": f"<cp:coreProperties {_NAMED}><dc:title>{escape(title)}</dc:title>"
        "</cp:coreProperties>",
        **{f"word/{name}.xml": f"<w:{name} {_NAMED}>{xml}</w:{name}>" for name, xml in held.items()},
    }
    return zipped(members)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Give a zip of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, *, num: int | None = None, level: int = 0, style: str | None = None) -> str:
    """Give ``w:p`` with a style and a list's number where they are named."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if num is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def numbering(lists: Mapping[int, Sequence[Mapping[str, object]]]) -> str:
    """Give ``w:numbering``'s lists, each with its levels: ``format``, ``text``, and what else they say."""
    abstract, nums = "", ""
    for num, levels in lists.items():
        inner = "".join(_level(at, level) for at, level in enumerate(levels))
        abstract += f'<w:abstractNum w:abstractNumId="{num}">{inner}</w:abstractNum>'
        nums += f'<w:num w:numId="{num}"><w:abstractNumId w:val="{num}"/></w:num>'
    return abstract + nums


def _level(at: int, level: Mapping[str, object]) -> str:
    says = {"start": 1, "numFmt": level["format"]}
    says |= {"lvlRestart": level["restart"]} if "restart" in level else {}
    says |= {"pStyle": level["style"]} if "style" in level else {}
    says |= {"isLgl": 1} if level.get("legal") else {}
    says |= {"start": level["start"]} if "start" in level else {}
    says |= {"suff": level["suffix"]} if "suffix" in level else {}
    says |= {"lvlText": level["text"]}
    inner = "".join(f"<w:{name} w:val={quoteattr(str(value))}/>" for name, value in says.items())
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


def _relations(targets: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{space}/{kind}" Target="{target}"/>'
        for at, (kind, target, space) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _types(parts: Mapping[str, str]) -> str:
    named = [("/word/document.xml", "document.main"), *((f"/word/{name}.xml", name) for name in parts)]
    inner = "".join(
        f'<Override PartName="{path}" ContentType="{_TYPES}.{kind}+xml"/>' for path, kind in named
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{inner}</Types>"
    )
