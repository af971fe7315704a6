"""A brief that is asked for, and whether its options fit its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from luoshi.errors import UsageError

_USES: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("for", "text"),
    "progress": ("for", "text"),
    "year": ("for", "text", "period", "later"),
    "alignment": ("for", "to"),
    "compare": ("text",),
    "shortcomings": ("for", "text", "dimension"),
    "assessment": ("for", "text", "period", "weights"),
}
"""Which options a kind has a use for; ``day``, ``office`` and ``template`` serve all."""
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {"alignment": ("for", "to"), "shortcomings": ("for",)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A brief that is asked for.

    ``about`` is a unit, or what people call a document or side; ``texts`` are the only documents to use;
    ``to`` and ``later`` name documents; ``weights`` and ``template`` are files of the office's own;
    ``most``: of each table so many rows.
    """

    kind: str
    day: date
    about: str | None = None
    period: int | None = None
    to: str | None = None
    later: str | None = None
    texts: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    office: str = ""
    weights: Path | None = None
    template: Path | None = None
    most: int | None = None

    def given(self) -> Iterable[str]:
        """Give the options that were used, of those that not every kind has a use for."""
        every = {
            "for": self.about,
            "period": self.period,
            "to": self.to,
            "later": self.later,
            "text": self.texts,
            "dimension": self.dimensions,
            "weights": self.weights,
        }
        return [name for name, value in every.items() if value]


def check(asked: Asked) -> None:
    """Check that the options fit the kind.

    Raises:
        UsageError: ``brief_spare``; ``brief_needs``.
    """
    given = list(asked.given())
    for name in given:
        if name not in _USES[asked.kind]:
            raise UsageError(
                f"--{name} has no use for this brief ({asked.kind}).",
                code="brief_spare",
                details={"brief": f"name.{asked.kind}", "option": f"--{name}"},
            )
    for name in _NEEDS.get(asked.kind, ()):
        if name not in given:
            raise needs(asked.kind, name)


def needs(kind: str, name: str) -> UsageError:
    """Give the error for an option that a kind cannot do without."""
    return UsageError(
        f"This brief ({kind}) needs --{name}.",
        code="brief_needs",
        details={"brief": f"name.{kind}", "option": f"--{name}"},
    )
