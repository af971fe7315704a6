"""The office's spreadsheet in: what people changed in an exported table becomes events, all or none.

A cell counts as changed where it differs from what the ledger held when the table was written (版本). Where
somebody else changed the same field since, nothing of it is written: that is a conflict.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from luoshi.app import table_faults as wrong
from luoshi.app.import_typed import Typed, act
from luoshi.app.table_cells import plain, same
from luoshi.app.table_lines import CHANGEABLE, FIXED, Cell, Line, Table, table_of
from luoshi.app.table_matching import Matched, matched
from luoshi.app.table_records import ENDINGS, table_of_records, untouched
from luoshi.app.table_steps import taken
from luoshi.codec import from_record, to_record
from luoshi.errors import ConflictError, LuoshiError
from luoshi.exports.rows import Office, cells_of
from luoshi.ledger import Event, Row
from luoshi.ledger.events import Draft
from luoshi.ledger.fold import fold_row
from luoshi.lexicon.ledger_columns import ledger_columns

if TYPE_CHECKING:
    from luoshi.app.handling import Desk
    from luoshi.stores import Store

RECORDS = ENDINGS
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What import has to say of a cell, a line or the file.

    ``kind`` is ``change``, ``new`` (a line that becomes a row; ``theirs`` are its words), ``conflict``
    (somebody else changed the field since), ``fault`` (the line was left out) or ``remark``. ``old`` is what
    the table held when it was written, ``theirs`` what the file says,
    ``ours`` what the ledger says now; ``error`` the sentence, with its code.
    """

    kind: str
    cell: str = ""
    row: int | None = None
    column: str = ""
    old: str = ""
    theirs: str = ""
    ours: str = ""
    error: LuoshiError | None = None


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: rows changed, rows made, all their events, what there is to say.

    ``document`` is the SHA-256 of the text that the new rows quote; ``None`` where there are none yet.
    """

    rows: list[int] = field(default_factory=list)
    new: int = 0
    events: int = 0
    document: str | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether there was neither a fault nor a conflict."""
        return not any(notice.kind in ("fault", "conflict") for notice in self.notices)


def import_table(  # noqa: PLR0913 - one parameter an option
    store: Store,
    path: str | os.PathLike[str],
    *,
    author: str | None = None,
    reason: str = "",
    approval: str = "",
    new: bool = False,
    name: str = "",
    dry_run: bool = False,
) -> Imported:
    """Take what people changed in an exported table into the ledger; ``dry_run`` writes nothing.

    Lines with a fault are left out whole, of those with a conflict only the field; the rest goes in
    together or not at all. With ``new`` lines that were typed beside the rows become rows (``import_new``):
    after the changes they go in with their document, together or not at all, then how far they have come.
    Where that breaks off between, the same file taken in again goes on from there. ``approval`` is the number
    of the paper for later terms, ``reason`` why; ``name`` what people call the file, if not as ``path`` does.

    Raises:
        ReadingError: the file cannot be read.
        UsageError: ``import_no_table``: it is no table of a ledger.
        ConflictError: others kept writing the same rows meanwhile.
    """
    from luoshi import settings
    from luoshi.app.handling import desk
    from luoshi.reading import read

    at = desk(store, author=author, reason=reason)
    if os.fspath(path).lower().endswith(RECORDS):
        table = table_of_records(path, Office(at.table, store.lights))
    else:
        table = table_of(read(path, limits=settings.limits()))
    for attempt in range(1, _TRIES + 1):
        plan = _Plan(table, at, approval.strip(), name or os.path.basename(path), new=new)
        if dry_run or not plan.drafts:
            break
        try:
            act(store, plan.drafts, plan.seen)
        except ConflictError:
            if attempt == _TRIES:
                raise
        else:
            break
    if not dry_run:
        plan.out.document = plan.typed.record()
    return plan.out


