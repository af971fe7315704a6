"""Texts of the ledger as the sides of a comparison, with their rows as people corrected them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from luoshi import settings
from luoshi.app.texts import Texts
from luoshi.model import Document, Side, Statement
from luoshi.stores import Filter

if TYPE_CHECKING:
    from luoshi.ledger import DocumentEntry
    from luoshi.stores import Store

_NONE: Final = "none"
_HELD: Final = 4
"""Comparisons kept in memory: a page, its pictures and its rows ask for the same one after another."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A side with the key that addresses carry; ``entry`` is the document that it is, or is a part of."""

    key: str
    side: Side
    entry: DocumentEntry


@dataclass(frozen=True, slots=True)
class Laid:
    """Sides laid beside one another.

    ``numbers`` gives the row of a statement by its document's SHA-256 and its id. ``without`` are texts, or
    parts of one, that hold no commitment and so are no side.
    """

    zones: tuple[Zone, ...]
    numbers: Mapping[tuple[str, str], int]
    without: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides alone, in the order of the documents."""
        return tuple(zone.side for zone in self.zones)

    def zone(self, label: str) -> Zone:
        """Give the zone of a side's label."""
        return next(zone for zone in self.zones if zone.side.label == label)

    def number(self, label: str, statement: str | None) -> int | None:
        """Give the row of a statement (its id) of a side (its label)."""
        return self.numbers.get((self.zone(label).side.document.sha256, statement or ""))


def laid(store: Store, documents: Sequence[str], zones: Collection[str] = ()) -> Laid:
    """Lay documents of the ledger, by their SHA-256, beside one another.

    A round-up is parted into its bodies. Rows that were left out of the work (rejected, merged, split) do
    not count; others count as they were corrected. ``zones``: only sides of these bodies. The last few are
    kept until the ledger grows.
    """
    key = (store.name, store.head(), tuple(documents), frozenset(zones))
    found = _kept.get(key)
    if found is None:
        found = _laid(store, documents, zones)
        for old in list(_kept)[: 1 - _HELD]:
            _kept.pop(old, None)
        _kept[key] = found
    return found


_kept: dict[tuple[str, int, tuple[str, ...], frozenset[str]], Laid] = {}


def _laid(store: Store, documents: Sequence[str], zones: Collection[str]) -> Laid:
    from luoshi.comparing.sides import commitments, labelled, sides_of
    from luoshi.parsing.outline import parse

    entries = {entry.sha256: entry for entry in store.documents() if entry.sha256 in set(documents)}
    texts, reviews = Texts(store), frozenset(settings.workflow().at_work)
    numbers: dict[tuple[str, str], int] = {}
    made: list[tuple[str, Side, DocumentEntry]] = []
    without: list[str] = []
    for sha256 in documents:
        if sha256 not in entries:
            continue
        entry, statements = entries[sha256], list[Statement]()
        for row in store.rows(Filter(document=sha256)):
            if row.status.review in reviews:
                statements.append(row.statement)
                numbers[sha256, row.statement.id] = row.number
        statements.sort(key=lambda each: (each.start, each.end))
        outline = parse(_named(texts.document(sha256), entry))
        for at, side in enumerate(sides_of(outline, statements)):
            if zones and (side.body or entry.body) not in zones:
                continue
            if commitments(side):
                made.append((f"{sha256[:16]}.{at}", side, entry))
            else:
                without.append(side.body or name_of(entry))
    sides = labelled(side for _, side, _ in made)
    return Laid(
        tuple(Zone(key, side, entry) for (key, _, entry), side in zip(made, sides, strict=True)),
        numbers,
        tuple(without),
    )


def _named(document: Document, entry: DocumentEntry) -> Document:
    """Give a document under the name that people know it by: a side without a body is called by it."""
    return Document(document.text, source=name_of(entry), date=document.date, format=document.format)


def name_of(entry: DocumentEntry) -> str:
    """Give a document's title, else its file's name."""
    return entry.title or PurePath(entry.source.replace("\\", "/")).name or entry.sha256[:12]


def picked(zone: Zone, *, theme: str = "", force: str = "", grade: str = "") -> list[Statement]:
    """Give the commitments of a side that a number of the comparison counts.

    ``theme`` is a field, or a finer theme of one (“科技创新/人才”); an empty value lets all through, and
    ``none`` what has no force, or no grade.
    """
    from luoshi.comparing.sides import commitments

    return [
        each
        for each in commitments(zone.side)
        if (not theme or theme in (*each.themes, *each.subthemes))
        and force in ("", each.force or _NONE)
        and grade in ("", each.measurability.grade if each.measurability else _NONE)
    ]
