"""What each kind of brief is made of, gathered from a ledger: one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from luoshi.app.brief_asked import Asked, needs
from luoshi.app.brief_rows import as_of, until
from luoshi.app.brief_sources import Sources
from luoshi.app.export import at_work, office_of
from luoshi.errors import UsageError
from luoshi.ledger import Row

if TYPE_CHECKING:
    from luoshi.briefing.entries import Desk
    from luoshi.stores import Store

Facts = dict[str, Any]


def _desk(store: Store, asked: Asked, unit: str = "") -> Desk:
    from luoshi.briefing.entries import Desk

    office = office_of(store, asked.day)
    return Desk(asked.day, office.table, office.rules, unit, asked.office)


def _rows(store: Store, sources: Sources, asked: Asked) -> list[Row]:
    """Give the commitments at work.

    Raises:
        UsageError: ``brief_empty``.
    """
    from luoshi.stores import Filter

    documents = {sources.named(name).sha256 for name in asked.texts}
    wanted = Filter(type="commitment", unit=asked.about)
    found = (row for row in store.rows(wanted) if not documents or row.document in documents)
    rows = list(as_of(store, at_work(found, office_of(store, asked.day)), asked.day))
    if not rows:
        raise nothing(asked.kind)
    return rows


def _tasks(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.briefing import tasks

    return tasks.facts(_rows(store, sources, asked), _desk(store, asked, asked.about or ""))


def _progress(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.briefing import progress

    return progress.facts(_rows(store, sources, asked), _desk(store, asked, asked.about or ""))


def _year(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.app.alignments import followed
    from luoshi.briefing import year

    when = asked.period or asked.day.year
    if asked.later is None:
        rows = _rows(store, sources, asked)
        facts = year.facts(rows, _desk(store, asked, asked.about or ""), when)
        if not facts["due"]:
            raise nothing(asked.kind)
        return facts
    if asked.about is None:
        raise needs(asked.kind, "for")
    before, after = sources.named(asked.about), sources.named(asked.later)
    rows = [row for row in store.rows() if row.document == before.sha256]
    names = (sources.name(before.sha256), sources.name(after.sha256))
    texts = (before.sha256, after.sha256)
    # of the ledger's part only rows that have gone on: the later text says the rest
    stood = as_of(store, at_work(rows, office_of(store, asked.day)), asked.day)
    gone = [row for row in stood if row.state != "created"]
    facts = year.facts(gone, _desk(store, asked, before.body or ""), when)
    return facts | year.followed(followed(store, *texts), texts, names, rows)


def _alignment(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.app.alignments import aligned, provisions
    from luoshi.briefing import alignment

    local, central = sources.named(asked.about or ""), sources.named(asked.to or "")
    texts = (local.sha256, central.sha256)
    names = (sources.name(local.sha256), sources.name(central.sha256))
    records = aligned(store, *texts)
    if not records:
        raise nothing(asked.kind)
    facts = alignment.facts(records, provisions(store, central.sha256), texts, names)
    return _desk(store, asked, local.body or "").facts() | facts


def _compare(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.app.compare import Gathered, compare_sides
    from luoshi.briefing import compare

    sides = sources.sides(asked.texts)
    if not sides:
        raise nothing(asked.kind)
    return _desk(store, asked).facts() | compare.facts(compare_sides(Gathered(sides)))


def _shortcomings(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.app.compare import Gathered, pick, shortcomings_of
    from luoshi.briefing import shortcomings

    sides = sources.sides(asked.texts)
    if not sides:
        raise nothing(asked.kind)
    rows = shortcomings_of(Gathered(sides), asked.about or "", asked.dimensions)
    body = pick(sides, asked.about or "")
    others = [side for side in sides if side is not body]
    return _desk(store, asked).facts() | shortcomings.facts(rows, body, others)


def _assessment(store: Store, sources: Sources, asked: Asked) -> Facts:
    from luoshi.briefing import assessment
    from luoshi.briefing.weights import weights

    points = weights(asked.weights)
    year = asked.period or asked.day.year
    desk = _desk(store, asked, asked.about or "")
    rows = assessment.assessed(_rows(store, sources, asked), desk, year)
    if asked.about:
        rows = [row for row in rows if row.lead == asked.about]
    if not rows:
        raise UsageError(
            f"Nothing can be assessed in {year}: a row must be handed out, have a unit in the lead, and be "
            "due or closed in that year by the day.",
            code="brief_nothing_assessed",
            details={"year": year},
        )
    histories = {row.number: until(store.history(row.number)[1:], asked.day) for row in rows}
    return assessment.facts(rows, histories, points, desk, year)


MAKERS: Final[Mapping[str, Callable[[Store, Sources, Asked], Facts]]] = {
    "tasks": _tasks,
    "progress": _progress,
    "year": _year,
    "alignment": _alignment,
    "compare": _compare,
    "shortcomings": _shortcomings,
    "assessment": _assessment,
}


def nothing(kind: str) -> UsageError:
    """Give the error for a brief that there is nothing to say in."""
    return UsageError(
        "The ledger has nothing for this brief; add documents (luoshi add), or ask for less.",
        code="brief_empty",
        details={"brief": f"name.{kind}"},
    )