class _Plan:
    """The events that a table comes to, by the rows as they stand now."""

    def __init__(self, table: Table, desk: Desk, approval: str, name: str, *, new: bool) -> None:
        self.table, self.desk, self.approval, self.name = table, desk, approval, name
        self.office = Office(desk.table, desk.store.lights)
        self.out = Imported()
        self.drafts: dict[int, list[Draft]] = {}
        self.seen: dict[int, int] = {}
        found = matched(table, desk.store, desk.table, new=new)
        self.typed = Typed(found.new, desk, self.office, approval, name)
        self.remark_file(found)
        for place, error in table.wrong:
            self.out.notices.append(Notice("fault", place, error=error))
        for line, error in found.wrong:
            self.out.notices.append(Notice("fault", line.place, error=error))
        for line, row in found.pairs:
            self.take(line, row)
        for line, key, error in self.typed.wrong:
            place = line.cells[key].place if key in line.cells else line.place
            title = ledger_columns().columns[key].title
            self.out.notices.append(Notice("fault", place, None, title, theirs=line.text(key), error=error))
        for line in self.typed.lines:
            self.out.notices.append(Notice("new", line.place, theirs=plain(line.text("task"))))
        self.out.rows, self.out.new = [*self.drafts], len(self.typed.lines)
        self.out.events = sum(map(len, self.drafts.values())) + self.typed.events

    def take(self, line: Line, row: Row) -> None:
        base, last = row, None
        version = line.text("version")
        if version and version != str(row.status.version):
            history = self.desk.store.history(row.number)
            known = {str(event.sequence) for event in history}
            if version not in known:
                self.fault(line, row, "version", wrong.wrong_version(row, version))
                return
            base, last = _as_it_was(row, history, int(version)), history[-1]
        line = self.typed.untouched(untouched(line, base), row)
        old, now = cells_of(base, self.office), cells_of(row, self.office)
        faults, conflicts, changed = self.compared(line, row, old, now, last)
        field = _record_changed(line, base, row)
        if field:
            faults.append(Notice("fault", line.place, row.number, error=wrong.record_changed(row, field)))
        step = taken(row, now, changed, self.desk, self.approval)
        for each in step.wrong if not faults else ():
            faults.append(self.notice("fault", line, row, each.key, each.error))
        self.out.notices += [*faults, *conflicts]
        if faults or not step.drafts:
            return
        for key, cell in changed.items():
            title = ledger_columns().columns[key].title
            said = plain(cell.text)
            self.out.notices.append(Notice("change", cell.place, row.number, title, old[key], said, now[key]))
        self.drafts[row.number] = [replace(one, reason=one.reason or self.name) for one in step.drafts]
        self.seen[row.number] = row.status.version

    def compared(
        self, line: Line, row: Row, old: Mapping[str, str], now: Mapping[str, str], last: Event | None
    ) -> tuple[list[Notice], list[Notice], dict[str, Cell]]:
        """Give the faults, the conflicts and the cells that were changed and may go in."""
        flow = self.desk.table
        faults, conflicts, changed = [], [], {}
        for key in FIXED:
            said = line.text(key)
            if (
                key in line.cells
                and not same(key, said, old[key], flow)
                and not same(key, said, now[key], flow)
            ):
                faults.append(self.notice("fault", line, row, key, wrong.fixed(row, key), old[key]))
        for key in (key for key in CHANGEABLE if key in line.cells):
            cell = line.cells[key]
            is_new = not same(key, cell.text, old[key], flow) and not same(key, cell.text, now[key], flow)
            if cell.is_formula or (is_new and not cell.text and self.table.blank_formulas):
                faults.append(self.notice("fault", line, row, key, wrong.formula(row), old[key]))
            elif is_new and last is not None and not same(key, old[key], now[key], flow):
                error = wrong.conflict(row, key, last)
                conflicts.append(self.notice("conflict", line, row, key, error, old[key], now[key]))
            elif is_new:
                changed[key] = cell
        return faults, conflicts, changed

    def notice(  # noqa: PLR0913, PLR0917 - what a notice says
        self, kind: str, line: Line, row: Row, key: str, error: LuoshiError, old: str = "", ours: str = ""
    ) -> Notice:
        place = line.cells[key].place if key in line.cells else line.place
        title = ledger_columns().columns[key].title
        return Notice(kind, place, row.number, title, old, line.text(key), ours, error)

    def fault(self, line: Line, row: Row, key: str, error: LuoshiError) -> None:
        self.out.notices.append(self.notice("fault", line, row, key, error))

    def remark_file(self, found: Matched) -> None:
        """Say which rows and columns the file does not have: nothing of them is changed."""
        titles = ledger_columns().columns
        missing = [titles[key].title for key in CHANGEABLE if key not in self.table.columns]
        if missing:
            self.remark(wrong.missing(missing))
        new = {id(line) for line in found.new}
        if any(not line.text("version") for line in self.table.lines if id(line) not in new):
            self.remark(wrong.no_version())
        if self.table.hidden:
            self.remark(wrong.hidden(self.table.hidden))
        if self.table.blank_formulas:
            self.remark(wrong.blank_formulas(self.table.blank_formulas))
        if found.absent and (found.pairs or not found.new):  # a file of new lines alone leaves out none
            self.remark(wrong.absent(found.absent))

    def remark(self, error: LuoshiError) -> None:
        self.out.notices.append(Notice("remark", error=error))


def _record_changed(line: Line, base: Row, row: Row) -> str:
    """Give the first field of the statement that a line has otherwise than the ledger had and has it."""
    if line.record is None:
        return ""
    was, now = to_record(base.statement), to_record(row.statement)
    if line.record in (was, now):
        return ""
    differ = (key for key in dict.fromkeys((*now, *line.record)) if line.record.get(key) != now.get(key))
    return next(differ, "")


def _as_it_was(row: Row, history: list[Event], version: int) -> Row:
    """Give a row as it stood after the event of a sequence."""
    created, *later = history
    return fold_row(row.number, created, [each for each in later if each.sequence <= version], from_record)
