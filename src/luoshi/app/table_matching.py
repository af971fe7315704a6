"""Which row of the ledger each line of a spreadsheet is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from luoshi.app.table_cells import plain
from luoshi.app.table_lines import Line, Table
from luoshi.errors import UsageError
from luoshi.ledger import Row
from luoshi.lexicon.workflow import Workflow

if TYPE_CHECKING:
    from luoshi.stores import Store


@dataclass(slots=True)
class Matched:
    """Lines with their rows, those that are none or stand twice, and the rows that no line is."""

    pairs: list[tuple[Line, Row]] = field(default_factory=list)
    wrong: list[tuple[Line, UsageError]] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)


def matched(table: Table, store: Store, flow: Workflow) -> Matched:
    """Find each line's row: by 编号 (of several by 序号), else by the exact words of task and source."""
    known = _Known(table, store, flow)
    out = Matched()
    found: dict[int, list[Line]] = {}
    rows: dict[int, Row] = {}
    for line in table.lines:
        row = known.row_of(line)
        if row is None:
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


class _Known:
    """The rows that lines may mean; one pass over the ledger finds them."""

    def __init__(self, table: Table, store: Store, flow: Workflow) -> None:
        ids = {line.text("id") for line in table.lines}
        words = {plain(line.text("task")) for line in table.lines}
        self.by_id: dict[str, list[Row]] = {}
        self.by_words: dict[str, list[Row]] = {}
        self.expected: list[int] = []
        for row in store.rows():
            if row.statement.type == "commitment" and row.status.review in flow.at_work:
                self.expected.append(row.number)
            if row.statement.id in ids:
                self.by_id.setdefault(row.statement.id, []).append(row)
            if (said := plain(row.statement.text)) in words:
                self.by_words.setdefault(said, []).append(row)

    def row_of(self, line: Line) -> Row | None:
        rows = self.by_id.get(line.text("id")) or [
            row
            for row in self.by_words.get(plain(line.text("task")), ())
            if "source" not in line.cells or plain(row.statement.source) == plain(line.text("source"))
        ]
        if len(rows) > 1:
            rows = [row for row in rows if str(row.number) == line.text("number")]
        return rows[0] if len(rows) == 1 else None


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
