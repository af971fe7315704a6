"""A draft that is opened for comment, and the opinions on it (征求意见)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row

Audience = Literal["accounts", "link"]
Standing = Literal["open", "closed", "withdrawn"]
Phase = Literal["waiting", "open", "closed", "withdrawn"]
Verdict = Literal["adopted", "partly", "declined"]
VERDICTS: tuple[Verdict, ...] = ("adopted", "partly", "declined")
Shown = Literal["none", "opinions", "answers"]
SHOWN: tuple[Shown, ...] = ("none", "opinions", "answers")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. ``opens`` and ``closes`` are ISO days, both inclusive; ``text`` is the SHA-256 of its words.

    ``document`` is that of the ledger's document whose text it is, ``None`` where the text is its own.
    ``state`` is what was decided: one that is ``open`` takes opinions on the days between only. ``shows`` is
    what commenters see of others' opinions: ``none``, the ``opinions`` without names, or the ``answers`` too.
    """

    id: int
    title: str
    text: str
    document: str | None
    opens: str
    closes: str
    author: str
    audience: Audience
    state: Standing
    created: str
    shows: Shown

    def takes(self, day: date) -> bool:
        """Say whether opinions are taken on a day."""
        return self.phase(day) == "open"

    def phase(self, day: date) -> Phase:
        """Say how it stands on a day: ``waiting`` for its first day, ``closed`` also past its last."""
        if self.state != "open":
            return self.state
        if day.isoformat() < self.opens:
            return "waiting"
        return "open" if day.isoformat() <= self.closes else "closed"


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion as it comes in. ``start`` and ``end`` are code points in the draft's text, or both ``None``.

    ``address`` is where it came from: only a keyed hash of it is kept.
    """

    text: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    account: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion with its answer. ``quoted`` are the words that it is about; ``version`` counts answers."""

    id: int
    draft: int
    start: int | None
    end: int | None
    quoted: str | None
    text: str
    name: str | None
    account: int | None
    at: str
    answer: Verdict | None
    reason: str | None
    answered_by: str | None
    answered_at: str | None
    version: int


def draft_of(row: Row[Any]) -> Draft:
    """Give the draft of a row of its table."""
    return Draft(**{name: getattr(row, name) for name in Draft.__slots__})


def opinion_of(row: Row[Any]) -> Opinion:
    """Give the opinion of a row of its table."""
    return Opinion(**{name: getattr(row, name) for name in Opinion.__slots__})
