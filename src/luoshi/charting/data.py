"""What a chart shows: frozen data, its words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a year: ``role`` is ``target`` or ``actual``; ``words`` stand beside it (``≥5%``)."""

    year: int
    role: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures of one indicator and body in one unit."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets against outcomes, a panel each; ``common``: all panels share the years and one scale."""

    panels: tuple[Panel, ...]
    target: str
    outcome: str
    common: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a matrix: its number, its words, a count for each column."""

    number: str
    words: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by row and column. ``groups`` are headings above rows, by the index of the row they precede."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    groups: tuple[tuple[int, str], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Due:
    """How many fall due on a day, in one lane."""

    lane: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Deadlines by lane; ``undated`` counts those of each lane that have none; ``today`` is marked.

    ``names`` are what months, quarters and halves of a year are called, by how many months these have;
    ``outside`` stands below what is earlier, and later, than the line of time.
    """

    lanes: tuple[str, ...]
    due: tuple[Due, ...]
    undated: tuple[int, ...]
    undated_words: str
    names: Mapping[int, tuple[str, ...]]
    outside: tuple[str, str]
    today: date | None = None
    today_words: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """A row of the emphasis: a count and a share (0 to 1) for each column."""

    words: str
    counts: tuple[int, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """How much of its commitments each column gives to each row."""

    columns: tuple[str, ...]
    rows: tuple[Shares, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stack: its words in the legend, and how many."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Stacks of one kind side by side: a bar a zone, parts in the same order in each."""

    title: str
    bars: tuple[tuple[str, tuple[Part, ...]], ...]


Body: TypeAlias = Targets | Matrix | Deadlines | Emphasis | tuple[Stack, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, its title, where the numbers are from, and what is left out."""

    body: Body
    title: str
    source: str
    notes: tuple[str, ...] = ()
