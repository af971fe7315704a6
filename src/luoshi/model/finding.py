"""What became of a promise, and what changed between two plans: data only."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.model.statement import Statement, Target, Years


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the later text says: ``text == later.text[start:end]``.

    ``value`` is in ``unit`` as written; a fall of what should grow is negative. ``value`` and
    ``comparator`` are ``None`` where the text gives words only. ``period`` are the years it speaks of.
    """

    start: int
    end: int
    text: str
    value: float | None = None
    unit: str | None = None
    comparator: str | None = None
    period: Years | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise of the earlier text and what the later one says of it.

    ``standing`` of a target: ``met missed admitted_missed reported qualitative silent``; of a
    commitment without a figure (``target`` is ``None``): ``done under_way repeated dropped silent``.
    ``why`` tells in a planner's words what decided it.
    """

    target: Target | None
    commitment: Statement
    standing: str
    evidence: Evidence | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One promise in two plans, side by side; a side is ``None`` where that plan lacks it.

    ``kinds`` are ``raised lowered softened hardened moved dropped new kept``, several at once where
    several things changed (raised and softened); ``why`` names what differs.
    """

    kinds: tuple[str, ...]
    earlier: Statement | None
    earlier_target: Target | None
    later: Statement | None
    later_target: Target | None
    why: tuple[str, ...]
