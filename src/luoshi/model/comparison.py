"""Sides held against each other: by theme, by indicator, by words, and what one lacks beside the others.

Every ``Quote`` is words of its side's own document: ``text == document.text[start:end]``, or the join
of its ``pieces`` where the layout broke it.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.model.document import Document
from luoshi.model.statement import Statement, Target


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: a document, or ``document.text[start:end]``, one body's part of a round-up.

    ``label`` is unlike that of every other side; ``statements`` are the side's own.
    """

    label: str
    body: str | None
    year: int | None
    document: Document
    start: int
    end: int
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a side. Of a commitment it carries the record's id, force, last day and grade."""

    side: str
    source: str
    start: int
    end: int
    text: str
    pieces: tuple[tuple[int, int], ...]
    id: str | None = None
    force: str | None = None
    until: str | None = None
    grade: str | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """A side's commitments to one theme; ``share`` is their part of all its commitments, 0 to 1.

    ``forces`` and ``grades`` count them by force (binding first) and measurability (A first), zeros
    left out. ``quotes`` are a few, the firmest and best measurable first.
    """

    side: str
    commitments: int
    share: float
    forces: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One field (``theme`` is ``None``), or one finer theme of it, over all sides."""

    field: str
    theme: str | None
    cells: tuple[ThemeCell, ...]
    named_by: tuple[str, ...]
    not_named_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A target of a side; ``low`` and ``high`` are in the row's unit, ``target`` has them as written."""

    side: str
    low: float | None
    high: float | None
    target: Target
    quote: Quote


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator over all sides, in one unit.

    ``id`` names it where it is a known one. ``measure``: ``growth level added count change share rank
    multiple``; a growth and a level are never in one row.
    """

    indicator: str
    id: str | None
    measure: str
    unit: str
    values: tuple[IndicatorValue, ...]
    named_by: tuple[str, ...]
    not_named_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A word that sets its side apart: ``count`` there, ``others`` in all other sides together.

    ``log_odds`` is the logarithm of the ratio of its odds, ``z`` that in standard deviations.
    """

    side: str
    term: str
    count: int
    others: int
    log_odds: float
    z: float
    quote: Quote


@dataclass(frozen=True, slots=True)
class SharedRow:
    """Words that every side has, letter for letter but for spaces and the width of marks."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a comparison of sides shows; the order of the sides orders the cells and nothing else."""

    sides: tuple[Side, ...]
    themes: tuple[ThemeRow, ...]
    indicators: tuple[IndicatorRow, ...]
    terms: tuple[TermRow, ...]
    shared: tuple[SharedRow, ...]


@dataclass(frozen=True, slots=True)
class ShortcomingRow:
    """What one body lacks beside others in one respect.

    ``gap``: ``absent`` (others take it up, it does not) · ``weaker`` (its firmest words bind less than
    those of half of the others that take it up) · ``unnumbered`` (half of them set a number, it does
    not) · ``later`` (same indicator or object, a later last day) · ``level`` (none of these) · ``alone``
    (only it takes it up) · ``open`` (nobody does) · ``missed`` (a target of an earlier text).
    ``dimension`` is the one that was asked for, ``themes`` the finer themes that the row is about
    (“科技创新/人才”), ``indicator`` the indicator or object. ``own`` and ``others`` are the quotes that
    bear it out, ``why`` says it in words.
    """

    body: str
    dimension: str | None
    themes: tuple[str, ...]
    indicator: str | None
    gap: str
    own: tuple[Quote, ...]
    others: tuple[Quote, ...]
    why: str
