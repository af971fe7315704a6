"""luoshi (落实): what planning texts promise, and what became of it.

What this module offers is the whole Python interface; everything else is private::

    document = luoshi.read("zones.md", date="2025-10-27")
    for statement in luoshi.extract(document):
        print(statement.type, statement.text)

``to_polars(luoshi.extract(document))`` makes a data frame of them, and ``to_pandas`` (``luoshi[frames]``).
``Ledger`` keeps what texts say, with a record of every change::

    with luoshi.Ledger("luoshi.db") as ledger:
        ledger.add("zones.md")
        for row in ledger.state():
            print(row.number, row.statement.text)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as _date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luoshi.errors import LuoshiError

if TYPE_CHECKING:
    from luoshi.app.ledger import Ledger
    from luoshi.frames import to_pandas, to_polars
    from luoshi.model import Alignment, Document, Finding, Period, Quantity, Statement

__version__ = "0.1.0"
__all__ = [
    "Ledger",
    "LuoshiError",
    "__version__",
    "align",
    "extract",
    "follow",
    "quantities",
    "read",
    "times",
    "to_pandas",
    "to_polars",
]


def read(source: str | Path | bytes, *, date: str | _date | None = None) -> Document:
    """Read a file, or its bytes: plain text, web page, Word, PDF, scan, OFD, spreadsheet.

    Other formats than plain text are read in a process of their own, within the limits of
    ``LUOSHI_MAX_…`` and ``luoshi.toml``; ``document.locate(start, end)`` gives page and box, or part.

    Args:
        source: a path, or the bytes of a text.
        date: the document's date, if it is known; words such as 今年 are resolved against it.

    Raises:
        LuoshiError: the file cannot be read; the message names it and, where known, the byte.
    """
    from luoshi.reading import read as read_document
    from luoshi.settings import limits

    return read_document(source, date=date, limits=limits())


def extract(document: Document, *, date: str | _date | None = None) -> Iterator[Statement]:
    """Give the statements of a document in the order of its text.

    Args:
        document: what ``read`` gave, or a ``luoshi.model.Document`` of one's own.
        date: a date that comes before the document's own.
    """
    from luoshi.extracting import extract as extract_statements

    return extract_statements(document, date=_as_date(date))


def align(local: Document, central: Document) -> Iterator[Alignment]:
    """Give for each commitment of a local text the provisions of a central one that it carries out.

    In the order of the local text, provisions best first.

    Raises:
        LuoshiError: both are the same text, or the central one has no provisions.
    """
    from luoshi.aligning import align as align_documents

    return align_documents(local, central)


def follow(earlier: Document, later: Document) -> Iterator[Finding]:
    """Give what became of the earlier text's promises by the later one, in the order of the earlier.

    Raises:
        LuoshiError: at once, where the two cannot be a promise and its report.
    """
    from luoshi.following import follow as follow_documents

    return follow_documents(earlier, later)


def quantities(text: str) -> list[Quantity]:
    """Find the numbers of any Chinese text: start, end, low, high, unit, comparator."""
    from luoshi.extracting.numbers.quantities import quantities as find

    return find(text)


def times(text: str, *, date: str | _date | None = None) -> list[Period]:
    """Find the times of any Chinese text; relative ones are resolved against ``date``."""
    from luoshi.extracting.times.times import times as find

    return find(text, date=_as_date(date))


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's lazy attribute can be anything
    """Load what costs time to import only when it is asked for."""
    if name == "Ledger":
        from luoshi.app.ledger import Ledger

        return Ledger
    if name in ("to_pandas", "to_polars"):
        from luoshi import frames

        return getattr(frames, name)
    raise AttributeError(f"module 'luoshi' has no attribute {name!r}")


def _as_date(value: str | _date | None) -> _date | None:
    if not isinstance(value, str):
        return value
    try:
        return _date.fromisoformat(value)
    except ValueError as error:
        raise LuoshiError(f"date {value!r}: not a day; write it as 2025-10-27") from error
