"""Reads web pages: the main text, one line a block, and the title, day and source that the page states.

Nothing is fetched: no script runs, no entity, style or picture outside the file is opened.
"""

from __future__ import annotations

from importlib.metadata import version

from luoshi.errors import ReadingError
from luoshi.reading.content import Content
from luoshi.reading.html.beside import is_beside, without_beside
from luoshi.reading.html.blocks import Element, blocks
from luoshi.reading.html.encoding import decode_page
from luoshi.reading.html.facts import Stated, stated
from luoshi.reading.html.main_text import main_text
from luoshi.reading.html.parts import joined
from luoshi.reading.limits import Limits


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """The page's main text a line for each block, its title, its day of publication and its source.

    Table cells, list items and lines broken by ``<br>`` are lines of their own; numbers that a browser
    writes before the items of a list are written out. The layout names the parts of the page.

    Raises:
        ReadingError: as ``decode`` does; ``html`` where the page is nested too deep or holds no text.
    """
    page, encoding = decode_page(raw, source)
    root = _parse(page, source)
    every = blocks(root, is_beside)
    said = stated(page, root, every)
    chosen, by_trafilatura = main_text(root, without_beside(every), said.title)
    text, layout = joined(chosen)
    if not text:
        raise ReadingError(source, "the page holds no text", code="html")
    parser = f"trafilatura {version('trafilatura')}" if by_trafilatura else f"lxml {version('lxml')}"
    return Content(text, encoding, said.title, said.date, parser, layout, publisher=said.publisher)


def facts(raw: bytes, source: str) -> Stated:
    """The title, the day and the source (来源) that a page states.

    Raises:
        ReadingError: as ``read`` does.
    """
    page, _ = decode_page(raw, source)
    root = _parse(page, source)
    return stated(page, root, blocks(root, is_beside))


def _parse(page: str, source: str) -> Element:
    from lxml import etree, html

    # As UTF-8 bytes, so that what the page declares of its encoding is ignored. huge_tree lifts the
    # limit of 10 MB a text node (the parser would drop the rest); its limit on depth stays at 2048.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(page.encode("utf-8"), parser)
    except etree.ParseError as error:
        if not page.strip():
            raise ReadingError(source, "the page holds no text", code="html") from None
        raise ReadingError(source, f"not readable as a web page ({error})", code="html") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadingError(source, "elements are nested too deep (more than 2048 levels)", code="html")
    if root is None:
        raise ReadingError(source, "the page holds no text", code="html")
    return root
