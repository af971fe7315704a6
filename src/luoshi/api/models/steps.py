"""What the steps with a row carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from luoshi.api.models.base import MOST, Day, Digest, Line, Name, Number, Said, Text

_Offset = Annotated[int, Field(ge=0, le=MOST)]
_Names = Annotated[list[Name], Field(max_length=100)]


class Step(Said):
    """A step of the work; ``day`` is when it was done, where that is not today."""

    reason: Line = ""
    day: Day | None = None


class Review(Said):
    """A decision on what the text says."""

    reason: Line = ""


class Accept(Review):
    """Accept a row as it stands."""

    note: Line | None = None


class Reject(Review):
    """Leave a row out of the work."""


class Correct(Review):
    """Set fields in plain words, such as ``{"force": "刚性", "lead": "水务局"}``; 无 empties one."""

    changes: Annotated[dict[Name, Text], Field(max_length=20)]
    note: Line | None = None


class Merge(Review):
    """Merge into another row that says the same."""

    into: Number


class Split(Review):
    """Split where the parts begin: their first words, or offsets in the document."""

    cuts: Annotated[list[Name | _Offset], Field(min_length=1, max_length=50)]


class Assign(Step):
    """Hand out."""

    lead: Name
    supporting: _Names = Field(default_factory=list)
    leader: Line | None = None
    due: Day | None = None


class MilestoneSaid(Said):
    """A step of a plan with its day."""

    text: Name
    due: Day | None = None


class Plan(Step):
    """Say by which measures and steps it will be done."""

    measures: _Names = Field(default_factory=list)
    milestones: Annotated[list[MilestoneSaid], Field(max_length=100, default_factory=list)]


class FileSaid(Said):
    """A file that was sent to ``/files``."""

    kind: Literal["file"]
    sha256: Digest
    name: Name


class QuoteSaid(Said):
    """A stretch of a document of the ledger."""

    kind: Literal["quote"]
    document: Digest
    start: _Offset
    end: _Offset


EvidenceSaid = Annotated[FileSaid | QuoteSaid, Field(discriminator="kind")]


class Report(Step):
    """Report how far it has come."""

    progress: Annotated[Text, Field(min_length=1)]
    percentage: Annotated[int, Field(ge=0, le=100)] | None = None
    problems: Text | None = None
    next_steps: Text | None = None
    evidence: Annotated[list[EvidenceSaid], Field(max_length=50, default_factory=list)]


class Prove(Review):
    """Attach evidence."""

    evidence: Annotated[list[EvidenceSaid], Field(min_length=1, max_length=50)]


class Verify(Step):
    """Enter that what was reported was checked."""

    result: Text | None = None
    note: Line | None = None


class Return(Step):
    """Send back to be done again."""

    reason: Name


class Extend(Step):
    """Set a later end of the term."""

    until: Day
    approval: Name


class Remind(Step):
    """Enter that somebody was reminded."""

    to: Line | None = None


class Close(Step):
    """Strike off: done and verified."""


class Reopen(Step):
    """Take up again."""

    reason: Name


class Undo(Review):
    """Take back the last step."""


class Seen(Said):
    """A row, in the version that was seen."""

    number: Number
    version: Number


class ManySteps(Said):
    """One step with many rows: all take it or none does.

    ``step`` is its name as in the addresses (all but ``split`` and ``prove``), ``with`` what it carries
    there.
    """

    step: Literal[
        "accept",
        "reject",
        "correct",
        "merge",
        "assign",
        "plan",
        "report",
        "verify",
        "return",
        "extend",
        "remind",
        "close",
        "reopen",
        "undo",
    ]
    rows: Annotated[list[Seen], Field(min_length=1, max_length=500)]
    with_: Annotated[dict[str, object], Field(alias="with", default_factory=dict)]
