"""The parts of a split row in a new reading: cut again where the new text has their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from luoshi.ledger.likeness import similarity
from luoshi.ledger.matching import EXACT, NEAR, SURE, Change, Reading, matched
from luoshi.model import Outline, Statement

_OPENING = 4  # characters by which a part is found whose words were changed


def relocated(changes: Sequence[Change], outline: Outline) -> list[Change]:
    """Give the changes with the parts of split rows found in what became of the whole, as far as they are."""
    whole = {
        one.reading.number: one.statement
        for one in changes
        if one.reading is not None and one.statement is not None and one.kind in ("same", "revised")
    }
    kept = {one.reading.number: one for one in changes if one.reading is not None}
    parts: dict[int, list[Reading]] = defaultdict(list)
    for one in changes:
        reading = one.reading
        if reading is None or reading.parent is None or reading.gone or one.statement is not None:
            continue
        parts[reading.parent].append(reading)
    for parent, readings in sorted(parts.items()):  # a part that was itself split has the smaller number
        if parent not in whole or kept[parent].reading is None:
            continue
        before = kept[parent].reading
        found = list(_cut(whole[parent], readings, outline))
        for reading, statement in zip(readings, found, strict=False):
            score = round(similarity(reading.statement, statement), 3)
            if len(found) == len(readings) and score >= SURE:
                how = EXACT if reading.statement.text == statement.text else NEAR
                kept[reading.number] = matched(reading, statement, how, score)
                whole[reading.number] = statement
            elif before is not None and _stays(before.statement, whole[parent]):
                kept[reading.number] = Change("same", reading)
        if not found and before is not None and _stays(before.statement, whole[parent]):
            kept |= {reading.number: Change("same", reading) for reading in readings}
    return [kept[one.reading.number] if one.reading is not None else one for one in changes]


def _stays(before: Statement, now: Statement) -> bool:
    return (before.document, before.pieces) == (now.document, now.pieces)


def _cut(whole: Statement, parts: Sequence[Reading], outline: Outline) -> Iterator[Statement]:
    """Read the stretches of the whole that begin with the words of the parts; none where one is missing."""
    from luoshi.extracting.stretches import statements_of

    offsets = [at for start, end in whole.pieces for at in range(start, end)]
    spans: list[tuple[int, int]] = []
    at = 0
    for part in parts:
        words = part.statement.text
        exact = whole.text.find(words, at)
        found = exact if exact >= 0 else whole.text.find(words[:_OPENING], at)
        if found < 0:
            return
        at = found + (len(words) if exact >= 0 else min(_OPENING, len(words)))
        last = offsets[min(found + len(words), len(offsets)) - 1] + 1
        spans.append((offsets[found], last))
    closed = [
        (start, end if nxt is None else min(end, nxt))
        for (start, end), nxt in zip(spans, [*(span[0] for span in spans[1:]), None], strict=True)
    ]
    yield from statements_of(outline, whole, closed)
