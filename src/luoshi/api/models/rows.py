"""Rows of the ledger: the record, and under ``row`` what people made of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from luoshi.api.models.base import MOST, Asked, Day, Digest, Flag, Json, Line, Number, Told, Words
from luoshi.api.models.records import Record, Span

Light = Literal["red", "yellow", "green", "blue"]
Limit = Annotated[int, Field(ge=1, le=200)]


class RowsWanted(Asked):
    """Which rows: all that are given must hold; the names are those of the record and the status."""

    document: Digest | None = None
    type: Line | None = None
    kind: Line | None = None
    force: Line | None = None
    state: Line | None = None
    section: Line | None = None
    due_from: Day | None = None
    due_until: Day | None = None
    grade: Line | None = None
    theme: Line | None = None
    actor: Line | None = None
    review: Line | None = None
    lead: Line | None = None
    supporting: Line | None = None
    unit: Line | None = None
    light: Light | None = None
    on: Day | None = None
    is_open: Flag | None = None
    report_until: Day | None = None
    unmatched: Flag | None = None
    parent: Number | None = None
    words: Line | None = None


class RowsAsked(RowsWanted):
    """A page of rows: those past the number ``after``; ``total`` asks for their number in all."""

    after: Annotated[int, Field(ge=0, le=MOST)] = 0
    limit: Limit = 50
    total: Flag = False


class Milestone(Told):
    """A step of the plan."""

    text: Words
    due: str | None


class Evidence(Told):
    """What shows that something was done."""

    kind: str
    sha256: str
    name: Words
    start: int | None
    end: int | None


class Extension(Told):
    """A later end of the term."""

    until: str
    approval: Words
    at: str


class Judgement(Told):
    """What a person made of a finding."""

    decision: str
    standing: str
    document: str
    day: str
    instead: str | None
    target: Span | None


class Standing(Told):
    """How a row stands; ``version`` is its ETag, ``lead`` and ``due`` are those that count."""

    number: int
    parent: int | None
    light: Light | None
    version: int
    state: str
    review: str
    corrections: Json
    lead: Words | None
    supporting: list[Words]
    leader: Words | None
    due: str | None
    begun: str | None
    measures: list[Words]
    milestones: list[Milestone]
    percentage: int | None
    progress: Words
    problems: Words
    next_steps: Words
    reported: str | None
    evidence: list[Evidence]
    extensions: list[Extension]
    reminded: str | None
    reminders: int
    returned: int
    closed: str | None
    note: Words
    into: int | None
    absorbed: list[int]
    unmatched: bool
    judged: Judgement | None


class Row(Record):
    """A row: the fields of its record, and ``row``."""

    row: Standing


class RowPage(Told):
    """A page of rows; ``next`` is what ``after`` is to be for the next one, null on the last."""

    rows: list[Row]
    next: int | None
    total: int | None


class Rows(Told):
    """Rows as they are after a step: those that took it, then others that it touched."""

    rows: list[Row]


class Change(Told):
    """A field before and after."""

    of: Literal["status", "record"]
    field: str
    from_: Json = Field(alias="from")
    to: Json


class Happened(Told):
    """An event on a row, and what it changed."""

    sequence: int
    kind: str
    at: str
    author: Words
    reason: Words
    payload: Json
    changes: list[Change]
    undone: bool
    undoes: int | None


class History(Told):
    """What happened to a row, the oldest first."""

    events: list[Happened]


class RemindersAsked(Asked):
    """Reminders of a day, today unless given; ``limit`` rows of each list."""

    day: Day | None = None
    limit: Limit = 50


class Reminder(Told):
    """One list: how many rows are on it, and its first ones."""

    count: int
    rows: list[Row]


class Reminders(Told):
    """What is due within seven days, what is late, what was not reported."""

    day: str
    due: Reminder
    late: Reminder
    silent: Reminder
