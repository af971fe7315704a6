"""A row of the ledger as the cells of a supervision office's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from luoshi.exports.deadlines import deadline_words
from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger import Row
from luoshi.lexicon.ledger_columns import Column, ledger_columns
from luoshi.model import Statement


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the number of rows, and of cells whose text had to be cut to fit the format."""

    rows: int
    cut: int = 0


def columns() -> tuple[Column, ...]:
    """Give the columns that are written, in their order."""
    return tuple(column for column in ledger_columns().columns.values() if column.export)


def ledger_rows(rows: Iterable[Row]) -> Iterator[Mapping[str, str]]:
    """Give the cells of each row by the keys of the columns; streamed."""
    for row in rows:
        yield _cells(row)


def _cells(row: Row) -> Mapping[str, str]:
    statement = row.statement
    return {
        "id": statement.id,
        "number": str(row.number),
        "source": statement.source,
        "section": PATH_MARK.join(statement.section),
        "task": statement.text,
        "goal": "；".join(dict.fromkeys(target.text for target in statement.targets)),
        "due": deadline_words(statement.deadline) if statement.deadline is not None else "",
        "state": ledger_columns().states.get(row.state, row.state),
        **{column.key: _names(statement, column.role) for column in columns() if column.role is not None},
    }


def _names(statement: Statement, role: str) -> str:
    return "、".join(actor.name for actor in statement.actors if actor.role == role)
