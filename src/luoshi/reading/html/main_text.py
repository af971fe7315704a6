"""Chooses the lines of a page's main text: trafilatura finds where it stands, the walk gives it whole."""

from __future__ import annotations

import logging
import re
from copy import deepcopy

from luoshi.reading.html.beside import is_link, is_sentence
from luoshi.reading.html.blocks import Block, Element
from luoshi.reading.html.chrome import squash

_PIECE_ENDS = re.compile(r"[。；;！？!?\n|]+")
_MAX_DEPTH = 200  # trafilatura recurses
_MAX_LINES = 20_000  # and its cost grows faster than the page
_MAY_LOSE = 0.1
_IN_CONTAINER = 0.98


def main_text(root: Element, blocks: list[Block], title: str | None) -> list[Block]:
    """The lines that belong to the text.

    Lines that trafilatura keeps, and all others of the element that holds them unless they are
    menus: it drops short headings. Where it finds nothing, or would lose more than a tenth of the
    running text, every line that is no menu is given.
    """
    kept = _kept(root, blocks)
    menus = _menus(blocks, kept)
    plain = [block for block in blocks if block not in menus] or blocks
    if not kept:
        return plain
    within = _within(_container(kept), blocks)
    chosen = {block for block in plain if block in kept or block in within}
    sentences = [block for block in plain if is_sentence(block)]
    lost = sum(len(block.text) for block in sentences if block not in chosen)
    if lost > _MAY_LOSE * sum(len(block.text) for block in sentences):
        return plain
    chosen |= _title_lines(blocks, chosen, title)
    return [block for block in blocks if block in chosen]


def _menus(blocks: list[Block], kept: set[Block]) -> set[Block]:
    """Lines that are links, unless trafilatura keeps one that stands alone between lines of text."""
    links = [is_link(block) for block in blocks]
    beside = [
        any(links[max(number - 1, 0) : number] + links[number + 1 : number + 2])
        for number in range(len(links))
    ]
    return {
        block
        for block, link, among_links in zip(blocks, links, beside, strict=True)
        if link and (among_links or block not in kept)
    }


def _kept(root: Element, blocks: list[Block]) -> set[Block]:
    """The lines of which trafilatura keeps at least half."""
    pieces = (
        _trafilatura_pieces(root) if len(blocks) <= _MAX_LINES and _depth(blocks) <= _MAX_DEPTH else set()
    )
    kept = set()
    for block in blocks:
        own = _pieces(block.text)
        if sum(len(piece) for piece in own if piece in pieces) * 2 >= sum(map(len, own)) > 0:
            kept.add(block)
    return kept


def _trafilatura_pieces(root: Element) -> set[str]:
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = trafilatura.extract(
            deepcopy(root),
            favor_recall=True,
            include_tables=True,
            include_comments=False,
            with_metadata=False,
        )
    except Exception:  # a heuristic that stumbles must not stop the reading: the walk has the text
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return set()
    return {piece for line in (found or "").splitlines() for piece in _pieces(line.removeprefix("- "))}


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE_ENDS.split(squash(text)) if piece]


def _depth(blocks: list[Block]) -> int:
    return max((sum(1 for _ in block.owner.iterancestors()) for block in blocks), default=0)


def _container(kept: set[Block]) -> Element:
    """The smallest element that holds nearly all the running text that was kept."""
    weights: dict[Element, int] = {}
    order: list[Element] = []
    total = 0
    for block in kept:
        size = len(block.text) if is_sentence(block) else 1
        total += size
        for element in (block.owner, *block.owner.iterancestors()):
            if element not in weights:
                order.append(element)
            weights[element] = weights.get(element, 0) + size
    enough = [element for element in order if weights[element] >= _IN_CONTAINER * total]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()))


def _within(container: Element, blocks: list[Block]) -> set[Block]:
    return {
        block
        for block in blocks
        if block.owner is container or any(element is container for element in block.owner.iterancestors())
    }


def _title_lines(blocks: list[Block], chosen: set[Block], title: str | None) -> set[Block]:
    """The lines before the text that make up its title, where the text does not open with it."""
    wanted = squash(title or "")
    first = next((number for number, block in enumerate(blocks) if block in chosen), 0)
    if not wanted or any(squash(block.text) == wanted for block in chosen):
        return set()
    before = [block for block in blocks[:first] if not is_link(block)]
    return {block for block in before if len(block.text) >= 6 and squash(block.text) in wanted}
