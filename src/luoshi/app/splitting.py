"""Where a row is split, and the records of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from luoshi.app.texts import Texts
from luoshi.codec import to_record
from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.model.document import Span

Cut = str | int | Span
"""Where a part begins: its first words, or its offset in the document; or a part's start and end."""


def records(row: Row, cuts: Sequence[Cut], texts: Texts) -> list[dict[str, Any]]:
    """Give the records of the parts, each read for itself by the rules of the extractor.

    Raises:
        UsageError: words or an offset are not in the row, or not in the order of its text.
    """
    from luoshi.extracting.stretches import statements_of
    from luoshi.parsing.outline import parse

    stretches = list(_stretches(row, cuts))
    outline = parse(texts.document(row.document))
    return [to_record(part) for part in statements_of(outline, row.statement, stretches)]


def _stretches(row: Row, cuts: Sequence[Cut]) -> Iterator[Span]:
    spans = [cut for cut in cuts if isinstance(cut, tuple)]
    if spans and len(spans) < len(cuts):
        raise UsageError(
            "Parts are given either by where they begin or by where they begin and end.", code="split_mixed"
        )
    if spans:
        yield from spans
        return
    places = _Places(row)
    starts = [row.statement.start]
    for cut in cuts:
        start = cut if isinstance(cut, int) else places.of(str(cut), starts[-1])
        if start is None or not starts[-1] <= start < row.statement.end:
            raise UsageError(
                f"Row {row.number}: “{cut}” is not in it after the part before; its words are: "
                f"{row.statement.text}",
                code="split_where",
                details={"row": row.number, "words": str(cut), "text": row.statement.text},
            )
        if start > starts[-1]:
            starts.append(start)
    yield from pairwise((*starts, row.statement.end))


class _Places:
    """Where the words of a row stand in its document, whose lines may have been broken in between."""

    def __init__(self, row: Row) -> None:
        self.words = row.statement.text
        self.offsets = [at for start, end in row.statement.pieces for at in range(start, end)]

    def of(self, words: str, after: int) -> int | None:
        """Give the offset of the words at or behind an offset."""
        first = next((at for at, offset in enumerate(self.offsets) if offset >= after), len(self.offsets))
        found = self.words.find(words, first) if words else -1
        return self.offsets[found] if found >= 0 else None
