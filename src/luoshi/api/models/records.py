"""The record of a statement, by the names of docs/reference/records.md."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from luoshi.api.models.base import Told, Words

Figure = int | float
Span = list[int]
"""Start and end, in code points."""


class Years(Told):
    """A stretch of time; an end that is open is null."""

    from_: str | None = Field(alias="from")
    until: str | None


class Stretch(Told):
    """Words at a place."""

    text: Words
    start: int
    end: int


class Actor(Told):
    """Who does it."""

    name: Words
    role: Literal["lead", "responsible", "supporting", "addressee"]
    start: int
    end: int
    inherited: bool
    why: str | None


class Target(Told):
    """A figure that sets or reports a value."""

    indicator: Words
    id: str | None
    kind: str
    comparator: str
    low: Figure | None
    high: Figure | None
    unit: Words
    role: str
    period: Years | None
    start: int
    end: int
    text: Words
    base: Words | None
    reference: Words | None


class Deadline(Told):
    """A time that limits or dates the deed."""

    text: Words
    start: int
    end: int
    from_: str | None = Field(alias="from")
    until: str | None
    precision: str


class EventDate(Told):
    """When a meeting was."""

    text: Words
    from_: str | None = Field(alias="from")
    until: str | None
    start: int
    end: int


class Enumeration(Told):
    """A list under one frame."""

    claimed: int | None
    found: int
    items: list[Stretch]
    agrees: bool | None


class Event(Told):
    """A meeting or occasion."""

    date: EventDate | None
    body: Words | None
    occasion: Words | None
    topics: list[Words]


class Measurability(Told):
    """How well it can be checked, from A to D."""

    grade: Literal["A", "B", "C", "D"]
    why: Words


class Record(Told):
    """What a stretch of text promises, reports, admits or announces."""

    type: Literal["commitment", "result", "problem", "event"]
    id: str
    document: str
    source: Words
    rule: str
    section: list[Words]
    start: int
    end: int
    text: Words
    pieces: list[Span]
    actors: list[Actor]
    action: Words | None
    object: Words | None
    force: str | None
    kind: str | None
    themes: list[Words]
    subthemes: list[Words]
    targets: list[Target]
    vague: list[Stretch]
    deadline: Deadline | None
    enumeration: Enumeration | None
    other_lists: list[Enumeration]
    event: Event | None
    measurability: Measurability | None
    confidence: Figure | None
    doubtful: list[Stretch]
