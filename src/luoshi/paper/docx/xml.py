"""Pieces of WordprocessingML."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from luoshi.paper import measures
from luoshi.paper.faces import Face

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in any XML


def words(text: str) -> str:
    """Give text for an element, what XML cannot hold left out."""
    return escape(_REFUSED.sub("", text))


def attribute(text: str) -> str:
    """Give text as a quoted attribute."""
    return quoteattr(_REFUSED.sub("", text))


def root(name: str, inside: str) -> str:
    """Give a whole part."""
    return f'{HEAD}<w:{name} xmlns:w="{W}" xmlns:r="{R}">{inside}</w:{name}>'


def look(face: Face, size: int, *, tighter: int = 0) -> str:
    """Give the properties of characters: digits and letters are set in the same font."""
    name = attribute(face.name)
    fonts = f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"
    spacing = f'<w:spacing w:val="{tighter}"/>' if tighter else ""
    return f'{fonts}<w:b w:val="0"/>{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def run(text: str) -> str:
    """Give a run of words; line ends are breaks."""
    parts = [f'<w:t xml:space="preserve">{words(part)}</w:t>' for part in text.split("\n")]
    return f"<w:r>{'<w:br/>'.join(parts)}</w:r>"


def exact(line: int = measures.LINE) -> str:
    """Give a fixed distance of lines."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
