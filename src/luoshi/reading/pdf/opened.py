"""Opens a PDF, or says in one sentence why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from luoshi.errors import ReadingError
from luoshi.reading.limits import Limits

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_HEAD = 1024  # bytes within which the mark of a PDF stands


@contextmanager
def opened(raw: bytes, source: str, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """Give the open document and close it afterwards; one that only its owner's password locks opens.

    Raises:
        ReadingError: ``empty``, ``encrypted``, ``damaged`` or ``too_many_pages``.
    """
    if not raw:
        raise ReadingError(source, "the file is empty", code="empty")
    if b"%PDF-" not in raw[:_HEAD]:
        raise damaged(source, "%PDF")
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in _LOCKED:
            raise ReadingError(source, "protected by a password", code="encrypted") from None
        raise damaged(source, f"PDFium {code}" if code else "PDFium") from None
    try:
        if len(document) > limits.pages:
            raise ReadingError(
                source,
                f"more pages than the limit of {limits.pages}",
                code="too_many_pages",
                details={"limit": limits.pages},
            )
        if not len(document):
            raise damaged(source, "0 p.")
        yield document
    finally:
        document.close()


def damaged(source: str, reason: str) -> ReadingError:
    """Give the error for a file that cannot be made sense of; ``reason`` is understood in any language."""
    return ReadingError(source, f"the file is damaged ({reason})", code="damaged", details={"reason": reason})
