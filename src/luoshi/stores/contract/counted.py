"""Counts and figures for pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Within:
    """Which rows count: those whose review is one of ``reviews``, of these documents (``None``: of all).

    ``open_only``: only what was handed out and is not closed; else also what nobody was handed yet.
    """

    reviews: tuple[str, ...]
    documents: tuple[str, ...] | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Commitments that are not closed, by month (``2026-06``) and name; a row with two themes counts in both.

    ``totals`` counts each row once; ``undated`` are those without a last day.
    """

    counts: dict[tuple[str, str], int]
    totals: dict[str, int]
    undated: int


class Figures(NamedTuple):
    """A row with figures: whose text it is in, else who leads by the text; targets as the record has them."""

    number: int
    body: str
    day: str | None
    targets: list[dict[str, Any]]
