"""From the characters of pages to the text of a document, a line a paragraph, and its layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from luoshi.model.layout import Layout, Page
from luoshi.reading.pages.carrying import Held
from luoshi.reading.pages.columns import Block, blocks
from luoshi.reading.pages.glyphs import Glyph, Sheet
from luoshi.reading.pages.gutters import Item, cut, gutters
from luoshi.reading.pages.heads import Face, without_heads
from luoshi.reading.pages.paragraphs import paragraphs
from luoshi.reading.pages.rows import Row, parted, runs
from luoshi.reading.pages.tables import Table, tables
from luoshi.reading.pages.turning import upright
from luoshi.reading.pages.writing import Writer

_MOST_GUTTERS = 24  # of a file: more are those of a drawing


def composed(sheets: Sequence[Sheet], source: str) -> tuple[str, Layout]:
    """Compose pages to text: paragraphs in reading order, a line each, and the cells of ruled tables.

    Running heads and feet, page numbers and line breaks are left out; columns are found from the boxes,
    whatever the order of the file. ``""`` where no sheet holds a character. Every code point of the text
    but the line breaks and joints between rows lies in a ``Line`` of the layout.
    """
    spaces: dict[int, list[Glyph]] = {}
    turned = [upright(sheet) for sheet in sheets]
    faces: list[Face] = []
    ruled: list[list[Table]] = []
    for sheet in turned:
        shown, following = parted(sheet.glyphs)
        spaces.update(following)
        found, rest = tables(sheet.rules, shown)
        ruled.append(found)
        faces.append(Face(sheet.number, sheet.height, runs(rest)))
    pages = _blocks(without_heads(faces), ruled)
    recognised = frozenset(at for at, sheet in enumerate(sheets) if sheet.way == "ocr")
    writer = Writer(sheets, spaces)
    held = Held(writer)
    for piece in paragraphs(pages, recognised):
        if isinstance(piece, list):
            held.write()
            writer.paragraph(piece)
        else:
            held.add(*piece)
    held.write()
    drawn = tuple(Page(sheet.number, sheet.width, sheet.height, sheet.way) for sheet in sheets)
    return writer.text, Layout(pages=drawn, lines=tuple(writer.lines))


def _blocks(kept: list[list[Row]], ruled: list[list[Table]]) -> list[Block]:
    pages: list[list[Item]] = [[*rows, *tables] for rows, tables in zip(kept, ruled, strict=True)]
    boxes = [item for items in pages for item in items if isinstance(item, Table) and item.is_box]
    held: list[list[Item]] = [[*box.cells[0].rows] for box in boxes]
    known = _known(pages)
    inside = [*_known(held), *known]
    for box, rows in zip(boxes, held, strict=True):
        box.cells[0].rows = [row for row in rows if isinstance(row, Row)]
    found: list[Block] = []
    for page, items in enumerate(pages):
        for block in blocks(items, known):
            for part in _opened(block, inside):
                part.page = page
                found.append(part)
    return found


def _known(parts: Sequence[list[Item]]) -> list[float]:
    """Give the gutters that the parts of a file show; what a mark ties across one is cut there."""
    shown = sorted({gutter for part in parts for gutter in gutters(part)}, key=attrgetter("right", "left"))
    for part in parts:
        cuts: list[Sequence[Item]] = [cut(item, shown) if isinstance(item, Row) else [item] for item in part]
        part[:] = [item for some in cuts for item in some]
    return sorted({float(int(gutter.right)) for gutter in shown})[:_MOST_GUTTERS]


def _opened(block: Block, known: Sequence[float]) -> Iterator[Block]:
    """Give a block with what stands in its boxes as blocks of their own."""
    held: list[Item] = []
    for item in block.items:
        if isinstance(item, Row) or not item.is_box:
            held.append(item)
            continue
        if held:
            yield replace(block, items=held)
        held = []
        inner = item.cells[0].rows
        margin = max(0.0, min(row.left for row in inner) - item.left)
        parts = blocks(inner, known)
        for part in parts:
            if len(parts) == 1:
                part.right, part.band = max(part.right, item.right - margin), True
            yield replace(part, box=item)
    if held:
        yield replace(block, items=held)
