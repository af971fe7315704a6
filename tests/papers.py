"""Looking into a Word document that luoshi wrote: its parts as XML, its paragraphs as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def value(node: etree._Element, path: str, name: str = "val") -> str:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    assert found is not None, path
    return str(found.get(f"{W}{name}"))


def style(path: Path, name: str) -> etree._Element:
    return next(s for s in part(path, "styles") if s.get(f"{W}styleId") == name)


def paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    """Give the style and words of the paragraphs outside tables."""
    for node in part(path, "document").iterfind(f"{W}body/{W}p"):
        yield value(node, "pPr/pStyle"), "".join(t.text or "" for t in node.iter(f"{W}t"))
