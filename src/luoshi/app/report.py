"""How each file was read: one row a file, kept small so that a report of thousands fits in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from luoshi.app.outcomes import Outcome
from luoshi.errors import LuoshiError
from luoshi.model.document import Document, Remark

Status = Literal["read", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file.

    ``pages`` and ``ocr_pages`` (pages whose text was recognised from their picture) are ``None`` for a
    format without pages; ``parser`` is the program that read it, with its version; ``encoding`` the one
    that was recognised; ``seconds`` is what reading and extracting took; ``skipped`` is a reason as
    ``luoshi.reading.Skipped`` has them.
    """

    file: str
    status: Status
    format: str = ""
    parser: str = ""
    encoding: str = ""
    pages: int | None = None
    ocr_pages: int | None = None
    characters: int | None = None
    seconds: float | None = None
    records: int | None = None
    remarks: tuple[Remark, ...] = ()
    error: LuoshiError | None = None
    skipped: str = ""


def row_of(outcome: Outcome, error: LuoshiError | None = None) -> Row:
    """Give the row of an outcome; ``error`` is one that came after reading (the ledger's)."""
    seconds = round(outcome.seconds, 3)
    wrong = outcome.error or error
    document, known = outcome.document, outcome.known
    if known is not None and wrong is None:
        return Row(
            file=outcome.source,
            status="read",
            format=known.format or "",
            parser=known.parser or "",
            characters=known.characters,
            seconds=seconds,
        )
    if document is None:
        return Row(outcome.source, "failed", seconds=seconds, error=wrong)
    pages, recognised = _pages(document)
    return Row(
        file=outcome.source,
        status="read" if wrong is None else "failed",
        format=document.format,
        parser=document.parser,
        encoding=document.encoding,
        pages=pages,
        ocr_pages=recognised,
        characters=len(document.text),
        seconds=seconds,
        records=outcome.records,
        remarks=document.remarks,
        error=wrong,
    )


def row_of_error(error: LuoshiError) -> Row:
    """Give the row of an argument that names nothing to read."""
    return Row(getattr(error, "source", "") or str(error), "failed", error=error)


def row_of_skipped(name: str, reason: str) -> Row:
    """Give the row of a file that was passed over."""
    return Row(name, "skipped", skipped=reason)


def _pages(document: Document) -> tuple[int | None, int | None]:
    if document.layout is None or not document.layout.pages:
        return None, None
    pages = document.layout.pages
    return len(pages), sum(page.way == "ocr" for page in pages)
