"""Provisions of a central document by zones: how many commitments take each up, and how firmly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from luoshi.aligning.coverage import wording
from luoshi.app.alignments import COUNTS
from luoshi.ledger import DocumentEntry
from luoshi.lexicon.force import FORCES
from luoshi.model import Match, Statement, Wording
from luoshi.stores.listing import Listed
from luoshi.web.views.papers import name_of

Record = Mapping[str, Any]
_LEFT_OUT: Final = frozenset({"rejected", "merged", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Column:
    """A zone or body: ``key`` stands in addresses, ``label`` is shown, ``document`` is its text's SHA-256."""

    key: str
    label: str
    document: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment of a zone with the provisions nearest to it.

    ``number`` is its row in the ledger, where it has one; ``force`` and ``themes`` are those of the row as
    people corrected it.
    """

    column: str
    document: str
    record: Record
    number: int | None
    force: str | None
    themes: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return str(self.record["statement"]["text"])

    @property
    def best(self) -> Record:
        """The nearest provision."""
        found: Record = self.record["provisions"][0]
        return found

    @property
    def aligned(self) -> bool:
        """Whether that lies near enough."""
        return bool(self.record["standing"] == "aligned")

    def match(self, provision: int) -> Record | None:
        """Give how it takes up a provision, by where that begins; ``None`` where it does not."""
        if not self.aligned:
            return None
        counting = (one for one in self.record["provisions"] if one is self.best or one["score"] >= COUNTS)
        return next((one for one in counting if one["provision_start"] == provision), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many commitments take a provision up first of all, how many also, and the strongest force."""

    count: int
    also: int
    force: str | None

    @property
    def level(self) -> int:
        """0: nobody does; 1 to 5: the more, the firmer (1 too where no force is told)."""
        if not self.count:
            return 0
        return len(FORCES) - FORCES.index(self.force) if self.force in FORCES else 1


@dataclass(frozen=True, slots=True)
class Line:
    """A provision with a cell for each column."""

    provision: Record
    cells: tuple[Cell, ...]

    @property
    def zones(self) -> int:
        """How many zones take it up."""
        return sum(cell.count > 0 for cell in self.cells)

    @property
    def count(self) -> int:
        """How many commitments do."""
        return sum(cell.count for cell in self.cells)

    @property
    def untaken(self) -> bool:
        """Whether nobody does, not even beside another."""
        return not any(cell.count or cell.also for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All lines and columns, and for each column how many commitments it has and how many are aligned."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[tuple[int, int], ...]
    unaligned: tuple[tuple[Column, tuple[Commitment, ...]], ...]


def columns_of(found: Sequence[tuple[DocumentEntry, Sequence[Record]]]) -> tuple[Column, ...]:
    """Give the zones of the documents in their order; two of one name are told apart by their documents."""
    made: list[tuple[Column, DocumentEntry]] = []
    for entry, records in found:
        sides = {_index(record): _name(record, entry) for record in records}
        for at in sorted(sides):
            key = f"{entry.sha256[:16]}.{at}"
            made.append((Column(key, sides[at], entry.sha256), entry))
    counts = Counter(column.label for column, _ in made)
    return tuple(
        replace(column, label=f"{column.label}（{entry.date or name_of(entry)}）")
        if counts[column.label] > 1
        else column
        for column, entry in made
    )


def _index(record: Record) -> int:
    return int(record["side"][0]) if record["side"] else -1


def _name(record: Record, entry: DocumentEntry) -> str:
    if not record["side"]:
        return name_of(entry)
    # a text that is one zone's whole has the name that its ledger entry has
    return str(record["side"][1] if record["side"][1] != entry.source.rpartition("/")[2] else name_of(entry))


def commitments(
    entry: DocumentEntry, records: Iterable[Record], rows: Iterable[Listed]
) -> Iterator[Commitment]:
    """Give the commitments of a document as its rows stand: without those left out of the work."""
    by_place = {(row.record["start"], row.record["end"]): row for row in rows}
    for record in records:
        said = record["statement"]
        row = by_place.get((said["start"], said["end"]))
        if row is not None and (row.review in _LEFT_OUT or row.record["type"] != "commitment"):
            continue
        now = said if row is None else row.record
        key = f"{entry.sha256[:16]}.{_index(record)}"
        number = None if row is None else row.number
        yield Commitment(key, entry.sha256, record, number, now["force"], tuple(now["themes"]))


def matrix(columns: Sequence[Column], provisions: Sequence[Record], found: Sequence[Commitment]) -> Matrix:
    """Count who takes up what."""
    taken: dict[tuple[int, str], list[Commitment]] = {}
    also: Counter[tuple[int, str]] = Counter()
    for one in found:
        if one.aligned:
            best, *others = one.record["provisions"]
            taken.setdefault((best["provision_start"], one.column), []).append(one)
            also.update((each["provision_start"], one.column) for each in others if each["score"] >= COUNTS)
    lines = [
        Line(
            provision,
            tuple(
                _cell(taken.get((provision["start"], column.key), []), also[provision["start"], column.key])
                for column in columns
            ),
        )
        for provision in provisions
    ]
    totals = [
        (sum(1 for one in found if one.column == column.key and one.aligned),
         sum(1 for one in found if one.column == column.key))
        for column in columns
    ]  # fmt: skip
    without = [
        (column, tuple(one for one in found if one.column == column.key and not one.aligned))
        for column in columns
    ]
    return Matrix(tuple(columns), tuple(lines), tuple(totals), tuple(one for one in without if one[1]))


def _cell(first: Sequence[Commitment], also: int) -> Cell:
    known = [FORCES.index(one.force) for one in first if one.force in FORCES]
    return Cell(len(first), also, FORCES[min(known)] if known else None)


@dataclass(frozen=True, slots=True)
class Beside:
    """A commitment beside the sentence of a provision; ``first``: it takes up this one before any other."""

    commitment: Commitment
    match: Record
    wording: Wording
    first: bool


def beside(found: Iterable[Commitment], provision: int) -> list[Beside]:
    """Give the commitments that take a provision up, those that do so first of all before, best first."""
    out = []
    for one in found:
        match = one.match(provision)
        if match is None:
            continue
        said = {**match, "path": tuple(match["path"]), "why": tuple(match["why"])}
        out.append(Beside(one, match, wording(_statement(one), Match(**said)), match is one.best))
    return sorted(out, key=lambda each: (not each.first, -each.match["score"]))


def _statement(one: Commitment) -> Statement:
    """Give the statement as far as it is held beside a provision: its words and its force."""
    said = one.record["statement"]
    return Statement(
        "commitment", "", one.document, "", "", (), said["start"], said["end"], one.text, (), force=one.force
    )
