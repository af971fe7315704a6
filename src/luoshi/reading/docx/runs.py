"""The runs of a paragraph: what of them is text, and what hangs on it (text boxes, notes)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from luoshi.reading.docx.fields import DELETED, Fields, drawn
from luoshi.reading.docx.names import attribute, child, chosen, switch, tag, value
from luoshi.reading.numerals import bullet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from luoshi.reading.docx.styles import Styles

# Elements that only hold others: what stands in them is read as if it stood beside them
_THROUGH: Final = frozenset(
    ("w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:sdtContent", "w:dir", "w:bdo")
)
_DRAWN: Final = frozenset(("w:drawing", "w:pict", "w:object"))
_EMBEDDED: Final = frozenset(("c:chart", "dgm:relIds", "o:OLEObject"))
_FIXED: Final = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",  # official texts that were pasted from the web end their paragraphs so
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_NOTES: Final = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_TO_ONE_LINE: Final = str.maketrans("\r\n\t", "   ")  # inside w:t they are spaces, as in all XML


@dataclass(slots=True)
class Noticed:
    """What a user must know of: counts of hidden characters, of deletions, of embedded files."""

    hidden: int = 0
    changes: int = 0
    embedded: int = 0
    pictures: int = 0


@dataclass(slots=True)
class Story:
    """What the runs of one part (document, footnotes) share."""

    styles: Styles
    fields: Fields
    noticed: Noticed


@dataclass(slots=True)
class Inline:
    """The text of a paragraph, a line feed for a break; ``boxes`` hold paragraphs or are text."""

    text: str = ""
    boxes: list[_Element | str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def inline(paragraph: _Element, story: Story, is_hidden: bool) -> Inline:
    """Give what a paragraph's runs hold; ``is_hidden`` is what its style says of hidden text."""
    reader = _Runs(story, is_hidden)
    reader.walk(paragraph, is_hidden)
    reader.made.text = "".join(reader.pieces)
    return reader.made


class _Runs:
    def __init__(self, story: Story, is_hidden: bool) -> None:
        self.made = Inline()
        self.pieces: list[str] = []
        self._story = story
        self._by_style = is_hidden

    def walk(self, parent: _Element, is_hidden: bool) -> None:
        for one in parent:
            name = tag(one)
            if name == "w:r":
                self._run(one)
            elif name in DELETED:
                self._story.noticed.changes += 1
            elif name == "mc:AlternateContent":
                for branch in chosen(one):
                    self.walk(branch, is_hidden)
            elif name in _THROUGH:
                self._story.noticed.changes += name in ("w:ins", "w:moveTo")
                self.walk(one, is_hidden)
            elif name == "w:sdt":
                self._control(one, is_hidden)
            elif name == "w:fldSimple":
                self._put(drawn(attribute(one, "instr") or ""), is_hidden)
                self.walk(one, is_hidden)
            elif name in ("m:oMath", "m:oMathPara"):
                self._put("".join(t.text or "" for t in one.iter() if tag(t) == "m:t"), is_hidden)
            elif name == "w:subDoc":
                self._story.noticed.embedded += 1
            else:
                self._content(one, name, is_hidden)

    def _run(self, run: _Element) -> None:
        properties = child(run, "w:rPr")
        hidden = switch(properties, "w:vanish")
        if hidden is None:
            hidden = self._story.styles.is_hidden(value(properties, "w:rStyle"))
        if any(tag(one) in _NOTES and attribute(one, "customMarkFollows") for one in run):
            # the mark that follows (*) was typed: it belongs to the note as an automatic one does
            self._notes(run)
            return
        self.walk(run, self._by_style if hidden is None else hidden)

    def _content(self, one: _Element, name: str, is_hidden: bool) -> None:
        if name == "w:t":
            self._put((one.text or "").translate(_TO_ONE_LINE), is_hidden)
        elif name in _FIXED:
            self._put(_FIXED[name], is_hidden)
        elif name == "w:sym":
            code = attribute(one, "char") or ""
            self._put(_symbol(code), is_hidden)
        elif name == "w:fldChar":
            self._put(self._story.fields.mark(one), is_hidden)
        elif name == "w:instrText":
            self._story.fields.instruct(one.text or "")
        elif name == "w:ruby":
            for base in one:
                if tag(base) == "w:rubyBase":
                    self.walk(base, is_hidden)
        elif name in _NOTES and not is_hidden:
            self.made.notes.append((_NOTES[name], attribute(one, "id") or ""))
        elif name in _DRAWN and not is_hidden and self._story.fields.is_text:
            self._drawing(one)

    def _notes(self, run: _Element) -> None:
        for one in run:
            if tag(one) in _NOTES:
                self.made.notes.append((_NOTES[tag(one)], attribute(one, "id") or ""))

    def _control(self, control: _Element, is_hidden: bool) -> None:
        content = child(control, "w:sdtContent")
        if content is not None and not is_placeholder(control):
            self.walk(content, is_hidden)

    def _put(self, text: str, is_hidden: bool) -> None:
        if not text or not self._story.fields.is_text:
            return
        if is_hidden:
            self._story.noticed.hidden += len(text.strip())
        else:
            self.pieces.append(text)

    def _drawing(self, drawing: _Element) -> None:
        for one in _drawn(drawing):
            name = tag(one)
            if name == "w:txbxContent":
                self.made.boxes.append(one)
            elif name == "v:textpath":
                self.made.boxes.append(str(one.get("string") or ""))
            elif name in ("pic:pic", "v:imagedata"):
                self._story.noticed.pictures += 1
            elif name in _EMBEDDED and not (one.get("ProgID") or "").startswith("Equation"):
                self._story.noticed.embedded += 1


def is_placeholder(control: _Element) -> bool:
    """Say whether a content control shows only its prompt (“单击此处输入文字”)."""
    return switch(child(control, "w:sdtPr"), "w:showingPlcHdr") or False


def _drawn(parent: _Element) -> Iterator[_Element]:
    """The elements of a drawing down to its text boxes, each alternative once."""
    for one in parent:
        name = tag(one)
        if name == "mc:AlternateContent":
            for branch in chosen(one):
                yield from _drawn(branch)
            continue
        if name:
            yield one
        if name != "w:txbxContent":
            yield from _drawn(one)


def _symbol(code: str) -> str:
    """The character of ``w:sym``; fonts of symbols keep theirs at F000 and above (17.3.3.30)."""
    try:
        point = int(code, 16) if len(code) <= 6 else 0
        return bullet(chr(point)) if point >= 0x20 and not 0xD800 <= point <= 0xDFFF else ""
    except ValueError:
        return ""
