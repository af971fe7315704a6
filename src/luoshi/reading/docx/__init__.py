"""Reads Word files (docx, docm) from their XML: what a reader sees, automatic numbers included.

Footnotes and endnotes stand after the main text, in the order of their references: between two
paragraphs they would break the text that they explain, and their sentences, mostly definitions, would
fall under its headings. Their marks are left out, for a “1” after “5%” would be another number.
Text boxes stand after the paragraph that they are anchored in. Running heads and feet, comments and
deletions are not read; nothing that the file embeds or links to is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.reading.content import Content
from luoshi.reading.docx.body import Body, Place
from luoshi.reading.docx.fields import Fields
from luoshi.reading.docx.lines import Lines
from luoshi.reading.docx.names import attribute, tag
from luoshi.reading.docx.numbering import Numbering
from luoshi.reading.docx.package import Package, opened
from luoshi.reading.docx.runs import Noticed, Story
from luoshi.reading.docx.styles import Styles
from luoshi.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 10  # lines in which a title must stand to be one
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The text of a Word file, one line a paragraph or break, with its parts.

    Raises:
        ReadingError: ``encrypted``, ``damaged``, ``no_text``, ``bomb``, ``too_deep``, ``too_many_members``.
    """
    if raw.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in raw:
        raise ReadingError(source, "protected by a password; save it without one", code="encrypted")
    from lxml import etree

    package = opened(raw, source, limits)
    noticed = Noticed()
    body = _written(package, noticed)
    if not body.lines.lines:
        why = "it holds only pictures" if noticed.pictures else "it is empty"
        raise ReadingError(source, f"no text was found ({why})", code="no_text", details={"reason": why})
    return Content(
        body.lines.text,
        title="".join(body.title) or _core_title(package.core, body.lines.lines),
        parser=f"lxml {etree.__version__}",
        layout=body.lines.layout,
        remarks=tuple(_remarks(noticed)),
    )


def _written(package: Package, noticed: Noticed) -> Body:
    styles = Styles(package.styles)
    body = Body(Lines(), styles, Numbering(package.numbering, styles))
    body.write(package.document, Place(), Story(styles, Fields(package.document), noticed))
    for kind, root in (("footnote", package.footnotes), ("endnote", package.endnotes)):
        if root is not None:
            _write_notes(body, kind, root, Story(styles, Fields(root), noticed))
    return body


def _write_notes(body: Body, kind: str, root: _Element, story: Story) -> None:
    """Write the notes of one kind in the order in which the text refers to them, each once."""
    notes = {attribute(one, "id"): one for one in root if tag(one) == f"w:{kind}"}
    told: dict[str, None] = {}
    for of, name in body.notes:  # grows where a note refers to another
        if of != kind or name in told or name not in notes:
            continue
        told[name] = None
        body.write(notes[name], Place("footnote", f"{kind} {len(told)}"), story)


def _core_title(core: _Element | None, lines: list[str]) -> str | None:
    """The title of the file's properties, where the text's head says the same.

    Else it is mostly that of the file which this one was once made from. Nor are the properties' dates
    read: they are the computer's, and a year that is wrong makes every deadline wrong.
    """
    found = core.findtext(f"{_DC}title") if core is not None else None
    title = "".join((found or "").split())
    head = "".join("".join(lines[:_HEAD]).split())
    return (found or "").strip() if title and title in head else None


def _remarks(noticed: Noticed) -> Iterator[Remark]:
    if noticed.changes:
        yield Remark("tracked_changes", {"count": noticed.changes})
    if noticed.hidden:
        yield Remark("hidden_text", {"count": noticed.hidden})
    if noticed.embedded:
        yield Remark("embedded", {"count": noticed.embedded})
