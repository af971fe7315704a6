"""The parts of a Word file: found by their relations, as Word finds them, not by their names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.reading.docx.names import tag
from luoshi.reading.limits import Limits
from luoshi.reading.packed import Packed, damaged

if TYPE_CHECKING:
    from lxml.etree import _Element

_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts; ``None`` for those that the file does not have."""

    document: _Element
    styles: _Element | None
    numbering: _Element | None
    footnotes: _Element | None
    endnotes: _Element | None
    core: _Element | None


def opened(raw: bytes, source: str, limits: Limits) -> Package:
    """Open a Word file and parse its parts.

    Raises:
        ReadingError: ``damaged``, ``bomb``, ``encrypted``, ``too_deep``, ``too_many_members``.
    """
    packed = Packed(raw, source, limits)

    def part(name: str | None) -> _Element | None:
        return packed.xml(name, limits) if name is not None and name in packed else None

    top = _relations(part("_rels/.rels"), "")
    main = top.get("officeDocument", _USUAL)
    main = main if main in packed else _USUAL
    document = part(main)
    if document is None or tag(document) != "w:document":
        raise damaged(source, "it has no document part of a Word file")
    folder, name = posixpath.split(main)
    beside = _relations(part(posixpath.join(folder, "_rels", f"{name}.rels")), folder)
    return Package(
        document=document,
        styles=part(beside.get("styles")),
        numbering=part(beside.get("numbering")),
        footnotes=part(beside.get("footnotes")),
        endnotes=part(beside.get("endnotes")),
        core=part(top.get("core-properties")),
    )


def _relations(root: _Element | None, folder: str) -> dict[str, str]:
    """The parts by the last word of their relation's type; those outside the file are left out."""
    found: dict[str, str] = {}
    for one in root if root is not None else ():
        target, kind = one.get("Target"), one.get("Type")
        if tag(one) != "rel:Relationship" or not target or not kind or one.get("TargetMode") == "External":
            continue
        path = target if target.startswith("/") else posixpath.join(folder, target)
        found.setdefault(kind.rsplit("/", 1)[-1], posixpath.normpath(path).lstrip("/"))
    return found
