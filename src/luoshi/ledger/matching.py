"""A text read anew against the rows of the reading before: which row is which statement.

First come equal words, then near ones with a score, most alike first; a person is asked about the doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from luoshi.ledger.likeness import OTHER_TYPE, near, words_of
from luoshi.ledger.row import PENDING, Status
from luoshi.model import Statement

SURE, ASKED = 0.85, 0.6
"""From what score on two statements are the same, and from what score on a person is asked."""
EXACT, NEAR = "exact", "near"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as the text was last read: ``statement`` without people's corrections, which ``status`` has.

    ``settled``: of the text in question it was said before that it lacks this row, and a person has seen it.
    """

    number: int
    statement: Statement
    status: Status
    parent: int | None = None
    settled: bool = False

    @property
    def touched(self) -> bool:
        """Whether a person decided anything of the row, or worked on it."""
        if self.parent is not None:  # splitting was a decision
            return True
        review = PENDING if self.status.review == WITHDRAWN else self.status.review
        return replace(self.status, version=0, unmatched=False, review=review) != Status(0)

    @property
    def gone(self) -> bool:
        """Whether an earlier reading withdrew it."""
        return self.status.review == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row, or of a statement that no row is of.

    ``kind``: ``same`` (nothing to be written) · ``revised`` · ``asked`` (perhaps the same, a person says) ·
    ``new`` · ``withdrawn`` (nobody had touched it) · ``unmatched`` (a person decides). ``match`` is
    ``exact``, ``near`` or ``""``; ``score`` from 0 to 1.
    """

    kind: str
    reading: Reading | None = None
    statement: Statement | None = None
    match: str = ""
    score: float = 0.0


def match(readings: Sequence[Reading], statements: Sequence[Statement]) -> list[Change]:
    """Give what becomes of each row, by number, and then the statements that are new, in order of the text.

    Parts of a split row are held against equal words only; ``relocate`` finds the others.
    """
    left = {at: one for at, one in enumerate(sorted(readings, key=_place)) if not _is_undone_part(one)}
    found: dict[int, tuple[Statement, str, float]] = {}
    free = dict(enumerate(statements))

    def pair(key: Callable[[Statement], Hashable], how: str, score: float) -> None:
        for row, new in list(_equal(left, free, key)):
            found[left.pop(row).number] = (free.pop(new), how, score)

    pair(lambda one: (one.document, one.pieces, one.type), EXACT, 1.0)
    pair(lambda one: (words_of(one), one.type, one.section), EXACT, 1.0)
    pair(lambda one: (words_of(one), one.type), EXACT, 1.0)
    pair(words_of, NEAR, OTHER_TYPE)
    wholes = {at: (one.statement, one.touched) for at, one in left.items() if one.parent is None}
    for row, new, score in near(wholes, free, ASKED):
        found[left.pop(row).number] = (free.pop(new), NEAR, score)
    changes = [_change(one, found.get(one.number)) for one in sorted(readings, key=lambda one: one.number)]
    return [*changes, *(Change("new", statement=free[at]) for at in sorted(free))]


def lost(reading: Reading) -> Change:
    """Give what becomes of a row that the new reading lacks: nothing that a person touched is dropped."""
    if reading.gone or reading.settled or reading.status.unmatched:
        return Change("same", reading)
    return Change("unmatched" if reading.touched else "withdrawn", reading)


def matched(reading: Reading, statement: Statement, how: str, score: float) -> Change:
    """Give what becomes of a row that the new reading has."""
    if reading.statement == statement and not reading.status.unmatched and not reading.gone:
        return Change("same", reading, statement, how, score)
    return Change("revised", reading, statement, how, score)


def settled(changes: Iterable[Change], *, take: bool) -> list[Change]:
    """Give the changes with those asked about decided: all taken as the same (``take``), or none."""
    out: list[Change] = []
    new: list[Change] = []
    for one in changes:
        if one.kind == "new":
            new.append(one)
        elif one.kind != "asked" or one.reading is None or one.statement is None:
            out.append(one)
        elif take:
            out.append(matched(one.reading, one.statement, one.match, one.score))
        else:
            out.append(replace(lost(one.reading), match=one.match, score=one.score))
            new.append(Change("new", statement=one.statement))
    return out + sorted(new, key=_in_text)


def _change(reading: Reading, found: tuple[Statement, str, float] | None) -> Change:
    if found is None:
        return Change("same", reading) if _is_undone_part(reading) else lost(reading)
    statement, how, score = found
    if score < SURE:
        return Change("asked", reading, statement, how, score)
    return matched(reading, statement, how, score)


def _is_undone_part(reading: Reading) -> bool:
    return reading.parent is not None and reading.gone


def _in_text(change: Change) -> tuple[int, int]:
    return (change.statement.start, change.statement.end) if change.statement else (0, 0)


def _place(reading: Reading) -> tuple[int, int, int]:
    return reading.statement.start, reading.statement.end, reading.number


def _equal(
    readings: dict[int, Reading], statements: dict[int, Statement], key: Callable[[Statement], Hashable]
) -> Iterator[tuple[int, int]]:
    """Pair equals in their order; of too many rows those that people touched, then those still there."""
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for at, statement in statements.items():
        by_key[key(statement)].append(at)
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for at, one in readings.items():
        rows[key(one.statement)].append(at)
    for same, ours in rows.items():
        theirs = by_key.get(same, [])
        first = sorted(ours, key=lambda at: (not readings[at].touched, readings[at].gone, at))
        yield from zip(sorted(first[: len(theirs)]), theirs, strict=False)
