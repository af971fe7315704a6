"""Writes a paper as PDF: LibreOffice prints the Word document."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from luoshi.errors import UsageError
from luoshi.paper import docx
from luoshi.paper.content import Paper
from luoshi.reading.limits import DEFAULT, Limits


def write(paper: Paper, file: BinaryIO, limits: Limits = DEFAULT) -> None:
    """Write the PDF.

    Raises:
        UsageError: ``paper_needs_office``: LibreOffice is not installed.
        ReadingError: it gives nothing, or not in time.
    """
    made = BytesIO()
    docx.write(paper, made, stand_ins=True)
    printed(made.getvalue(), paper.title, file, limits)


def printed(word: bytes, title: str, file: BinaryIO, limits: Limits = DEFAULT) -> None:
    """Print a Word document that was written with ``stand_ins``; raises as ``write``."""
    from luoshi.reading.office.converting import converted
    from luoshi.reading.office.finding import program

    soffice = program()
    if soffice is None:
        raise UsageError(
            "A PDF is made through LibreOffice, which is not installed here; install it, or write .docx or "
            ".html instead.",
            code="paper_needs_office",
        )
    file.write(converted(soffice, word, ".docx", "pdf", (title, limits)))
