"""Fonts, pictures, composite units and drawing parameters that pages refer to by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.errors import ReadingError
from luoshi.reading.ofd.container import Container, folder_of
from luoshi.reading.ofd.nodes import child, children, is_true, name_of, words

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 16  # drawing parameters that refer to others; a circle ends here
_BOLD = ("bold", "黑体", "simhei", "小标宋")
Colour = tuple[int, int, int, int]
BLACK: Colour = (0, 0, 0, 255)


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its names, and the member that holds it (``""`` where it is not embedded)."""

    name: str
    file: str = ""
    is_bold: bool = False


@dataclass(slots=True)
class Resources:
    """What the resource files of one document (and one page) list, by number."""

    fonts: dict[str, Font] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    units: dict[str, _Element] = field(default_factory=dict)
    params: dict[str, _Element] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Resources:
        """Give resources to add a page's own to."""
        return Resources(
            dict(self.fonts), dict(self.pictures), dict(self.units), dict(self.params), dict(self.spaces)
        )

    def add(self, container: Container, said: str, folder: str) -> None:
        """Add a resource file's; one that is missing or damaged costs looks, not text, and is passed over."""
        path = container.path(said, folder)
        if path is None:
            return
        try:
            root = container.xml(path)
        except ReadingError as error:
            if error.code != "damaged":
                raise
            return
        base = (root.get("BaseLoc") or "").replace("\\", "/")
        folders = (f"{base}/" if base else "", "")
        for group in root:
            for entry in group:
                self._enter(entry, lambda said: _member(container, said, folders, folder_of(path)))

    def chain(self, said: str | None) -> list[_Element]:
        """Give a drawing parameter and those it inherits from, its own first (GB/T 33190 8.2)."""
        found: list[_Element] = []
        while said and said in self.params and len(found) < _DEPTH:
            found.append(self.params[said])
            said = found[-1].get("Relative")
        return found

    def colour(self, element: _Element | None, default: Colour = BLACK) -> Colour:
        """Give the colour of a FillColor or StrokeColor; of a gradient, the first it goes through."""
        if element is None:
            return default
        value = element.get("Value")
        if value is None:
            stop = next((node for node in element.iter() if node is not element and node.get("Value")), None)
            value = stop.get("Value") if stop is not None else None
        alpha = _byte(element.get("Alpha"), 255)
        parts = [_byte(part, 0) for part in (value or "").replace(",", " ").split()]
        return (*_rgb(parts, self.spaces.get(element.get("ColorSpace") or "", "")), alpha)

    def _enter(self, entry: _Element, member: Callable[[str], str]) -> None:
        number, kind = entry.get("ID") or "", name_of(entry)
        if kind == "Font":
            file = member(words(child(entry, "FontFile")))
            name = entry.get("FontName") or ""
            bold = is_true(entry.get("Bold"), False) or any(word in name.lower() for word in _BOLD)
            self.fonts[number] = Font(name, file, bold)
        elif kind == "MultiMedia":
            self.pictures[number] = member(words(child(entry, "MediaFile")))
        elif kind == "CompositeGraphicUnit":
            self.units[number] = entry
        elif kind == "DrawParam":
            self.params[number] = entry
        elif kind == "ColorSpace":
            self.spaces[number] = (entry.get("Type") or "").upper()


def inherited(element: _Element, chain: list[_Element], name: str) -> str | None:
    """Give an attribute of an object, or of the drawing parameters that it refers to."""
    return next((value for node in (element, *chain) if (value := node.get(name)) is not None), None)


def inherited_child(element: _Element, chain: list[_Element], name: str) -> _Element | None:
    """Give a child of an object, or of the drawing parameters that it refers to."""
    return next((found for node in (element, *chain) if (found := child(node, name)) is not None), None)


def document_resources(container: Container, common: _Element | None, folder: str) -> Resources:
    """Give the resources that a document's CommonData names."""
    found = Resources()
    for kind in ("PublicRes", "DocumentRes"):
        for entry in children(common, kind):
            found.add(container, words(entry), folder)
    return found


def _member(container: Container, said: str, folders: tuple[str, ...], beside: str) -> str:
    if not said:
        return ""
    rooted = said.startswith("/")
    tries = (said,) if rooted else tuple(f"{folder}{said}" for folder in folders)
    return next((found for path in tries if (found := container.path(path, beside))), "")


def _byte(said: str | None, default: int) -> int:
    if not said:
        return default
    try:
        value = int(said.lstrip("#"), 16) if said.startswith("#") else int(float(said))
    except (ValueError, OverflowError):
        return default
    return min(255, max(0, value))


def _rgb(parts: list[int], space: str) -> tuple[int, int, int]:
    if (space == "CMYK" or not space) and len(parts) == 4:
        cyan, magenta, yellow, key = (255 - part for part in parts)
        return cyan * key // 255, magenta * key // 255, yellow * key // 255
    if (space == "GRAY" or len(parts) < 3) and parts:
        return parts[0], parts[0], parts[0]
    return (parts[0], parts[1], parts[2]) if len(parts) >= 3 else (0, 0, 0)
