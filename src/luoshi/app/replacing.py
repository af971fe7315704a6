"""Which earlier text an added one takes the place of, and as what it is compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from luoshi.app.register import Register, read_of
from luoshi.errors import UsageError
from luoshi.ledger import DocumentEntry

if TYPE_CHECKING:
    from luoshi.app.outcomes import Outcome
    from luoshi.stores import Store


@dataclass(frozen=True, slots=True)
class How:
    """How texts are added: ``replaces`` names the text that one takes the place of.

    ``near``: rows that a person should be asked about are taken as the same; ``separate``: a text that looks
    like a new version of another is added beside it; ``dry``: only what would change is told;
    ``author`` is the name that the events carry, else that of ``app.author``.
    """

    replaces: str | None = None
    near: bool = False
    separate: bool = False
    dry: bool = False
    author: str | None = None


def asked(
    store: Store, register: Register, outcome: Outcome, how: How
) -> tuple[Outcome, DocumentEntry | None, bool]:
    """Give the outcome as it is to be compared, the text that it replaces, and whether it is held.

    Raises:
        UsageError: ``no_document``; ``replaced``; ``replaces_held``: the ledger has the new text itself;
            ``resembles``: it looks like a new version of another text, and nothing was said of that.
    """
    document, _ = read_of(outcome)
    held = register.of(document.sha256)
    named = register.named(how.replaces) if how.replaces is not None else None
    by = store.replaced_by(named.sha256) if named is not None else None
    if held is not None:
        if named is not None and held.sha256 not in {named.sha256, by}:
            raise UsageError(
                f"The ledger has the text of {outcome.source} already (as {held.source}), so it cannot take "
                f"the place of {named.source}; merge their rows one by one.",
                code="replaces_held",
                details={"source": outcome.source, "held": held.source, "named": named.source},
            )
        return as_recorded(outcome, held), None, True
    if named is not None:
        if by is not None:
            from luoshi.stores.revising import already_replaced

            raise already_replaced(named.sha256, by)
        return outcome, named, False
    alike = None if how.separate else register.resembling(outcome)
    if alike is not None:
        raise UsageError(
            f"{outcome.source} looks like a new version of {alike.source}: say --replaces "
            f"{alike.sha256[:12]} so that its rows go on (--dry-run shows what would change), or --separate "
            "to add it beside it.",
            code="resembles",
            details={"source": outcome.source, "other": alike.source, "document": alike.sha256[:12]},
        )
    return outcome, None, False


def as_recorded(outcome: Outcome, entry: DocumentEntry) -> Outcome:
    """Give the outcome under the name and with the date that the ledger has: only the reading may differ."""
    from luoshi.app.parallel.carrying import whole
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    outcome = whole(outcome)
    document, outline = read_of(outcome)
    day = outline.facts.date or document.date
    if document.source == entry.source and (day.isoformat() if day else None) == entry.date:
        return outcome
    dated = date.fromisoformat(entry.date) if entry.date else None
    document = replace(document, source=entry.source, date=dated, fallback=None)
    outline = parse(document)
    return replace(outcome, document=document, outline=outline, statements=tuple(statements(outline)))
