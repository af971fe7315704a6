"""What of a document is asked for: its part or page, and which of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from luoshi.ledger import Row
from luoshi.ledger.lights import light
from luoshi.ledger.row import PENDING
from luoshi.lexicon.lights import LightRules

UNLIT: Final = "none"
_FIELDS: Final = ("type", "light", "review", "theme")
_LONGEST: Final = 60

Lit = Callable[[Row], str | None]
"""Gives the light of a row today."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are shown; an empty value lets all through. ``light`` may be ``none``."""

    type: str = ""
    light: str = ""
    review: str = ""
    theme: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Take it from an address."""
        return cls(*(query.get(name, "").strip()[:_LONGEST] for name in _FIELDS))

    def query(self, **more: str | int) -> str:
        """Give it as the end of an address (``?type=…``), with more that stands there."""
        said = [(name, getattr(self, name)) for name in _FIELDS if getattr(self, name)]
        said += [(name, str(value)) for name, value in more.items()]
        return f"?{urlencode(said)}" if said else ""

    @property
    def is_all(self) -> bool:
        """Say whether nothing is left out."""
        return not any(getattr(self, name) for name in _FIELDS)

    def picked(self, rows: Iterable[Row], lit: Lit) -> list[Row]:
        """Give the rows that are shown."""
        return [row for row in rows if self._fits(row, lit)]

    def _fits(self, row: Row, lit: Lit) -> bool:
        statement = row.statement
        return (
            self.type in ("", statement.type)
            and self.review in ("", row.status.review)
            and (not self.theme or self.theme in statement.themes)
            and (not self.light or (lit(row) or UNLIT) == self.light)
        )


def lit_on(day: date, rules: LightRules) -> Lit:
    """Give the lights of a day."""
    return lambda row: light(row, day, rules)


def undecided(row: Row) -> bool:
    """Say whether nobody has decided on a row yet, or a newer text lost it."""
    return row.status.review == PENDING or row.status.unmatched
