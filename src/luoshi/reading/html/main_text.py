"""Chooses the lines of a page's main text: trafilatura finds where it stands, the walk gives it whole."""

from __future__ import annotations

import logging
import re
from copy import deepcopy

from luoshi.reading.html.beside import is_link, is_sentence
from luoshi.reading.html.blocks import Block, Element
from luoshi.reading.html.chrome import chrome, squash

_PIECE_ENDS = re.compile(r"[。；;！？!?\n|]+")
_MAX_DEPTH = 200  # trafilatura recurses
_MAX_LINES = 20_000  # and its cost grows faster than the page
_MAY_LOSE = 0.1
_IN_CONTAINER = 0.98
_IN_TEMPLATE = 0.8
_HEAD_LINES = 6  # between the title and the text: who speaks, where, when
_ATTACHED = re.compile(r"^\s*[（(]?\d{1,2}\s*[.．、）)]")
_ATTACHMENTS = 20


def main_text(root: Element, blocks: list[Block], title: str | None) -> tuple[list[Block], bool]:
    """The lines that belong to the text, and whether trafilatura chose them.

    Where a template that many sites share tells where the text stands, its lines. Else those that
    trafilatura keeps, and all others of the element that holds them unless they are menus: it drops
    short headings. Where it finds nothing, or would lose more than a tenth of the running text, every
    line that is no menu is given.
    """
    known = _template(blocks)
    kept = _within(known, blocks) if known is not None else _kept(root, blocks)
    chose = known is None and bool(kept)
    menus = _menus(blocks, kept if known is None else set())
    plain = [block for block in blocks if block not in menus] or blocks
    if not kept:
        return plain, chose
    within = _within(_container(kept), blocks) if known is None else kept
    chosen = {block for block in plain if block in kept or block in within}
    sentences = [block for block in plain if is_sentence(block)]
    lost = sum(len(block.text) for block in sentences if block not in chosen)
    if known is None and lost > _MAY_LOSE * sum(len(block.text) for block in sentences):
        return plain, False
    chosen |= _title_lines(blocks, chosen, title)
    chosen |= _head_lines(plain, chosen, title)
    return [block for block in blocks if block in chosen], chose


def _template(blocks: list[Block]) -> Element | None:
    """The innermost element of a known name that holds nearly all the running text, where there is one."""
    held: dict[Element, int] = {}
    named: dict[Element, bool] = {}
    total = 0
    for block in blocks:
        if not is_sentence(block):
            continue
        total += len(block.text)
        for element in (block.owner, *block.owner.iterancestors()):
            if element not in named:
                named[element] = _is_named(element)
            if named[element]:
                held[element] = held.get(element, 0) + len(block.text)
    enough = [element for element, size in held.items() if size >= _IN_TEMPLATE * total]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_named(element: Element) -> bool:
    names = f"{element.tag} {element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return not chrome().containers.isdisjoint(names)


def _menus(blocks: list[Block], kept: set[Block]) -> set[Block]:
    """Lines that are links, unless trafilatura keeps one that stands alone between lines of text."""
    links = [is_link(block) for block in blocks]
    beside = [
        any(links[max(number - 1, 0) : number] + links[number + 1 : number + 2])
        for number in range(len(links))
    ]
    attached = _attached(blocks)
    return {
        block
        for block, link, among_links in zip(blocks, links, beside, strict=True)
        if link and (among_links or block not in kept) and block not in attached
    }


def _attached(blocks: list[Block]) -> set[Block]:
    """Numbered lines after one that opens with 附件: the names of what is attached, though links."""
    attached: set[Block] = set()
    left = 0
    for block in blocks:
        if block.text.lstrip().startswith("附件"):
            left = _ATTACHMENTS
        elif left and _ATTACHED.match(block.text):
            attached.add(block)
            left -= 1
        else:
            left = 0
    return attached


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
    before = [block for block in blocks[:first] if not is_link(block) and len(block.text) >= 6]
    whole = [block for block in before if squash(block.text) == wanted]
    return set(whole[-1:]) or {block for block in before if squash(block.text) in wanted}


def _head_lines(blocks: list[Block], chosen: set[Block], title: str | None) -> set[Block]:
    """The few lines between the title and the text: a subtitle, who speaks, where and when."""
    wanted = squash(title or "")
    places = [number for number, block in enumerate(blocks) if block in chosen]
    titled = [number for number in places if squash(blocks[number].text) == wanted]
    if not titled:
        return set()
    following = next((number for number in places if number > titled[0]), titled[0])
    between = blocks[titled[0] + 1 : following]
    return set(between) if len(between) <= _HEAD_LINES else set()
