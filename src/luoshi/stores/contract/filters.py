"""Which rows are wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted: all that are set must hold.

    ``document`` is a SHA-256, ``section`` the outermost heading; ``due_from`` and ``due_until`` are
    ISO dates, both inclusive, for the day by which it is to be done (``Row.due``; rows without one are
    then left out). ``grade`` is that of the measurability; ``theme`` and ``actor`` are words that one of
    the statement's themes (finer ones too), or the name of one of its bodies, must hold; ``actor`` is also
    looked for among those that it was handed to. ``lead`` is a word that the name of who answers for it
    must hold (``Row.lead``), ``supporting`` one of the name of a body that helps. ``unit`` is the exact name
    of a body that answers for it or, as it was handed out or else as the text says, helps. ``parent`` is the
    number of the row that it was split from. ``light`` is one of ``ledger.lights.LIGHTS`` ``on`` a day (ISO):
    by the events up to now, so for a day that is past it says how the row, as it stands now, would have
    stood then; ``Store.row_at`` tells how it did stand. ``report_until``: open rows whose next
    report is due on a day (ISO) or before. ``words`` must all stand in the text.
    """

    document: str | None = None
    type: str | None = None
    kind: str | None = None
    force: str | None = None
    state: str | None = None
    section: str | None = None
    due_from: str | None = None
    due_until: str | None = None
    grade: str | None = None
    theme: str | None = None
    actor: str | None = None
    review: str | None = None
    lead: str | None = None
    supporting: str | None = None
    unit: str | None = None
    light: str | None = None
    on: str | None = None
    is_open: bool | None = None
    report_until: str | None = None
    unmatched: bool | None = None
    parent: int | None = None
    words: str | None = None
