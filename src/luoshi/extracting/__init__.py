"""From a document to its statements: one module a rule family, ``extract`` calls them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date  # noqa: N812 - the argument is named date

from luoshi.model import Document, Statement


def extract(document: Document, *, date: Date | None = None) -> Iterator[Statement]:
    """Give the statements of a document in the order of its text.

    ``date`` comes before the document's own date; relative times are resolved against it.
    """
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    if date is not None:
        document = replace(document, date=date)
    return statements(parse(document))
