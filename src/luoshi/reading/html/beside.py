"""Tells the lines of a page that stand beside its text: buttons, share bars, paths, footers.

What a line says is not enough: a line is dropped only where the page itself sets it apart, as a control
or out of the flow of the text's paragraphs.
"""

from __future__ import annotations

import re

from luoshi.reading.html.blocks import Block, Element
from luoshi.reading.html.chrome import chrome, squash

_NAME_PARTS = re.compile(r"[-_\s]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DIGITS_AND_MARKS = re.compile(r"[\W\d_]+")
_MARKS = re.compile(r"[\W_]+")
_DATED = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}日?(?:\d\d?:\d\d(?::\d\d)?)?[^。]{0,20}")  # under a title
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_ROWS = 3  # cells with sentences, from which on they are the lines of the text
_Way = tuple[Element | None, str, str]
_SENTENCE = re.compile("[。；！？]")
_HOLDS_TEXT = 0.2  # an element with this share of the sentences is the text, whatever it is called
_IN_FLOW = 0.05  # a way of writing paragraphs with this share of the sentences is the text's
_HIDES_TEXT = 0.5  # a script is to show it; half is a second copy, for printing


def is_sentence(block: Block) -> bool:
    """Whether a line looks like running text: a full stop, or length without being a link."""
    return bool(_SENTENCE.search(block.text)) or (len(block.text) >= 40 and not is_link(block))


def is_link(block: Block) -> bool:
    """Whether nearly all of a line without a full stop is a link; attachments are not counted."""
    size = len(squash(block.text))
    return 0 < block.linked >= 0.8 * size and not _SENTENCE.search(block.text) and "附件" not in block.text


def is_beside(element: Element) -> bool:
    """Whether an element's tag, class, id or style says that it stands beside the text or is hidden."""
    if element.tag in ("nav", "footer"):
        return True
    if element.tag in ("body", "html"):
        return False
    if _is_hidden(element):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(part.lower() in chrome().classes for part in _NAME_PARTS.split(names))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def without_beside(blocks: list[Block]) -> list[Block]:
    """The lines left when those beside the text are dropped."""
    sentences = {id(block): len(block.text) for block in blocks if is_sentence(block)}
    total = sum(sentences.values()) or 1
    held: dict[Element, int] = {}
    for block in blocks:
        for element in block.inside:
            held[element] = held.get(element, 0) + sentences.get(id(block), 0)
    beside = {
        element
        for element, size in held.items()
        if (size <= total * _HIDES_TEXT if _is_hidden(element) else size < total * _HOLDS_TEXT)
    }
    rest = [block for block in blocks if beside.isdisjoint(block.inside)]
    dropped = _dropped(rest)
    return [block for number, block in enumerate(rest) if number not in dropped]


def _dropped(blocks: list[Block]) -> set[int]:
    dropped: set[int] = set()
    fillers: set[int] = set()
    first = next((number for number, block in enumerate(blocks) if is_sentence(block)), 0)
    verdicts = [
        "drop" if number < first and _DATED.fullmatch(squash(block.text)) else _verdict(block)
        for number, block in enumerate(blocks)
    ]
    flows = _flows([block for block, verdict in zip(blocks, verdicts, strict=True) if verdict == "keep"])
    apart = [block.controlled or _way(block) not in flows for block in blocks]
    for number, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        if not apart[number]:
            continue
        if verdict == "drop":
            dropped.add(number)
            if block.text.endswith((":", "：")) and _is_value(blocks, number) and apart[number + 1]:
                dropped.add(number + 1)
        elif verdict == "filler":
            fillers.add(number)
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        step = order.step
        for number in order:
            if number in fillers and number - step in dropped:
                dropped.add(number)
    return dropped


def _flows(blocks: list[Block]) -> set[_Way]:
    """The ways in which the paragraphs of the text, and the headings between them, are written."""
    weights: dict[_Way, int] = {}
    owners: dict[_Way, set[Element]] = {}
    unlinked = [block for block in blocks if not is_link(block)]
    for block in [block for block in unlinked if is_sentence(block)] or unlinked:
        way = _way(block)
        weights[way] = weights.get(way, 0) + len(block.text)
        owners.setdefault(way, set()).add(block.owner)
    flows = {
        way
        for way, size in weights.items()
        # old sites frame a page in a table, whose one cell holds the text and others its buttons
        if size >= _IN_FLOW * sum(weights.values()) and (way[1] not in _CELLS or len(owners[way]) >= _ROWS)
    }
    parents = {parent for parent, _, _ in flows}
    others = {_way(block) for block in unlinked if block.owner.tag in _PARAGRAPHS}
    return flows | {way for way in others if way[0] in parents} | {(parent, "h1", "") for parent in parents}


def _way(block: Block) -> _Way:
    """How a paragraph is written: in which element (a cell: in which table), with which tag and class."""
    owner = block.owner
    parent = next(owner.iterancestors("table"), None) if owner.tag in _CELLS else owner.getparent()
    return parent, owner.tag, owner.get("class") or ""


def _verdict(block: Block) -> str:
    """``drop``, ``filler`` (drop beside a dropped line) or ``keep``."""
    words = chrome()
    line = squash(block.text)
    if "。" in line or len(line) > 150:
        return "keep"
    if words.openings.match(line) or words.labels.match(line) or words.marks.search(line):
        return "drop"
    without, found = words.words.subn("", line)
    in_cell = block.owner.tag in _CELLS and len(line) < 4
    if found and not in_cell and not _DIGITS_AND_MARKS.sub("", words.fillers.sub("", without)):
        return "drop"
    return "keep" if in_cell or _MARKS.sub("", words.fillers.sub("", line)) else "filler"


def _is_value(blocks: list[Block], number: int) -> bool:
    """Whether the line after a lone label (来源：) is its value: short, and a sibling."""
    if number + 1 >= len(blocks):
        return False
    value = blocks[number + 1]
    siblings = (
        value.owner is blocks[number].owner or value.owner.getparent() is blocks[number].owner.getparent()
    )
    return siblings and len(value.text) <= 12 and not re.search("[，、。：:]", value.text)
