"""The entries of the head of each page, in the order of the loop, by what a person may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, the key of its words, the permissions of which one is enough."""

    path: str
    key: str
    needs: tuple[str, ...]


_ENTRIES: Final = (
    Entry("/", "site.nav.overview", ("read", "read_unit")),
    Entry("/documents", "site.nav.documents", ("read",)),
    Entry("/ledger", "site.nav.ledger", ("read", "read_unit")),
    Entry("/alignment", "site.nav.alignment", ("read",)),
    Entry("/followup", "site.nav.followup", ("read",)),
    Entry("/compare", "site.nav.compare", ("read",)),
    Entry("/briefs", "site.nav.briefs", ("read",)),
    Entry("/opinions", "site.nav.opinions", ("read", "read_unit")),
    Entry("/search", "site.nav.search", ("read", "read_unit")),
    Entry("/admin", "site.nav.admin", ("administer", "audit")),
)


def entries(granted: frozenset[str]) -> tuple[Entry, ...]:
    """Give the entries that a person may use."""
    return tuple(entry for entry in _ENTRIES if granted.intersection(entry.needs))
