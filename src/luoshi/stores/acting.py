"""Steps on rows: read, prove against what was seen, seal, write, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from luoshi.errors import ConflictError
from luoshi.ledger import Event, Row, undoing
from luoshi.ledger.events import CREATED, ROW_KINDS, Draft, row_of
from luoshi.ledger.steps import By
from luoshi.lexicon.lights import LightRules
from luoshi.stores import finding, projection, refolding
from luoshi.stores.chaining import Tail
from luoshi.stores.contract.done import Step
from luoshi.stores.tables import events as events_table
from luoshi.stores.tables import statements


def act(
    connection: Connection,
    numbers: Sequence[int],
    step: Step,
    *,
    expected: Mapping[int, int] | None,
    rules: LightRules,
) -> tuple[Row, ...]:
    """Take a step with rows; see ``Store.act``."""
    tail = Tail.held(connection)
    seen = dict(expected or {})
    rows = finding.named(connection, [*dict.fromkeys([*numbers, *seen])])
    _agree(connection, rows, seen)
    drafts = step(MappingProxyType({number: rows[number] for number in numbers}))
    return write(connection, tail, drafts, numbers, rules)


def undo(
    connection: Connection, number: int, by: By, *, expected: Mapping[int, int] | None, rules: LightRules
) -> tuple[Row, ...]:
    """Take the last step on a row back; see ``Store.undo``."""
    tail = Tail.held(connection)
    seen = dict(expected or {})
    _agree(connection, finding.named(connection, [*dict.fromkeys([number, *seen])]), seen)
    drafts = undoing.undo(
        number, lambda each: finding.later(connection, each), lambda each: finding.parts(connection, each), by
    )
    return write(connection, tail, drafts, [number], rules)


def _agree(connection: Connection, rows: Mapping[int, Row], seen: Mapping[int, int]) -> None:
    for number, version in seen.items():
        now = rows[number].status.version
        if now != version:
            asked = select(events_table.c.author, events_table.c.at).where(events_table.c.sequence == now)
            author, at = connection.execute(asked).one()
            raise ConflictError(
                f"Row {number} was changed by {author} at {at}, after it was read: look at it again and "
                "repeat the step. Nothing was recorded.",
                code="conflict",
                details={"row": number, "author": author, "at": at, "seen": version, "now": now},
            )


def write(
    connection: Connection, tail: Tail, drafts: Iterable[Draft], numbers: Sequence[int], rules: LightRules
) -> tuple[Row, ...]:
    """Seal drafts and write what they make of rows; give the rows of ``numbers``, then the others touched."""
    if not projection.current(connection, rules):
        projection.refresh(connection, rules)
    added = tail.add(drafts)
    touched = sorted({row_of(event) for event in added if event.kind in ROW_KINDS})
    finding.known(connection, touched)
    projector = projection.Projector(connection, rules)
    folded = list(refolding.refold(connection, touched))
    projector.update(folded)
    made = _made(connection, added)
    created = list(refolding.fold_batch(connection, made))
    projector.insert(created)
    rows = {row.number: row for row, _ in (*folded, *created)}
    still = finding.named(connection, [number for number in numbers if number not in rows])
    rows = {number: (rows.get(number) or still[number]) for number in numbers} | rows
    return tuple(rows.values())


def _made(connection: Connection, added: Iterable[Event]) -> list[tuple[int, Event]]:
    created = [event for event in added if event.kind == CREATED]
    if not created:
        return []
    last = connection.execute(select(func.max(statements.c.number))).scalar() or 0
    return list(enumerate(created, last + 1))
