"""Walks the blocks of a Word file, paragraphs and tables, and writes their lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from luoshi.reading.docx.fields import DELETED
from luoshi.reading.docx.lines import Lines
from luoshi.reading.docx.names import attribute, child, chosen, number, switch, tag, value
from luoshi.reading.docx.numbering import Numbering
from luoshi.reading.docx.runs import Inline, Story, inline, is_placeholder
from luoshi.reading.docx.styles import BODY_LEVEL, Styles, number_of
from luoshi.reading.docx.tables import cells

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH: Final = frozenset(("w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:body"))
_TITLE_WITHIN: Final = 10  # lines: a title stands at the head, whatever a style further down says


@dataclass(frozen=True, slots=True)
class Place:
    """What a block stands in: ``kind`` of its parts and their name; ``""`` where paragraphs count."""

    kind: str = "paragraph"
    name: str = ""


@dataclass(slots=True)
class _Waiting:
    """Paragraphs whose mark is deleted or hidden: their text runs on into the next one."""

    text: str = ""
    number: str = ""
    made: Inline = field(default_factory=Inline)


class Body:
    """Writes blocks into ``lines``; ``notes`` are the references met, in the order of the text."""

    def __init__(self, lines: Lines, styles: Styles, numbering: Numbering) -> None:
        self.lines = lines
        self.notes: list[tuple[str, str]] = []
        self.title: list[str] = []
        self._styles = styles
        self._numbering = numbering
        self._paragraphs = 0
        self._boxes = 0
        self._tables = 0

    def write(self, parent: _Element, place: Place, story: Story) -> None:
        """Write the blocks that ``parent`` holds."""
        waiting = _Waiting()
        self._blocks(parent, place, story, waiting)
        self._finish(waiting, place, story, None)

    def _blocks(self, parent: _Element, place: Place, story: Story, waiting: _Waiting) -> None:
        tables = 0
        for one in parent:
            name = tag(one)
            if name == "w:p":
                self._paragraph(one, place, story, waiting)
            elif name == "w:tbl":
                tables += 1
                self._finish(waiting, place, story, None)
                self._table(one, tables, place, story)
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                if content is not None and not is_placeholder(one):
                    self._blocks(content, place, story, waiting)
            elif name == "mc:AlternateContent":
                for branch in chosen(one):
                    self._blocks(branch, place, story, waiting)
            elif name in _THROUGH:
                self._blocks(one, place, story, waiting)
            elif name in ("w:altChunk", "w:subDoc"):
                story.noticed.embedded += 1
            elif name in DELETED:
                story.noticed.changes += 1

    def _paragraph(self, one: _Element, place: Place, story: Story, waiting: _Waiting) -> None:
        properties = child(one, "w:pPr")
        mark = child(properties, "w:rPr")
        style = value(properties, "w:pStyle") or self._styles.default
        made = inline(one, story, self._styles.is_hidden(style) or False)
        is_deleted = any(child(mark, kind) is not None for kind in DELETED)
        is_joined = switch(mark, "w:vanish") or False
        story.noticed.changes += is_deleted
        waiting.made.boxes += made.boxes
        waiting.made.notes += made.notes
        waiting.made.text += made.text
        if is_deleted or _is_drop_cap(properties) or (is_joined and not made.text):
            return
        if not waiting.number:
            waiting.number = self._numbering.next(number_of(properties), style)
        if not is_joined:  # else a style separator: the heading's line runs on into the next paragraph
            self._finish(waiting, place, story, one)

    def _finish(self, waiting: _Waiting, place: Place, story: Story, last: _Element | None) -> None:
        made, opening = waiting.made, waiting.number
        waiting.made, waiting.number = Inline(), ""
        self.notes += made.notes
        kind, name = place.kind, place.name
        properties = child(last, "w:pPr")
        style = value(properties, "w:pStyle") or self._styles.default
        if not name:
            kind = "heading" if self._is_heading(properties, style) else kind
            name = f"paragraph {self._paragraphs + 1}"
        before = len(self.lines.lines)
        if self.lines.add(made.text, kind, name, opening):
            self._paragraphs += not place.name
            if not place.name and before < _TITLE_WITHIN and self._styles.is_title(style):
                self.title += self.lines.lines[before:]
        elif place.kind == "cell" and last is not None:
            self.lines.add_number(opening, name)
        for box in made.boxes:
            self._boxes += 1
            within = Place("textbox", f"textbox {self._boxes}")
            if isinstance(box, str):
                self.lines.add(box, within.kind, within.name)
            else:
                self.write(box, within, story)

    def _is_heading(self, properties: _Element | None, style: str | None) -> bool:
        own = number(value(properties, "w:outlineLvl"))
        if own is not None:
            return own < BODY_LEVEL
        return self._styles.level(style) is not None or self._styles.is_title(style)

    def _table(self, table: _Element, at: int, place: Place, story: Story) -> None:
        if not place.name:
            self._tables += 1
            at = self._tables
        outer = f"{place.name}, " if place.name else ""
        for cell in cells(table):
            name = f"{outer}table {at}, row {cell.row}, column {cell.column}"
            self.write(cell.element, Place("cell", name), story)


def _is_drop_cap(properties: _Element | None) -> bool:
    """Whether a paragraph is the large first character of the next one."""
    frame = child(properties, "w:framePr")
    return frame is not None and attribute(frame, "dropCap") in ("drop", "margin")
