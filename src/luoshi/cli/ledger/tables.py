"""Rows of the ledger as a table for the eye, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.table import Table
from rich.text import Text

from luoshi.cli.ledger.words import review_word, state_word
from luoshi.cli.messages import say
from luoshi.cli.tables import console, deadline_words, target_words, word
from luoshi.ledger import Row
from luoshi.ledger.lights import light

if TYPE_CHECKING:
    from luoshi.lexicon.lights import LightRules

_LIGHT = {"red": "bold red", "yellow": "bold yellow", "green": "green", "blue": "blue"}


class _Column(NamedTuple):
    """A column: its cells, how they are laid out, and from what width of the table on it is shown."""

    name: str
    cell: Callable[[Row, date], str | Text]
    layout: dict[str, Any]
    from_width: int = 0


@cache
def rules() -> LightRules:
    """Give the rules of the lights of the current folder."""
    from luoshi import settings

    return settings.light_rules()


def light_text(row: Row, day: date) -> Text:
    """Give the light of a row on a day as its word, in its colour."""
    name = light(row, day, rules())
    return Text(word("light", name), style=_LIGHT.get(name or "", ""))


def due_words(row: Row) -> str:
    """Give the day by which it is due, else the words of its deadline."""
    return row.due or deadline_words(row.statement.deadline)


def share_words(row: Row) -> str:
    """Give the percentage reported."""
    return "" if row.status.percentage is None else f"{row.status.percentage}%"


def state_words(row: Row) -> str:
    """Give the state of the work, or of the review where that has ended the work."""
    review = row.status.review
    return (
        review_word(review)
        if review in ("rejected", "merged", "split", "withdrawn")
        else state_word(row.state)
    )


def _reviewed(row: Row, day: date) -> str:
    return "" if row.status.review == "pending" else review_word(row.status.review)


_COLUMNS = (
    _Column("type", lambda row, day: word("type", row.statement.type), {"no_wrap": True}, 110),
    _Column("light", light_text, {"no_wrap": True}),
    _Column("text", lambda row, day: row.statement.text.replace("\n", ""), {"ratio": 6, "min_width": 12}),
    _Column(
        "target",
        lambda row, day: "\n".join(map(target_words, row.statement.targets)),
        {"ratio": 2, "min_width": 8},
        90,
    ),
    _Column("lead", lambda row, day: row.lead or "", {"ratio": 2, "min_width": 8}),
    _Column("due", lambda row, day: due_words(row), {"min_width": 10, "max_width": 12}),
    _Column("percentage", lambda row, day: share_words(row), {"no_wrap": True, "justify": "right"}),
    _Column("state", lambda row, day: state_words(row), {"no_wrap": True}),
    _Column("review", _reviewed, {"no_wrap": True}, 100),
    _Column("force", lambda row, day: word("force", row.statement.force), {"no_wrap": True}, 80),
)


def row_table(rows: Sequence[Row], day: date, *, title: str | None = None, width: int | None = None) -> Table:
    """Give a table of rows as they stand on a day, for a console of this width.

    A column that is empty in every row is left out. Words are wrapped, never cut.
    """
    columns = [column for column in _COLUMNS if width is None or width >= column.from_width]
    cells = [[column.cell(row, day) for column in columns] for row in rows]
    kept = [at for at, _ in enumerate(columns) if not cells or any(line[at] for line in cells)]
    table = Table(title=title, title_justify="left", header_style="bold", expand=True, pad_edge=False)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    for at in kept:
        table.add_column(say(f"col.{columns[at].name}"), overflow="fold", **columns[at].layout)
    for row, line in zip(rows, cells, strict=True):
        table.add_row(str(row.number), *(line[at] for at in kept))
    return table


def print_rows(rows: Iterable[Row], form: str, day: date | None = None) -> None:
    """Print rows as they stand on a day, today unless given."""
    on = day or date.today()
    if form == "jsonl":
        from luoshi.codec.encode import json_line

        for row in rows:
            click.echo(json_line(row_record(row, on)))
        return
    out = console()
    out.print(row_table(list(rows), on, width=out.width))


def row_record(row: Row, day: date) -> dict[str, Any]:
    """Give the record of a row's statement, and under ``row`` how it stands on a day."""
    from luoshi.codec.rows import to_row_record

    return to_row_record(row, day, rules())
