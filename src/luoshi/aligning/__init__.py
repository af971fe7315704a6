"""Which provisions of a central document each commitment of a local text carries out."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.model import Alignment, Document


def align(local: Document, central: Document) -> Iterator[Alignment]:
    """Give an alignment for each commitment of a local text, in the order of its text.

    Raises:
        UsageError: both are the same text, or the central one has no provisions.
    """
    from luoshi.aligning.aligner import alignments
    from luoshi.aligning.central import central_index, refuse_same
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    refuse_same(local, central)
    index = central_index(parse(central))
    outline = parse(local)
    return alignments(outline, list(statements(outline)), index)
