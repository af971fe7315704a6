"""From grids to a text: one line for each line of a cell, row by row, with the tasks of its ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from luoshi.model.document import Remark, Span, TaskRow
from luoshi.model.layout import Layout, Part
from luoshi.reading.content import Content
from luoshi.reading.sheets.grid import Grid, letters
from luoshi.reading.sheets.ledger import Cell, Ledger, ledger_of


def content_of(grids: Sequence[Grid], remarks: Sequence[Remark] = ()) -> Content:
    """Give the text of sheets, the place of each cell, and the tasks of those that are ledgers.

    A cell is one part, named ``Sheet!C7`` (``C7`` where the sheet has no name); where it breaks its
    line it holds several lines of the text. Nothing is put in that is in no cell. The title and day are
    those of the first ledger; its day is the one stated above its header, else the first of the year
    that its title names, since that year is what “年底前” in it means.
    """
    ledgers: list[Ledger] = []
    tasks: list[TaskRow] = []
    parts: list[Part] = []
    lines: list[str] = []
    beside: list[str] = []
    at = 0
    title = None
    for grid in grids:
        spans: dict[Cell, Span] = {}
        for number in sorted(grid.rows):
            for column, text in sorted(grid.rows[number].items()):
                place = f"{letters(column)}{number}"
                kind = "formula" if (number, column) in grid.formulas else "cell"
                parts.append(Part(at, at + len(text), kind, f"{grid.name}!{place}" if grid.name else place))
                spans[number, column] = _trimmed(text, at)
                lines.append(text)
                at += len(text) + 1
        ledger = ledger_of(grid)
        if ledger is None or not ledger.tasks:
            beside += [grid.name] if grid.rows else []
            continue
        ledgers.append(ledger)
        tasks += [TaskRow(_placed(task, spans)) for task in ledger.tasks]
        if title is None and ledger.title is not None:
            title = grid.rows[ledger.title[0]][ledger.title[1]].strip()
    day = next((ledger.day for ledger in ledgers if ledger.day is not None), None)
    said = [*remarks, *(_of_ledgers(ledgers, beside) if ledgers else ())]
    text = "\n".join(lines)
    return Content(text, "", title, day, "", Layout(parts=tuple(parts)), tuple(tasks), tuple(said))


def _trimmed(text: str, at: int) -> Span:
    inner = text.strip()
    start = at + text.find(inner)
    return start, start + len(inner)


def _placed(task: Mapping[str, Cell], spans: Mapping[Cell, Span]) -> dict[str, Span]:
    return {key: spans[place] for key, place in task.items()}


def _of_ledgers(ledgers: Sequence[Ledger], beside: Sequence[str]) -> list[Remark]:
    """Say what of a file with a ledger becomes no task."""
    out = []
    without = sum(ledger.without_task for ledger in ledgers)
    if without:
        out.append(Remark("rows_without_task", {"count": without}))
    if beside:
        out.append(Remark("sheets_beside_ledger", {"names": "、".join(beside)}))
    return out
