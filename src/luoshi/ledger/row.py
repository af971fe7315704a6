"""A row of the ledger: a statement, what people decided of it, and how far the work has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from luoshi.ledger.judgement import Judgement
from luoshi.model import Statement

CREATED_STATE = "created"
PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the plan with its day (ISO, ``None`` where none was set)."""

    text: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that something was done: a kept file, or a stretch of a document of the ledger.

    ``sha256`` names the file or the document's text; ``start`` and ``end`` (code points) are ``None``
    for a file; ``name`` is the file's name or the stretch's words.
    """

    kind: str  # file | quote
    sha256: str
    name: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later end of the term: the new day, the number of the approval, the day it was entered."""

    until: str
    approval: str
    at: str


@dataclass(frozen=True, slots=True)
class Status:
    """What the events after its creation made of a row; days are ISO dates, ``None`` where unset.

    ``state`` is that of the workflow, ``review`` the last decision on the statement, ``corrections``
    the fields of its record that people set (they outlast a newer reading of the text). ``due`` is the
    end of the term that was set when handing out or extending; where none was, the statement's own
    deadline counts (``Row.due``). ``begun`` is the day of handing out, ``reported`` that of the last report.
    ``into`` is the number of the row that this one was merged into. ``version`` is the sequence of the
    last event on the row: whoever changes it says which version was seen.
    """

    version: int
    state: str = CREATED_STATE
    review: str = PENDING
    corrections: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    lead: str | None = None
    supporting: tuple[str, ...] = ()
    leader: str | None = None
    due: str | None = None
    begun: str | None = None
    measures: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    percentage: int | None = None
    progress: str = ""
    problems: str = ""
    next_steps: str = ""
    reported: str | None = None
    evidence: tuple[Evidence, ...] = ()
    extensions: tuple[Extension, ...] = ()
    reminded: str | None = None
    reminders: int = 0
    returned: int = 0
    closed: str | None = None
    note: str = ""
    into: int | None = None
    absorbed: tuple[int, ...] = ()
    unmatched: bool = False
    """A newer reading of the text no longer has this row; a person has to decide."""
    judged: Judgement | None = None
    """What a person last made of a finding on this row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger: ``number`` (序号) from 1, the statement as corrected, and its status.

    ``document`` is the SHA-256 of its text, ``sequence`` the event that created it; ``parent`` the
    number of the row that it was split from.
    """

    number: int
    statement: Statement
    document: str
    sequence: int
    status: Status
    parent: int | None = None

    @property
    def state(self) -> str:
        """The state of the workflow."""
        return self.status.state

    @property
    def due(self) -> str | None:
        """The day (ISO) by which it is to be done: as handed out or extended, else as the text says."""
        deadline = self.statement.deadline
        return self.status.due or (deadline.until if deadline else None)

    @property
    def lead(self) -> str | None:
        """Who answers for it: as handed out, else the first body that the text names in the lead."""
        if self.status.lead:
            return self.status.lead
        named = (actor.name for actor in self.statement.actors if actor.role in ("lead", "responsible"))
        return next(named, None)
