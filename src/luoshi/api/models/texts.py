"""Documents, pure extraction, and what is found by searching."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from luoshi.api.models.base import MOST, Asked, Day, Flag, Line, Said, Told, Words
from luoshi.api.models.records import Figure, Record, Span
from luoshi.api.models.rows import Limit, Row

LONGEST = 200_000
"""Characters of a text that is read while the caller waits."""
_Given = Annotated[str, StringConstraints(max_length=LONGEST)]


class Document(Told):
    """A document of the ledger; ``original`` says that the file it was read from is kept."""

    sha256: str
    source: Words
    date: str | None
    kind: str | None
    title: Words | None
    body: Words | None
    characters: int
    sequence: int
    format: str | None
    parser: Words | None
    original: bool


class DocumentPage(Told):
    """Documents in the order in which they came."""

    documents: list[Document]
    next: int | None


class DocumentsAsked(Asked):
    """A page of documents: those past the event ``after``."""

    after: Annotated[int, Field(ge=0, le=MOST)] = 0
    limit: Limit = 50


class UploadAsked(Asked):
    """The name of the file, if no header says it, and the date of its text, where that is known."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = None
    day: Day | None = None


class Kept(Told):
    """A file that is kept as evidence."""

    sha256: str
    name: Words
    size: int


class ExtractSaid(Said):
    """A text, the name that its records carry, the date against which 今年 is resolved."""

    text: _Given
    source: Line = "<text>"
    date: Day | None = None


class FactsTold(Told):
    """What the text says of itself."""

    title: Words | None
    date: str | None
    body: Words | None
    kind: str | None


class Extracted(Told):
    """The records of a text, in its order."""

    document: str
    facts: FactsTold
    records: list[Record]


class TextSaid(Said):
    """A text; ``date`` is the one against which 今年 is resolved."""

    text: _Given
    date: Day | None = None


class Quantity(Told):
    """A number with its unit, at ``text[start:end]``."""

    start: int
    end: int
    low: Figure
    high: Figure | None
    unit: Words
    comparator: str


class Quantities(Told):
    """The numbers of a text."""

    quantities: list[Quantity]


class Period(Told):
    """A time at ``text[start:end]``."""

    start: int
    end: int
    from_: str | None = Field(alias="from")
    until: str | None
    precision: str
    kind: str


class Times(Told):
    """The times of a text."""

    times: list[Period]


class SearchAsked(Asked):
    """A query, such as ``低空经济 主题：科技创新 期限：<2026-07``; ``after`` is that of the page before."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    after: Annotated[str, StringConstraints(max_length=40)] | None = None
    limit: Limit = 50
    facets: Flag = False
    synonyms: Flag = False
    day: Day | None = None


class Hit(Told):
    """A row that meets the query; ``marks`` are where the words stand in its text."""

    row: Row
    marks: list[Span]


class Snippet(Told):
    """A part of a text from ``start``; its marks count from the part's own beginning."""

    text: Words
    start: int
    marks: list[Span]


class DocumentHit(Told):
    """A document that meets the query."""

    document: Document
    snippets: list[Snippet]


class Count(Told):
    """How many hits have a value."""

    value: Words
    count: int


class Facets(Told):
    """Hits by their values; where not ``exact``, each count means at least so many."""

    counts: dict[str, list[Count]]
    counted: int
    exact: bool


class Found(Told):
    """A page of hits; ``total`` is at least so many where it is not ``exact``."""

    hits: list[Hit]
    documents: list[DocumentHit]
    total: int
    exact: bool
    facets: Facets | None
    next: str | None


class EventsAsked(Asked):
    """The events after the number ``since``, at most ``limit``."""

    since: Annotated[int, Field(ge=0, le=MOST)] = 0
    limit: Annotated[int, Field(ge=1, le=100_000)] | None = None
