"""Which row of the ledger each line of a spreadsheet is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.app import table_faults as wrong
from luoshi.app.table_cells import plain
from luoshi.app.table_lines import Line, Table
from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.lexicon.workflow import Workflow

if TYPE_CHECKING:
    from luoshi.stores import Store


@dataclass(slots=True)
class Matched:
    """Lines with their rows, those that are none or stand twice, and the rows that no line is.

    ``new`` are those that were typed and are no row yet, where such are asked for.
    """

    pairs: list[tuple[Line, Row]] = field(default_factory=list)
    wrong: list[tuple[Line, UsageError]] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)


def matched(table: Table, store: Store, flow: Workflow, *, new: bool = False) -> Matched:
    """Find each line's row: by 编号 (of several by 序号), else by the exact words of task and source.

    With ``new`` lines that were typed and are none are taken as new rows.
    """
    known = _Known(table, store, flow)
    out = Matched()
    found: dict[int, list[Line]] = {}
    rows: dict[int, Row] = {}
    for line in table.lines:
        row = known.row_of(line)
        if row is None and line.is_typed:
            _take_new(line, known, out, new=new)
        elif row is None:
            out.wrong.append((line, _unknown(line)))
        else:
            rows[row.number] = row
            found.setdefault(row.number, []).append(line)
    for number, lines in found.items():
        if len(lines) == 1:
            out.pairs.append((lines[0], rows[number]))
        out.wrong += [(line, _twice(number, lines[0])) for line in lines[1:]]
    out.absent = [number for number in known.expected if number not in found]
    return out


def _take_new(line: Line, known: _Known, out: Matched, *, new: bool) -> None:
    task, source, number = (plain(line.text(key)) for key in ("task", "source", "number"))
    if not new:
        out.wrong.append((line, wrong.typed(task or number)))
    elif not task:
        out.wrong.append((line, wrong.no_task()))
    elif any(cell.is_formula for cell in line.cells.values()):
        out.wrong.append((line, wrong.new_formula()))
    elif said := known.numbers_of(line):
        out.wrong.append((line, wrong.known_words(task, said)))
    elif "id" in line.cells and known.has(number):
        out.wrong.append((line, wrong.number_taken(number)))
    elif (first := known.typed.setdefault((task, source), line)) is not line:
        out.wrong.append((line, wrong.typed_twice(first.place)))
    else:
        out.new.append(line)


class _Known:
    """The rows that lines may mean; one pass over the ledger finds them."""

    def __init__(self, table: Table, store: Store, flow: Workflow) -> None:
        ids = {line.text("id") for line in table.lines}
        words = {plain(line.text("task")) for line in table.lines}
        self.by_id: dict[str, list[Row]] = {}
        self.by_words: dict[str, list[Row]] = {}
        self.expected: list[int] = []
        self.last = 0
        self.typed: dict[tuple[str, str], Line] = {}
        for row in store.rows():
            self.last = row.number
            if row.statement.type == "commitment" and row.status.review in flow.at_work:
                self.expected.append(row.number)
            if row.statement.id in ids:
                self.by_id.setdefault(row.statement.id, []).append(row)
            if (said := plain(row.statement.text)) in words:
                self.by_words.setdefault(said, []).append(row)

    def row_of(self, line: Line) -> Row | None:
        """Give the row that a line is, where it is one and one alone."""
        rows = self.by_id.get(line.text("id")) or self._of_words(line)
        if len(rows) > 1:
            rows = [row for row in rows if str(row.number) == line.text("number")]
        return rows[0] if len(rows) == 1 else None

    def has(self, number: str) -> bool:
        """Say whether a row has a number."""
        return number.isascii() and number.isdigit() and len(number) < 10 and 0 < int(number) <= self.last

    def numbers_of(self, line: Line) -> list[int]:
        """Give the numbers of the rows that have a line's words."""
        return [row.number for row in self._of_words(line)]

    def _of_words(self, line: Line) -> list[Row]:
        source = plain(line.text("source"))  # that says nothing where it is empty
        return [
            row
            for row in self.by_words.get(plain(line.text("task")), ())
            if not source or plain(row.statement.source) == source
        ]


def _unknown(line: Line) -> UsageError:
    said = line.text("id") or line.text("task") or line.text("number")
    return UsageError(
        f"“{said[:40]}” is no row of this ledger; nothing of the line was taken.",
        code="import_unknown",
        details={"said": said[:40]},
    )


def _twice(number: int, first: Line) -> UsageError:
    return UsageError(
        f"Row {number} stands at {first.place} already; neither line was taken.",
        code="import_twice",
        details={"row": number, "place": first.place},
    )
