"""Finds the rows that head a supervision ledger, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from luoshi.lexicon.ledger_columns import ledger_columns
from luoshi.reading.sheets.grid import Merge

Row = tuple[int, dict[int, str], list[Merge]]
_LONGEST: Final = 40  # characters of a heading with its remarks
_TALLEST: Final = 3  # rows of one header
_TASKS: Final = ("task", "measures", "goal")  # the first of them that there is holds the task
_TELLING: Final = frozenset({"lead", "responsible", "supporting", "due", "leader"})


class Header(NamedTuple):
    """Rows ``top`` to ``bottom`` (inclusive) head the columns: ``columns`` gives the key of each."""

    top: int
    bottom: int
    columns: Mapping[int, str]

    def column(self, key: str) -> int | None:
        """Give the column of a key."""
        return next((column for column, held in self.columns.items() if held == key), None)


def header_at(rows: Sequence[Row], at: int) -> Header | None:
    """Give the header that begins in row ``at`` of the sequence; ``None`` where none does.

    One has a column of tasks and one that says who or by when; at least half of its headings are
    known. It may be of several rows: merged headings say how many, else a row that holds nothing but
    known headings goes on with it.
    """
    if not _is_short(rows[at]):
        return None
    known = _known(rows[at][1])
    if not known:
        return None
    bottom = _bottom(rows, at)
    columns = _columns(rows[at : bottom + 1])
    if not _is_ledger(columns, rows[at : bottom + 1]):
        return None
    return Header(rows[at][0], rows[bottom][0], columns)


def _is_short(row: Row) -> bool:
    cells = row[1].values()
    return len(cells) > 1 and all(len(text) <= _LONGEST for text in cells)


def _known(cells: Mapping[int, str]) -> int:
    return sum(ledger_columns().key_of(text) is not None for text in cells.values())


def _bottom(rows: Sequence[Row], at: int) -> int:
    number, _, merges = rows[at]
    last = max((merge.bottom for merge in merges if merge.top == number), default=number)
    bottom = at
    while bottom + 1 < len(rows) and bottom + 1 - at < _TALLEST:
        below, cells, _ = rows[bottom + 1]
        goes_on = below <= last and _is_short_or_single(cells)
        if not goes_on and not (below == rows[bottom][0] + 1 and _known(cells) == len(cells)):
            break
        if header_is_alone(cells, rows[at][1]):
            break
        bottom += 1
    return bottom


def _is_short_or_single(cells: Mapping[int, str]) -> bool:
    return all(len(text) <= _LONGEST for text in cells.values())


def header_is_alone(cells: Mapping[int, str], above: Mapping[int, str]) -> bool:
    """Say whether a row repeats the headings above it and so begins a header of its own."""
    return bool(cells) and set(cells.items()) == set(above.items())


def _columns(rows: Sequence[Row]) -> dict[int, str]:
    """Give each column the key of its lowest heading that is known; of two that claim one, the surer."""
    claims: dict[int, tuple[str, bool]] = {}
    for column in sorted({column for _, cells, _ in rows for column in _reach(cells, rows)}):
        headings = [text for row in reversed(rows) if (text := _heading(row, column))]
        found = [claim for text in headings if (claim := ledger_columns().key_of(text))]
        if found:
            claims[column] = found[0]
    return _settled(claims)


def _reach(cells: Mapping[int, str], rows: Sequence[Row]) -> set[int]:
    return {column for column in cells if column <= 200 or len(rows) == 1}


def _heading(row: Row, column: int) -> str:
    """Give the heading over a column: its own cell's, or that of the merged cell it lies in."""
    number, cells, merges = row
    if column in cells:
        return cells[column]
    for merge in merges:
        if merge.top == number and merge.left <= column <= merge.right:
            return cells.get(merge.left, "")
    return ""


def _settled(claims: Mapping[int, tuple[str, bool]]) -> dict[int, str]:
    held: dict[str, list[int]] = {}
    for column, (key, sure) in claims.items():
        places = held.setdefault(key, [])
        places.insert(sum(claims[place][1] for place in places) if sure else len(places), column)
    tasks = sorted(held.get("task", []))
    if len(tasks) > 1 and "section" not in held:
        # tables go from the wide to the narrow: 重点工作 | 具体事项
        held["section"], held["task"] = tasks[:1], tasks[1:]
    if "task" not in held:
        spare = next((key for key in _TASKS if key in held), None)
        if spare is not None:
            places = sorted(held[spare])
            held["task"], held[spare] = places[:1], places[1:]
    return {places[0]: key for key, places in held.items() if places}


def _is_ledger(columns: Mapping[int, str], rows: Sequence[Row]) -> bool:
    keys = set(columns.values())
    if "task" not in keys or not keys & _TELLING:
        return False
    headings = [text for _, cells, _ in rows for text in cells.values()]
    return 2 * sum(ledger_columns().key_of(text) is not None for text in headings) >= len(headings)
