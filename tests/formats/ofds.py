"""Writes OFD files for tests: a text as an office would send it, or single pages with given objects."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

SPACE = "http://www.ofdspec.org/2016"
_SIZE, _LEADING, _MARGIN, _ACROSS = 5.6, 10.2, 28.0, 27  # millimetres, characters a line: GB/T 9704
_HEIGHT, _BOTTOM = 297.0, 262.0


def as_ofd(text: str) -> bytes:
    """Give an OFD of the text, a paragraph a line with two characters' indent, page numbers at the foot."""
    pages: list[list[str]] = [[]]
    y = 37.0
    for paragraph in text.split("\n"):
        if not paragraph.strip():
            continue
        for row, x in _broken(paragraph):
            if y > _BOTTOM:
                pages.append([])
                y = 37.0
            pages[-1].append(text_object(row, x, y))
            y += _LEADING
    for number, objects in enumerate(pages, 1):
        objects.append(text_object(f"— {number} —", 95.0, 272.0, size=4.9))
    return packed(document("".join(objects) for objects in pages))


def document(
    pages: Iterable[str],
    *,
    resources: str = "",
    common: str = "",
    before: str = "",
    more: Mapping[str, bytes | str] | None = None,
) -> dict[str, bytes | str]:
    """Give the members of a one-document OFD whose pages hold the given objects.

    ``resources`` goes into its resource file, ``common`` into CommonData, ``before`` into each page ahead
    of its content; ``more`` are further members.
    """
    members: dict[str, bytes | str] = {
        "OFD.xml": xml(
            '<ofd:OFD Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
            "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/PublicRes.xml": xml(
            '<ofd:Res BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋"/></ofd:Fonts>'
            f"{resources}</ofd:Res>"
        ),
    }
    entries = ""
    for number, objects in enumerate(pages):
        path = f"Pages/Page_{number}/Content.xml"
        entries += f'<ofd:Page ID="{1000 + number}" BaseLoc="{path}"/>'
        members[f"Doc_0/{path}"] = page(objects, before=before)
    members["Doc_0/Document.xml"] = xml(
        "<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{entries}</ofd:Pages></ofd:Document>"
    )
    return members | dict(more or {})


def page(objects: str, *, before: str = "") -> str:
    """Give a page's content: its objects in one layer."""
    return xml(
        f'<ofd:Page>{before}<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def text_object(
    text: str, x: float, y: float, *, size: float = _SIZE, attributes: str = "", code: str | None = None
) -> str:
    """Give a TextObject, its first base point ``size`` below ``y``; ``code`` are TextCode's attributes."""
    steps = [size if is_wide(character) else size / 2 for character in text]
    deltas = " ".join(f"{step:g}" for step in steps[:-1])
    said = f'X="0" Y="{size:g}"' + (f' DeltaX="{deltas}"' if deltas else "")
    boundary = f"{x:g} {y:g} {sum(steps):g} {size * 1.3:g}"
    return (
        f'<ofd:TextObject ID="9" Font="3" Size="{size:g}" Boundary="{boundary}" {attributes}>'
        f"<ofd:TextCode {said if code is None else code}>{escape(text)}</ofd:TextCode></ofd:TextObject>"
    )


def path_object(data: str, boundary: str, *, attributes: str = "") -> str:
    """Give a PathObject."""
    return (
        f'<ofd:PathObject ID="8" Boundary={quoteattr(boundary)} {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def xml(body: str) -> str:
    """Give an XML text whose ``ofd:`` names are declared."""
    opening, rest = body.split(">", 1) if not body.split(">", 1)[0].endswith("/") else (body[:-2], "")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening} xmlns:ofd="{SPACE}">{rest}'


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """Give the container of the members, the same bytes for the same members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, held in members.items():
            container.writestr(zipfile.ZipInfo(name), held, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_wide(character: str) -> bool:
    """Say whether the writer gives the character a whole square."""
    return unicodedata.east_asian_width(character) in "WFA"


def _broken(paragraph: str) -> list[tuple[str, float]]:
    """Break a paragraph into rows, each with its left edge."""
    rows: list[tuple[str, float]] = []
    row, used, left = "", 2.0, _MARGIN + 2 * _SIZE
    for character in paragraph:
        width = 1.0 if is_wide(character) else 0.5
        if used + width > _ACROSS:
            rows.append((row, left))
            row, used, left = "", 0.0, _MARGIN
        row += character
        used += width
    return [*rows, (row, left)]
