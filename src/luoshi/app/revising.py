"""A text added again with a newer extractor, or in place of an older text: what becomes of the rows.

What people decided stays with its row; ``ledger.matching`` says which row is which statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from luoshi.app.author import author
from luoshi.app.parting import relocated
from luoshi.app.register import Register, read_of
from luoshi.app.replacing import How, asked
from luoshi.codec import to_record
from luoshi.ledger import DocumentEntry
from luoshi.ledger import events as kinds
from luoshi.ledger.events import Draft, draft, moment
from luoshi.ledger.matching import Change, Reading, match, settled
from luoshi.ledger.steps import By
from luoshi.model import Document, Outline, Statement

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.stores import Store


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new reading makes of the rows; ``changes`` are those that are to be written or asked about.

    ``replaces`` is the text that it takes the place of; ``held``: the ledger has the text itself;
    ``same`` counts the rows that stay as they are.
    """

    document: str
    source: str
    replaces: DocumentEntry | None
    held: bool
    changes: tuple[Change, ...] = ()
    same: int = 0

    @property
    def is_news(self) -> bool:
        """Whether rows that were there are touched, or a text is replaced."""
        return bool(self.changes) and (self.held or self.replaces is not None)

    def count(self, kind: str) -> int:
        """Count the changes of a kind."""
        return sum(one.kind == kind for one in self.changes)

    def created(self, *, near: bool) -> int:
        """Count the rows that are made; those asked about are new rows unless taken as the same."""
        return self.count("new") + (0 if near else self.count("asked"))


def revision(store: Store, register: Register, outcome: Outcome, how: How) -> Revision:
    """Give what adding an outcome would change; writes nothing.

    Raises:
        UsageError: as ``replacing.asked`` says.
    """
    outcome, replaces, held = asked(store, register, outcome, how)
    document, outline = read_of(outcome)
    readings = store.readings(document.sha256, replaces.sha256 if replaces else None)
    changes = _changes(readings, outcome.statements, outline)
    after = settled(changes, take=how.near)
    if held and _written(after) and store.replaced_by(document.sha256) is not None:
        changes = []  # its rows went to the text that replaced it
    return _told(document, outcome, replaces, held, changes)


def revise(store: Store, register: Register, outcome: Outcome, how: How) -> Revision:
    """Record what adding an outcome changes, in one transaction; raises as ``revision`` does."""
    outcome, replaces, held = asked(store, register, outcome, how)
    document, outline = read_of(outcome)
    now = datetime.now(UTC)
    by = By(how.author or author(), moment(now))
    last: list[Change] = []

    def decide(readings: Sequence[Reading]) -> list[Draft]:
        last[:] = _changes(readings, outcome.statements, outline)
        return drafts(settled(last, take=how.near), document.sha256, by)

    if held and not decide(store.readings(document.sha256)):
        return _told(document, outcome, replaces, held, last)  # most often: nothing to be held against others
    told: dict[str, Any] = {"author": by.author, "at": now, "source": outcome.source, "file": outcome.kept}
    if not held and replaces is None:
        told["made"] = outcome.made
        added = store.add_document(document, outline.facts, outcome.statements, **told)
        last = [Change("new")] * len(outcome.statements)  # which they are is told by the outcome
        held = added.already
    else:
        before = replaces.sha256 if replaces else None
        added = store.revise(document, outline.facts, decide, replaces=before, **told)
    return _told(document, outcome, replaces, held, [] if added.already else last)


def drafts(changes: Iterable[Change], document: str, by: By) -> list[Draft]:
    """Give the events of changes that are settled: those on rows first, then the new rows."""
    out = []
    for one in changes:
        if one.kind == "revised" and one.reading is not None and one.statement is not None:
            said = {"statement": to_record(one.statement), "match": one.match, "score": one.score}
            out.append(by.draft(kinds.REVISED, one.reading.number, said | {"document": document}))
        elif one.kind in {kinds.WITHDRAWN, kinds.UNMATCHED} and one.reading is not None:
            out.append(by.draft(one.kind, one.reading.number, {"document": document}))
        elif one.kind == "new" and one.statement is not None:
            said = {"statement": to_record(one.statement)}
            out.append(draft(kinds.CREATED, one.statement.id, said, at=by.at, author=by.author))
    return out


def _changes(readings: Sequence[Reading], statements: Sequence[Statement], outline: Outline) -> list[Change]:
    return relocated(match(readings, statements), outline)


def _written(changes: Iterable[Change]) -> bool:
    return any(one.kind != "same" for one in changes)


def _told(
    document: Document,
    outcome: Outcome,
    replaces: DocumentEntry | None,
    held: bool,
    changes: Sequence[Change],
) -> Revision:
    telling = tuple(one for one in changes if one.kind != "same")
    same = len(changes) - len(telling)
    return Revision(document.sha256, outcome.source, replaces, held, telling, same=same)
