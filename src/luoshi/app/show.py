"""Back to the page: a record of the ledger with the places where it stands in its file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError, UsageError
from luoshi.ledger import DocumentEntry, Row
from luoshi.model import Document
from luoshi.model.layout import Part, Place
from luoshi.reading.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from PIL.Image import Image

    from luoshi.stores import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """A record and where it stands.

    ``document`` is its text, with the layout where its file could be read again; ``raw`` the file's
    bytes. ``trouble`` says why the file could not be had: the places are then lines of the text.
    """

    row: Row
    entry: DocumentEntry
    document: Document
    places: tuple[Place, ...]
    raw: bytes | None = None
    trouble: LuoshiError | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with the record's characters boxed; ``page`` counts from 1, ``None`` where laid out here."""

    image: Image
    page: int | None


def show(
    store: Store,
    number_or_id: int | str,
    *,
    file: str | os.PathLike[str] | None = None,
    limits: Limits = DEFAULT,
) -> Shown:
    """Find a record and its places, from the kept file or from ``file``, which must hold the same text.

    Raises:
        UsageError: ``no_row``; ``other_text``: ``file`` holds another text.
        LuoshiError: ``file`` cannot be read.
    """
    row = store.row(number_or_id)
    if row is None:
        raise UsageError(
            f"There is no row {number_or_id}.", code="no_row", details={"row": str(number_or_id)}
        )
    entry = next(one for one in store.documents() if one.sha256 == row.document)
    if file is not None:
        return _from_file(row, entry, Path(file), limits)
    try:
        if entry.file is None:
            return _from_text(store, row, entry, None)
        document, raw = reread(store, entry, limits)
        return _shown(row, entry, document, raw)
    except LuoshiError as error:
        return _from_text(store, row, entry, error)


def reread(store: Store, entry: DocumentEntry, limits: Limits = DEFAULT) -> tuple[Document, bytes]:
    """Read the kept file of a document again; give it, with its layout, and the file's bytes.

    Raises:
        LuoshiError: the file is not there, cannot be read, or reads otherwise by now (``read_otherwise``).
    """
    raw = store.files.open(entry.file or "")
    return _same(_read(raw, _named(entry), limits), entry), raw


def pictures(
    shown: Shown, *, scale: float, label: Callable[[Part], str], limits: Limits = DEFAULT
) -> Iterator[Picture]:
    """Draw each page that the record stands on, its characters boxed.

    ``scale`` is pixels a point; ``label`` puts a part's name into words for the margin of pages that are
    laid out here.

    Raises:
        UsageError: ``no_page_file``: the file has pages, but was not kept.
        LuoshiError: a page cannot be drawn, or no Chinese font is there to lay one out with.
    """
    document = shown.document
    if shown.raw is not None and document.layout is not None and document.layout.pages:
        yield from _paged(shown, shown.raw, scale, limits)
        return
    from luoshi.showing import PAGED, laid_out, marked

    if shown.raw is None and shown.entry.format in PAGED:
        raise shown.trouble or UsageError(
            f"{shown.entry.source} was not kept, so its page cannot be drawn; name the original with --file.",
            code="no_page_file",
            details={"source": shown.entry.source},
        )
    pieces = shown.row.statement.pieces
    held = [offset for start, end in pieces for offset in range(start, end)]
    title = shown.entry.title or shown.entry.source

    def words(offset: int) -> str:
        places = document.locate(offset, offset + 1)
        return label(places[0].part) if places and places[0].part is not None else ""

    for drawing in laid_out(document.text, pieces, title=title, label=words, scale=scale):
        boxes = _joined([drawing.boxes[offset] for offset in held if offset in drawing.boxes])
        yield Picture(marked(drawing.picture, boxes, scale=scale), None)


def _paged(shown: Shown, raw: bytes, scale: float, limits: Limits) -> Iterator[Picture]:
    from luoshi.showing import marked, page_picture

    layout = shown.document.layout
    sizes = {page.number: page for page in layout.pages} if layout else {}
    boxes = [
        box
        for start, end in shown.row.statement.pieces
        for offset in range(start, end)
        for place in shown.document.locate(offset, offset + 1)
        for box in place.boxes
    ]
    for number in sorted({box.page for box in boxes}):
        image = page_picture(
            raw, shown.entry.source, shown.document.format, number, scale=scale, limits=limits
        )
        across, down = image.width / sizes[number].width, image.height / sizes[number].height
        here = [
            (box.left * across, box.top * down, box.right * across, box.bottom * down)
            for box in boxes
            if box.page == number
        ]
        yield Picture(marked(image, _joined(here), scale=across), number)


def _joined(boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Join the boxes of neighbours in a row, so that each row is marked once."""
    out: list[tuple[float, float, float, float]] = []
    for left, top, right, bottom in boxes:
        last = out[-1] if out else None
        if last is not None and top < last[3] and bottom > last[1] and -1 <= left - last[2] < bottom - top:
            out[-1] = (last[0], min(last[1], top), max(last[2], right), max(last[3], bottom))
        else:
            out.append((left, top, right, bottom))
    return out


def _from_file(row: Row, entry: DocumentEntry, path: Path, limits: Limits) -> Shown:
    from luoshi.reading.files import load

    raw = load(path)
    document = _read(raw, str(path), limits)
    if document.sha256 != entry.sha256:
        raise UsageError(
            f"{path} does not hold the text that row {row.number} is of ({entry.source}); name the file that "
            "was added.",
            code="other_text",
            details={"file": str(path), "row": row.number, "source": entry.source},
        )
    return _shown(row, entry, document, raw)


def _from_text(store: Store, row: Row, entry: DocumentEntry, trouble: LuoshiError | None) -> Shown:
    document = Document(store.text(entry.sha256) or "", source=entry.source, format=entry.format or "txt")
    return _shown(row, entry, document, None, trouble)


def _shown(
    row: Row,
    entry: DocumentEntry,
    document: Document,
    raw: bytes | None,
    trouble: LuoshiError | None = None,
) -> Shown:
    pieces = row.statement.pieces
    places = tuple(place for start, end in pieces for place in document.locate(start, end))
    return Shown(row, entry, document, places, raw, trouble)


def _read(raw: bytes, name: str, limits: Limits) -> Document:
    from luoshi.reading import read

    return read(raw, source=name, limits=limits)


def _named(entry: DocumentEntry) -> str:
    ending = entry.ending or ""
    return entry.source if entry.source.lower().endswith(ending) else f"{entry.source}{ending}"


def _same(document: Document, entry: DocumentEntry) -> Document:
    if document.sha256 == entry.sha256:
        return document
    before, now = entry.parser or "another version", document.parser or "this version"
    raise LuoshiError(
        f"{entry.source} was read by {before}; {now} reads another text from it, so the places are given in "
        "the text that was recorded.",
        code="read_otherwise",
        details={"source": entry.source, "before": before, "now": now},
    )
