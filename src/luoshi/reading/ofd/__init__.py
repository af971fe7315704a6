"""Reads OFD (GB/T 33190): the characters that its XML places on the pages, scanned pages by recognition.

Templates are part of their pages. Annotations, seals, attachments and custom tags are not the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from luoshi.errors import ReadingError
from luoshi.model.document import Remark
from luoshi.model.layout import Layout, Line
from luoshi.reading.content import Content
from luoshi.reading.limits import Limits
from luoshi.reading.ofd.container import Container
from luoshi.reading.ofd.document import Book, opened
from luoshi.reading.ofd.sheets import Leaf, leaf
from luoshi.reading.pages.compose import composed
from luoshi.reading.pages.numbers import listed

__all__ = ["read"]


def read(raw: bytes, source: str, limits: Limits) -> Content:
    """Give the text of all documents of the container, with the box of each character.

    Pages that are pictures are recognised where a recogniser is installed; where not, or where a page is
    damaged, a remark ``unread_pages`` names it. ``signed`` says that the file carries signatures, which
    are not checked.

    Raises:
        ReadingError: ``damaged``, ``encrypted``, ``bomb``, ``too_deep``, ``too_many_pages``,
            ``too_many_members``, ``no_text``, ``needs_ocr``.
    """
    container = Container(raw, source, limits)
    book = opened(container)
    leaves = list(_leaves(book, container))
    documents: dict[int, list[Leaf]] = {}
    for read_ in leaves:
        documents.setdefault(read_.document, []).append(read_)
    text, layout = _joined([_composed(held, source) for held in documents.values()])
    lost = [read_.sheet.number for read_ in leaves if read_.is_lost]
    if not text.strip():
        raise _nothing(book, lost, source)
    remarks = tuple(_remarks(book, leaves, lost))
    parser = f"lxml {etree.__version__}"
    return Content(text, title=_title(book.title, text), parser=parser, layout=layout, remarks=remarks)


def _leaves(book: Book, container: Container) -> Iterator[Leaf]:
    used: set[tuple[int, str]] = set()
    for paper in book.papers:
        before = frozenset(number for document, number in used if document == paper.document)
        yield leaf(paper, container, before)
        used.update((paper.document, number) for number, _ in (*paper.under, *paper.over))


def _composed(leaves: Sequence[Leaf], source: str) -> tuple[str, Layout]:
    sheets = [read_.sheet for read_ in leaves]
    text, layout = composed(sheets, source)
    frames = {read_.sheet.number: read_.frame for read_ in leaves if read_.frame is not None}
    if frames:
        from luoshi.reading.scans.frame import laid_back

        layout = laid_back(layout, frames)
    return text, layout


def _joined(documents: list[tuple[str, Layout]]) -> tuple[str, Layout]:
    """Give the texts of several documents as one, each on lines of its own."""
    if len(documents) == 1:
        return documents[0]
    texts: list[str] = []
    lines: list[Line] = []
    start = 0
    for text, layout in documents:
        lines.extend(replace(line, start=line.start + start, end=line.end + start) for line in layout.lines)
        if text:
            texts.append(text)
            start += len(text) + 1
    pages = tuple(page for _, layout in documents for page in layout.pages)
    return "\n".join(texts), Layout(pages=pages, lines=tuple(lines))


def _nothing(book: Book, lost: Sequence[int], source: str) -> ReadingError:
    troubles = [paper.trouble for paper in book.papers if paper.trouble is not None]
    if len(lost) > len(troubles):
        reason = listed(lost)
        said = f"its pages are pictures; install luoshi[ocr] to have their text recognised ({reason})"
        return ReadingError(source, said, code="needs_ocr", details={"reason": reason})
    if troubles:
        return troubles[0]
    reason = listed([paper.number for paper in book.papers])
    return ReadingError(source, f"no text was found ({reason})", code="no_text", details={"reason": reason})


def _title(said: str, text: str) -> str | None:
    """Give the file's own title where it stands in the text: many are names of the file it was made from."""
    said = " ".join(said.split())
    return said if said and said in text[:2000] else None


def _remarks(book: Book, leaves: Sequence[Leaf], lost: Sequence[int]) -> Iterator[Remark]:
    for read_ in leaves:
        if read_.sheet.way == "ocr":
            from luoshi.reading.scans import remarks_on

            yield from remarks_on(read_.sheet, inked=True)
    if lost:
        yield Remark("unread_pages", {"pages": listed(lost)})
    if book.is_signed:
        yield Remark("signed")
