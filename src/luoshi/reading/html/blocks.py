"""Walks a page's tree without recursion and gives its lines: one for each block of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from luoshi.reading.html.numbering import Counter

Element = Any  # lxml ships no types

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
    "p pre section summary table tbody td tfoot th thead title tr ul"
)
_UNSEEN_TAGS = (
    "applet audio base button canvas datalist embed head iframe input link map meta noembed noframes "
    "noscript object option param rp rt script select style svg template textarea title track video"
)
BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_FIELDS = frozenset({"button", "input", "select", "textarea"})
_ROLES = frozenset({"button", "link", "menuitem", "tab"})
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CJK = re.compile(r"[\u2018-\u201d\u2026\u2014\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(slots=True, eq=False)
class Block:
    """One line of a page: its text, the element that holds it, and how much of it is link.

    ``controlled`` says that a link or button stands in the line or is the line. ``number`` is what a
    browser writes before it in an ordered list (``1. ``); the text has it not.
    """

    text: str
    owner: Element
    linked: int
    inside: tuple[Element, ...]  # the elements around it that may stand beside the main text
    number: str = ""
    controlled: bool = False


def blocks(root: Element, is_beside: Callable[[Element], bool]) -> list[Block]:
    """The page's lines in reading order; each table cell, list item and <br> makes its own.

    Spaces are collapsed as a browser shows them; a line break between two Chinese characters of the
    source is no space. ``is_beside(element)`` tells the elements to note in ``Block.inside``.
    """
    return _Walker(is_beside).walk(root)


class _Walker:
    def __init__(self, is_beside: Callable[[Element], bool]) -> None:
        self.is_beside = is_beside
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0
        self.controls: list[Element] = []
        self.controlled = False
        self.pre = 0
        self.owners: list[Element] = []
        self.beside: list[Element] = []
        self.lists: list[Counter | None] = []
        self.number = ""

    def walk(self, root: Element) -> list[Block]:
        from lxml import etree

        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag if isinstance(element.tag, str) else ""
            unseen = not tag or tag in _UNSEEN
            if event == "end":
                self._close(element, tag, unseen)
            elif unseen:
                self.controlled = self.controlled or tag in _FIELDS
                events.skip_subtree()
            else:
                self._open(element, tag)
        self._flush()
        return self.found

    def _open(self, element: Element, tag: str) -> None:
        if tag == "br" or tag in BLOCKS:
            self._flush()
        if tag in BLOCKS:
            self.owners.append(element)
        if self.is_beside(element):
            self.beside.append(element)
        if _is_control(element, tag):
            self.controls.append(element)
            self.controlled = True
        self.links += _is_link(element)
        self.pre += tag == "pre"
        if tag in _LISTS:
            self.lists.append(Counter(element) if tag == "ol" else None)
        elif tag == "li":
            counter = self.lists[-1] if self.lists else None
            self.number = counter.mark(element) if counter else ""
        self._add(element.text)

    def _close(self, element: Element, tag: str, unseen: bool) -> None:
        if not unseen:
            if tag in BLOCKS:
                self._flush()
                self.owners.pop()
            if self.beside and self.beside[-1] is element:
                self.beside.pop()
            if self.controls and self.controls[-1] is element:
                self.controls.pop()
            self.links -= _is_link(element)
            self.pre -= tag == "pre"
            if tag in _LISTS:
                self.lists.pop()
            elif tag == "li":
                self.number = ""
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self.pre:
            self._append(text)
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                self._flush()
            self._append(line)
        if text.endswith(("\n", "\r")):
            self._flush()

    def _append(self, text: str) -> None:
        self.parts.append(text)
        if self.links:
            self.linked += len(_SPACES.sub("", text))

    def _flush(self) -> None:
        text = _collapse("".join(self.parts))
        if text and self.owners:
            inside = tuple(self.beside)
            self.found.append(Block(text, self.owners[-1], self.linked, inside, self.number, self.controlled))
            self.number = ""
        self.parts = []
        self.linked = 0
        self.controlled = bool(self.controls)


def _is_link(element: Element) -> bool:
    return element.tag == "a" and element.get("href") is not None


def _is_control(element: Element, tag: str) -> bool:
    """Whether an element answers to a click; an anchor that is only a target (``<a name>``) does not."""
    if tag in ("body", "html"):
        return False
    if element.get("onclick") is not None or (element.get("role") or "").lower() in _ROLES:
        return True
    return tag == "a" and (_is_link(element) or not (element.get("name") or element.get("id")))


def _collapse(text: str) -> str:
    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        broken = "\n" in match[0] or "\r" in match[0]
        return "" if broken and _CJK.match(before) and _CJK.match(after) else " "

    return _SPACES.sub(space, text).strip()
