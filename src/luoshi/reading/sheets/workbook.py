"""An xlsx package: which sheets it has, the texts they share, and the formats of their numbers.

Names are matched without their namespace, so that strict files (ISO 29500) read like transitional ones,
and what other parts say (drawings, links to other files, macros, comments) is never opened.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any, Final

from luoshi.errors import ReadingError
from luoshi.reading.limits import Limits
from luoshi.reading.packed import Packed, damaged
from luoshi.reading.sheets.days import BUILT_IN_DAYS
from luoshi.reading.sheets.shown import BUILT_IN

Element = Any  # lxml ships no types
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its name, its member of the container, whether it is hidden."""

    name: str
    member: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """What the sheets of a workbook have in common; ``formats`` are by the index that cells carry."""

    sheets: list[SheetPart]
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    from_1904: bool = False

    def format_of(self, style: str | None) -> str:
        """Give the number format of a cell's style, ``General`` where it names none."""
        at = int(style) if style and style.isascii() and style.isdigit() and len(style) < 8 else 0
        return self.formats[at] if at < len(self.formats) else "General"


def workbook_of(packed: Packed, source: str, limits: Limits) -> Workbook:
    """Read the parts that all sheets share.

    Raises:
        ReadingError: ``damaged``, or ``unreadable`` where it is a binary workbook (xlsb).
    """
    member = _workbook_member(packed, limits)
    if member is None:
        if any(name.lower().endswith("workbook.bin") for name in packed.names()):
            raise ReadingError(source, "a binary workbook (xlsb); save it as xlsx and read it again")
        raise damaged(source, "it holds no workbook")
    root = packed.xml(member, limits)
    related = _related(packed, member, limits)
    strings = _first(related, "/sharedstrings")
    styles = _first(related, "/styles")
    return Workbook(
        _sheets(root, related, packed),
        _strings(packed.xml(strings, limits)) if strings and strings in packed else [],
        _formats(packed.xml(styles, limits)) if styles and styles in packed else [],
        any(local(e) == "workbookPr" and is_on(e.get("date1904")) for e in root),
    )


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_on(value: str | None) -> bool:
    """Say whether an attribute is a true boolean."""
    return value in ("1", "true", "on")


def text_of(element: Element) -> str:
    """Give the text of a string item: plain, or of its runs; how it is pronounced is left out."""
    parts: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [run.text or "" for run in child if local(run) == "t"]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Give back the characters that XML cannot hold, which the format writes as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _workbook_member(packed: Packed, limits: Limits) -> str | None:
    if "_rels/.rels" in packed:
        member = _first(_relations(packed, "_rels/.rels", "", limits), "/officedocument")
        if member and member in packed and not member.lower().endswith(".bin"):
            return member
    return "xl/workbook.xml" if "xl/workbook.xml" in packed else None


def _related(packed: Packed, member: str, limits: Limits) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(packed.find(member) or member)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    return _relations(packed, relations, folder, limits) if relations in packed else {}


def _relations(packed: Packed, member: str, folder: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Give ``id: (type, member)`` of the parts inside the container; links to the outside are left out."""
    out: dict[str, tuple[str, str]] = {}
    for relation in packed.xml(member, limits):
        target = (relation.get("Target") or "").replace("\\", "/")
        if not target or (relation.get("TargetMode") or "").lower() == "external":
            continue
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        out[relation.get("Id") or ""] = ((relation.get("Type") or "").lower(), place.lstrip("/"))
    return out


def _first(related: dict[str, tuple[str, str]], ending: str) -> str | None:
    return next((member for kind, member in related.values() if kind.endswith(ending)), None)


def _sheets(root: Element, related: dict[str, tuple[str, str]], packed: Packed) -> list[SheetPart]:
    out = []
    for sheet in (e for group in root if local(group) == "sheets" for e in group if local(e) == "sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        kind, member = related.get(key, ("/worksheet", f"xl/worksheets/sheet{sheet.get('sheetId')}.xml"))
        if kind.endswith("/worksheet") and member in packed:
            out.append(SheetPart(sheet.get("name") or "", member, sheet.get("state", "visible") != "visible"))
    return out


def _strings(root: Element) -> list[str]:
    return [text_of(item) for item in root if local(item) == "si"]


def _formats(root: Element) -> list[str]:
    """Give the number format of each cell style."""
    codes: dict[str, str] = {str(key): code for key, code in (BUILT_IN | BUILT_IN_DAYS).items()}
    styles: list[Element] = []
    for group in root:
        if local(group) == "numFmts":
            codes |= {e.get("numFmtId") or "": e.get("formatCode") or "General" for e in group}
        elif local(group) == "cellXfs":
            styles = list(group)
    return [codes.get(style.get("numFmtId") or "0", "General") for style in styles]
