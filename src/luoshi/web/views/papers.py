"""The documents of a ledger as a form offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from luoshi.errors import UsageError
from luoshi.ledger import DocumentEntry

if TYPE_CHECKING:
    from luoshi.stores import Store

MOST: Final = 300
"""Documents offered: the newest."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents of one body, a year apart."""

    earlier: DocumentEntry
    later: DocumentEntry


def offered(store: Store, always: Sequence[str] = ()) -> Mapping[str, DocumentEntry]:
    """Give the newest documents that no other replaced, by SHA-256, the newest first; and ``always``."""
    entries = list(store.documents())
    old = store.replaced()
    out: dict[str, DocumentEntry] = {}
    for entry in reversed(entries):
        if entry.sha256 in always or (len(out) < MOST and entry.sha256 not in old):
            out[entry.sha256] = entry
    return out


def chosen(documents: Mapping[str, DocumentEntry], sha256: str) -> DocumentEntry:
    """Give the document of an address.

    Raises:
        UsageError: ``no_document``.
    """
    found = documents.get(sha256)
    if found is None:
        raise UsageError(
            f"The ledger has no document {sha256[:12]}.",
            code="no_document",
            details={"document": sha256[:12]},
        )
    return found


def name_of(entry: DocumentEntry) -> str:
    """Give what a form calls a document: its title, else its file's name."""
    return entry.title or PurePath(entry.source.replace("\\", "/")).name or entry.sha256[:12]


def label_of(entry: DocumentEntry) -> str:
    """Give its name with its day."""
    return f"{name_of(entry)}（{entry.date}）" if entry.date else name_of(entry)


def pairs(documents: Mapping[str, DocumentEntry]) -> list[Pair]:
    """Give the documents of one body that are one year apart, as ``luoshi follow`` has it; new first."""
    by_year: dict[tuple[str, int], list[DocumentEntry]] = {}
    for entry in documents.values():
        if entry.body and entry.date:
            by_year.setdefault((entry.body, int(entry.date[:4])), []).append(entry)
    return [
        Pair(earlier, later)
        for (body, year), laters in sorted(by_year.items(), key=lambda item: (-item[0][1], item[0][0]))
        for later in laters
        for earlier in by_year.get((body, year - 1), ())
    ]
