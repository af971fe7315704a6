"""The lines of an import that somebody typed: what is wrong with each, and their way into the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from luoshi.app.import_new import RULE, WORDS, Entered, as_entered, entered
from luoshi.app.table_cells import plain, same
from luoshi.app.table_lines import CHANGEABLE, Line
from luoshi.app.table_steps import Taken, taken
from luoshi.errors import LuoshiError
from luoshi.exports.rows import Office, cells_of
from luoshi.ledger import Row, Status
from luoshi.ledger.events import Draft

if TYPE_CHECKING:
    from luoshi.app.handling import Desk
    from luoshi.stores import Store


_NEW: Final = "新增"
"""What stands for the number of a row that has none yet."""


class Typed:
    """Typed lines on their way: ``lines`` are those that are sound, ``wrong`` each other's column and fault.

    ``events`` is how many events they come to.
    """

    def __init__(self, lines: Sequence[Line], desk: Desk, office: Office, approval: str, name: str) -> None:
        self.desk, self.office, self.approval, self.name = desk, office, approval, name
        self.text = lru_cache(maxsize=4)(desk.store.text)
        self.lines, self.made = [*lines], self._entered(lines)
        self.wrong = [*self._faults()]
        if self.wrong:
            bad = {id(line) for line, _, _ in self.wrong}
            self.lines = [line for line in lines if id(line) not in bad]
            self.made = self._entered(self.lines)
        every = [self._steps(line, self._row(at)) for at, line in enumerate(self.lines)]
        self.events = sum(1 + len(step.drafts) for step in every) + bool(every)

    def record(self) -> str | None:
        """Record the lines with their document, then how far they have come; give the document's SHA-256."""
        from luoshi.stores import Filter

        if not self.lines:
            return None
        store, by, made = self.desk.store, self.desk.by, self.made
        at, source = datetime.fromisoformat(by.at), made.document.source
        found = [made.statements[number] for number in range(len(self.lines))]
        store.add_document(made.document, made.facts, found, author=by.author, at=at, source=source)
        lines = {statement.id: line for line, statement in zip(self.lines, found, strict=True)}
        rows = {row.number: row for row in store.rows(Filter(document=made.document.sha256))}
        steps = {number: self._steps(lines[row.statement.id], row).drafts for number, row in rows.items()}
        steps = {number: drafts for number, drafts in steps.items() if drafts}
        if steps:
            act(store, steps, {number: rows[number].status.version for number in steps})
        return made.document.sha256

    def untouched(self, line: Line, row: Row) -> Line:
        """Leave out of a line what it still says as when it became the row, and what it leaves empty."""
        if row.statement.rule != RULE or not line.is_typed:
            return line
        said = as_entered(self.text(row.document) or "", row.statement)
        kept = {
            key: cell
            for key, cell in line.cells.items()
            if key == "task" or plain(cell.text) not in ("", said.get(key, ""))
        }
        return replace(line, cells=kept)

    def _entered(self, lines: Sequence[Line]) -> Entered:
        by = self.desk.by
        at, day = datetime.fromisoformat(by.at), date.fromisoformat(self.desk.day)
        return entered(lines, author=by.author, at=at, day=day, file=self.name)

    def _faults(self) -> Iterator[tuple[Line, str, LuoshiError]]:
        for number, line in enumerate(self.lines):
            if number in self.made.wrong:
                yield (line, *self.made.wrong[number])
            else:
                for each in self._steps(line, self._row(number)).wrong:
                    yield line, each.key, _unnumbered(each.error)

    def _row(self, number: int) -> Row:
        """Give a line as the row that it would be; it has no number yet."""
        statement = self.made.statements[number]
        return Row(0, statement, statement.document, 0, Status(0))

    def _steps(self, line: Line, row: Row) -> Taken:
        """Give the steps that a line says were taken; its words are in its row already."""
        now, flow = cells_of(row, self.office), self.desk.table
        changed = {
            key: line.cells[key]
            for key in CHANGEABLE
            if key not in WORDS and plain(line.text(key)) and not same(key, line.text(key), now[key], flow)
        }
        step = taken(row, now, changed, self.desk, self.approval)
        step.drafts = [replace(one, reason=one.reason or self.name) for one in step.drafts]
        return step


def _unnumbered(error: LuoshiError) -> LuoshiError:
    """Give an error on a line that has no number yet."""
    error.details = {**(error.details or {}), "row": _NEW}
    return error


def act(store: Store, drafts: Mapping[int, Sequence[Draft]], seen: Mapping[int, int]) -> None:
    """Write the drafts of rows, all or none; ``seen`` are the versions that they are for."""
    every = [draft for each in drafts.values() for draft in each]
    store.act([*drafts], lambda rows: every, expected=seen)
