"""A row of the ledger as the cells of a supervision office's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from luoshi.exports.deadlines import deadline_words
from luoshi.exports.quotes import Texts, place_of, quote_of
from luoshi.extracting.tasks.rows import PATH_MARK
from luoshi.ledger import Row
from luoshi.ledger.lights import light
from luoshi.lexicon.ledger_columns import Column, ledger_columns
from luoshi.lexicon.lights import LightRules, light_rules
from luoshi.lexicon.value_words import LIGHTS
from luoshi.lexicon.workflow import Workflow, workflow
from luoshi.model import Deadline, Statement

_LANGUAGE = "zh"  # of the table: its headings are what offices call them


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the number of rows, and of cells whose text had to be cut to fit the format.

    ``bare`` are the rows whose quote stands in a column because there are too many notes; ``places`` are
    the first cells that were cut (``督查台账!D12``).
    """

    rows: int
    cut: int = 0
    bare: int = 0
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """The office's workflow and rules of lights; ``day`` is the one of the lights, ``None`` for none."""

    table: Workflow
    rules: LightRules
    day: date | None = None

    def state(self, name: str) -> str:
        """Give the word of a state."""
        return self.table.word("state", name, _LANGUAGE)

    def choices(self) -> tuple[str, ...]:
        """Give what the cell of the state may say: each state, and the steps back."""
        back = (self.table.word("step", name, _LANGUAGE) for name in ("returned", "reopened"))
        return tuple(dict.fromkeys((*(self.state(name) for name in self.table.states), *back)))


def packaged() -> Office:
    """Give the workflow and rules that luoshi brings, without lights."""
    return Office(workflow(), light_rules())


def columns() -> tuple[Column, ...]:
    """Give the columns that are written, in their order."""
    return tuple(column for column in ledger_columns().columns.values() if column.export)


def ledger_rows(
    rows: Iterable[Row], office: Office | None = None, *, texts: Texts | None = None
) -> Iterator[Mapping[str, str]]:
    """Give the cells of each row by the keys of the columns; streamed.

    With ``texts`` (the text of a document by its SHA-256) each has under ``quote`` a note of where it stands.
    """
    shown = office or packaged()
    for row in rows:
        cells = cells_of(row, shown)
        yield cells if texts is None else {**cells, "quote": quote_of(row, texts(row.document))}


def cells_of(row: Row, office: Office) -> Mapping[str, str]:
    """Give the cells of one row: what was handed out and reported, else what the text says."""
    statement, status = row.statement, row.status
    shown = light(row, office.day, office.rules) if office.day else None
    cells = {
        "number": str(row.number),
        "source": statement.source,
        "section": PATH_MARK.join(statement.section),
        "task": statement.text,
        "goal": "；".join(dict.fromkeys(target.text for target in statement.targets)),
        "measures": "\n".join(status.measures),
        "leader": status.leader or "",
        "due": _due(row),
        "progress": status.progress,
        "share": "" if status.percentage is None else f"{status.percentage}%",
        "problem": status.problems,
        "next": status.next_steps,
        "state": office.state(row.state),
        "light": LIGHTS[shown] if shown else "",
        "note": status.note,
        "document": statement.document,
        "place": place_of(statement),
        "id": statement.id,
        "version": str(status.version),
        **{column.key: _names(statement, column.role) for column in columns() if column.role is not None},
    }
    if status.lead is not None:
        cells |= {"lead": status.lead, "supporting": "、".join(status.supporting)}
    return cells


def _due(row: Row) -> str:
    if row.status.due is not None:
        return deadline_words(Deadline("", 0, 0, None, row.status.due, "day"))
    deadline = row.statement.deadline
    return deadline_words(deadline) if deadline is not None else ""


def _names(statement: Statement, role: str) -> str:
    return "、".join(actor.name for actor in statement.actors if actor.role == role)
