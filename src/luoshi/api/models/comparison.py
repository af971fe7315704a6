"""A comparison of texts: what is asked for, and the kinds of its rows."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from luoshi.api.models.base import Digest, Name, Said, Told, Words
from luoshi.api.models.records import Figure, Span, Years

View = Literal["themes", "indicators", "terms", "shared"]
_USUAL: Final[tuple[View, ...]] = ("themes", "indicators")


class CompareSaid(Said):
    """The texts to hold against each other, and what of it is wanted.

    ``shortcomings`` names one side: what it lacks beside the others, by ``dimensions`` where given.
    """

    documents: Annotated[list[Digest], Field(min_length=1, max_length=12)]
    views: Annotated[list[View], Field(max_length=4)] = Field(default_factory=lambda: list(_USUAL))
    shortcomings: Name | None = None
    dimensions: Annotated[list[Name], Field(max_length=20, default_factory=list)]


class SideRow(Told):
    """What is compared: a document, or one body's part of a round-up."""

    row: Literal["side"]
    side: Words
    body: Words | None
    year: int | None
    source: Words
    document: str
    start: int
    end: int
    commitments: int


class Quote(Told):
    """Words of a side; of a commitment with its id, force, last day and grade."""

    side: Words
    source: Words
    start: int
    end: int
    text: Words
    pieces: list[Span]
    id: str | None = None
    force: str | None = None
    until: str | None = None
    grade: str | None = None


class Cell(Told):
    """A side's commitments to one theme."""

    side: Words
    commitments: int
    share: Figure
    forces: dict[str, int]
    grades: dict[str, int]
    quotes: list[Quote]


class ThemeRow(Told):
    """One field, or one finer theme of it, over all sides."""

    row: Literal["theme"]
    field: Words
    theme: Words | None
    named_by: list[Words]
    not_named_by: list[Words]
    cells: list[Cell]


class Written(Told):
    """A figure as the text has it."""

    indicator: Words
    low: Figure | None
    high: Figure | None
    unit: Words
    start: int
    end: int
    text: Words


class Value(Told):
    """A target of a side, in the row's unit."""

    side: Words
    comparator: str
    low: Figure | None
    high: Figure | None
    reference: Words | None
    force: str | None
    period: Years | None
    as_written: Written
    quote: Quote


class IndicatorRow(Told):
    """One indicator over all sides, in one unit."""

    row: Literal["indicator"]
    indicator: Words
    id: str | None
    measure: str
    unit: Words
    named_by: list[Words]
    not_named_by: list[Words]
    values: list[Value]


class TermRow(Told):
    """A word that sets its side apart."""

    row: Literal["term"]
    side: Words
    term: Words
    count: int
    others: int
    log_odds: float
    z: float
    quote: Quote


class SharedRow(Told):
    """Words that every side has."""

    row: Literal["shared"]
    text: Words
    quotes: list[Quote]


class ShortcomingRow(Told):
    """What one side lacks beside the others in one respect."""

    row: Literal["shortcoming"]
    body: Words
    dimension: Words | None
    themes: list[Words]
    indicator: Words | None
    gap: str
    why: Words
    own: list[Quote]
    others: list[Quote]


AnyRow = Annotated[
    SideRow | ThemeRow | IndicatorRow | TermRow | SharedRow | ShortcomingRow, Field(discriminator="row")
]


class Compared(Told):
    """The rows of a comparison; ``row`` says what each is."""

    rows: list[AnyRow]
