"""What a style says of its paragraphs and runs: heading level, numbering, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from luoshi.reading.docx.names import attribute, child, number, switch, tag, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES: Final = ("title", "标题")
BODY_LEVEL: Final = 9  # the outline level that means “no heading” (ECMA-376, 17.3.1.20)


@dataclass(frozen=True, slots=True)
class NumberOf:
    """The numbering that a paragraph or style asks for; ``None`` where it leaves it to the style below."""

    num: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    number: NumberOf | None
    hidden: bool | None


class Styles:
    """The styles of one file; a style that is missing says nothing."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        for one in root if root is not None else ():
            name = attribute(one, "styleId")
            if tag(one) != "w:style" or name is None:
                continue
            self._styles.setdefault(name, _style(one))
            is_default = (attribute(one, "default") or "0").lower() in ("1", "true", "on")
            if is_default and attribute(one, "type") == "paragraph" and self.default is None:
                self.default = name

    def level(self, name: str | None) -> int | None:
        """Give the heading level from 1 on that the style or one it is based on has; else ``None``."""
        for _, style in self._chain(name):
            heading = _HEADING.fullmatch(style.name)
            if heading:
                return int(heading.group(1))
            if style.outline is not None:
                return style.outline + 1 if style.outline < BODY_LEVEL else None
        return None

    def is_title(self, name: str | None) -> bool:
        """Say whether paragraphs of the style are the document's title."""
        return any(style.name.lower() in _TITLES for _, style in self._chain(name))

    def number(self, name: str | None) -> tuple[NumberOf, str] | None:
        """Give the numbering that the chain of styles asks for and the style that names its list."""
        level = None
        for at, style in self._chain(name):
            if style.number is None:
                continue
            level = style.number.level if level is None else level
            if style.number.num is not None:
                return NumberOf(style.number.num, level), at
        return None

    def is_hidden(self, name: str | None) -> bool | None:
        """Say whether the chain of styles hides text; ``None`` where it says nothing."""
        return next((style.hidden for _, style in self._chain(name) if style.hidden is not None), None)

    def names(self, name: str | None) -> Iterator[str]:
        """Give the style and those it is based on."""
        return (at for at, _ in self._chain(name))

    def _chain(self, name: str | None) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        while name is not None and name not in seen and name in self._styles:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on


def number_of(properties: _Element | None) -> NumberOf | None:
    """Give what ``w:numPr`` of paragraph properties asks for, ``None`` where there is none."""
    found = child(properties, "w:numPr")
    if found is None:
        return None
    return NumberOf(value(found, "w:numId"), number(value(found, "w:ilvl")))


def _style(one: _Element) -> _Style:
    paragraph = child(one, "w:pPr")
    return _Style(
        name=(value(one, "w:name") or attribute(one, "styleId") or "").strip(),
        based_on=value(one, "w:basedOn"),
        outline=number(value(paragraph, "w:outlineLvl")),
        number=number_of(paragraph),
        hidden=switch(child(one, "w:rPr"), "w:vanish"),
    )
