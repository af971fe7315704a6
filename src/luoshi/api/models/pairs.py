"""Texts held beside one another: findings, alignments, comparisons."""

from __future__ import annotations

from pydantic import Field

from luoshi.api.models.base import Digest, Line, Said, Told, Words
from luoshi.api.models.records import Figure, Record, Span, Target, Years


class FollowSaid(Said):
    """An earlier text and a later one, by the SHA-256 of each."""

    earlier: Digest
    later: Digest


class AlignSaid(Said):
    """A local text and a central one."""

    local: Digest
    central: Digest


class Term(Told):
    """When a commitment is due, in short."""

    text: Words
    from_: str | None = Field(alias="from")
    until: str | None


class Commitment(Told):
    """A commitment of the earlier text, in short."""

    id: str
    source: Words
    section: list[Words]
    start: int
    end: int
    text: Words
    pieces: list[Span]
    force: str | None
    kind: str | None
    deadline: Term | None


class Shown(Told):
    """What the later text says."""

    start: int
    end: int
    text: Words
    value: Figure | None
    unit: Words | None
    comparator: str | None
    period: Years | None


class Finding(Told):
    """A promise, and what became of it by the later text."""

    target: Target | None
    commitment: Commitment
    standing: str
    evidence: Shown | None
    why: list[Words]
    themes: list[Words]


class Followed(Told):
    """What became of each promise, in the order of the earlier text."""

    findings: list[Finding]


class Match(Told):
    """A provision that a commitment may carry out."""

    article: Words
    path: list[Words]
    start: int
    end: int
    text: Words
    score: Figure
    why: list[Words]
    force: str | None
    provision_start: int


class Alignment(Told):
    """A commitment with the provisions nearest to it; ``side`` is the index and name of its zone or body."""

    statement: Record
    provisions: list[Match]
    standing: str
    side: list[int | Words] | None


class Aligned(Told):
    """The alignment of each commitment, in the order of the local text."""

    alignments: list[Alignment]


class Accepted(Told):
    """A job that was taken in; its events are at ``events``."""

    job: int
    events: str


class JudgeSaid(Said):
    """What a person makes of the findings of a row in a later text: they hold, or ``instead`` does."""

    later: Digest
    instead: Line | None = None
    reason: Line = ""
