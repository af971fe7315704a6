"""A record's words as the source has them, with what stands around them or with its values marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.ledger import Row
from luoshi.model import Statement
from luoshi.web.views.marking import Stretch, runs

if TYPE_CHECKING:
    from luoshi.stores import Store

Segment = tuple[str, str | None]
"""Words and what they are, for ``records.quote`` of ``parts/records.html``."""

AROUND = "around"
_CUT = "…"
_BITS = ("doubtful", "target", "deadline", "actor", "vague")


def context(store: Store, row: Row, width: int = 200) -> tuple[Segment, ...]:
    """Give the quote of a row with ``width`` characters before and after it, for ``records.quote``.

    What is not the row's own is ``"around"``; words between its pieces are shown too, shortened in the
    middle where they are more than ``2 × width``. Where the source is not to be had it is the quote alone.
    """
    text = store.text(row.document)
    pieces = row.statement.pieces
    if text is None or not pieces or pieces[-1][1] > len(text):
        return ((row.statement.text, None),)
    return tuple(_around(text, pieces, width))


def _around(text: str, pieces: tuple[tuple[int, int], ...], width: int) -> Iterator[Segment]:
    first, last = pieces[0][0], pieces[-1][1]
    before = text[max(0, first - width) : first].lstrip()
    if before:
        yield (_CUT if first > width else "") + before, AROUND
    at = first
    for start, end in pieces:
        if start > at:
            yield _shortened(text[at:start], width), AROUND
        yield text[max(at, start) : end], None
        at = max(at, end)
    after = text[last : last + width].rstrip()
    if after:
        yield after + (_CUT if last + width < len(text) else ""), AROUND


def _shortened(words: str, width: int) -> str:
    return words if len(words) <= 2 * width else words[:width] + _CUT + words[-width:]


def valued(text: str, statement: Statement) -> tuple[Segment, ...]:
    """Give the record's own words with its figures, deadline, bodies and doubtful characters apart.

    The second of each segment is the class of a ``<span>``: ``bit bit-target`` and the like. Between pieces
    that do not touch stands an ellipsis, as ``"around"``. ``text`` is that of the document.
    """
    if not statement.pieces or "".join(text[start:end] for start, end in statement.pieces) != statement.text:
        return ((statement.text, None),)
    stretches = tuple(_bits(statement))
    out: list[Segment] = []
    at = statement.pieces[0][0]
    for start, end in statement.pieces:
        if start > at:
            out.append((_CUT, AROUND))
        for run in runs(start, end, stretches):
            kinds = [kind for kind in _BITS if kind in run.keys]
            out.append((text[run.start : run.end], f"bit bit-{kinds[0]}" if kinds else None))
        at = end
    return tuple(out)


def _bits(statement: Statement) -> Iterator[Stretch[str]]:
    for target in statement.targets:
        yield Stretch(target.start, target.end, "target")
    if statement.deadline is not None:
        yield Stretch(statement.deadline.start, statement.deadline.end, "deadline")
    for actor in statement.actors:
        yield Stretch(actor.start, actor.end, "actor")
    for kind, stretches in (("doubtful", statement.doubtful), ("vague", statement.vague)):
        for each in stretches:
            yield Stretch(each.start, each.end, kind)
