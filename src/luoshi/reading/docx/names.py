"""Names of elements and attributes, alike in the transitional and the strict form of the standard.

ECMA-376 gives WordprocessingML two sets of namespaces; both are read as ``w:``, ``r:``, ``m:``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_W: Final = tuple(f"{{{space}}}" for space, prefix in _PREFIXES.items() if prefix == "w")
# What a newer Word writes and luoshi understands as well as the fallback beside it
_KNOWN: Final = {"wps", "wpg", "wpc", "wp14", "w14", "w15", "w16"}


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    space, _, local = name[1:].rpartition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{local}" if prefix else ""


def tag(element: _Element) -> str:
    """Give the element's name with its usual prefix (``w:p``); ``""`` for a namespace not read here."""
    name = element.tag
    return _short(name) if isinstance(name, str) and name.startswith("{") else ""


def attribute(element: _Element, name: str) -> str | None:
    """Give an attribute of WordprocessingML, or ``None``; some programs leave its namespace out."""
    for space in (*_W, ""):
        value = element.get(space + name)
        if value is not None:
            return str(value)
    return None


def child(element: _Element | None, *path: str) -> _Element | None:
    """Give the first child by name, the first child of that by the next name, and so on."""
    for name in path:
        if element is None:
            return None
        parent, element = element, None
        for one in parent:
            if tag(one) == name:
                element = one
                break
    return element


def value(element: _Element | None, *path: str) -> str | None:
    """Give ``w:val`` of the element at the end of the path; ``None`` where one of the two is missing."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def number(text: str | None) -> int | None:
    """Give a whole number of at most nine digits, or ``None``: no count in a file is larger."""
    if text is None or not text.isascii() or len(text) > 10 or not text.strip().lstrip("-").isdigit():
        return None
    try:
        return int(text)
    except ValueError:
        return None


def switch(element: _Element | None, name: str) -> bool | None:
    """Give whether a switch (``<w:vanish/>``) is on; ``None`` where it is not there."""
    found = child(element, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1").lower() not in ("0", "false", "off")


def chosen(alternate: _Element) -> Iterator[_Element]:
    """Give the one branch of ``mc:AlternateContent`` that counts: a known choice, else the fallback."""
    fallback = None
    for branch in alternate:
        name = tag(branch)
        if name == "mc:Choice" and set((branch.get("Requires") or "").split()) <= _KNOWN:
            yield branch
            return
        if name == "mc:Fallback":
            fallback = branch
    if fallback is not None:
        yield fallback
