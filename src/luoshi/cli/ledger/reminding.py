"""``luoshi ledger reminders``: three lists, grouped by the body in the lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from luoshi.app.reminding import LISTS, by_unit, reminders
from luoshi.cli import options
from luoshi.cli.messages import bracketed, say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Count, Day

if TYPE_CHECKING:
    from rich.table import Table

    from luoshi.ledger import Row
    from luoshi.stores import Reminder, Reminders

_PAGE = 200  # rows of a list that a terminal is shown unless more are asked for


@click.command(
    "reminders", cls=Command, help=help_text("ledger.reminders"), short_help=say("help.ledger.reminders")
)
@options.store
@options.output
@click.option("--lead", metavar="WORD", help=say("help.lead_word"))
@click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.on_day"))
@click.option("--limit", type=Count(), metavar="N", help=say("help.limit_each"))
def command(store: str, form: str, lead: str | None, day: date | None, limit: int | None) -> None:
    """List what is due, late, or not reported."""
    from luoshi.app.ledger import open_ledger

    on = day or date.today()
    most = limit if form == "jsonl" else limit or _PAGE
    with open_ledger(store, create=False) as ledger:
        found = reminders(ledger, on, lead=lead, limit=most)
    if form == "jsonl":
        _lines(found, on)
        return
    from luoshi.cli.tables import console

    out = console()
    for name in LISTS:
        listed: Reminder = getattr(found, name)
        said = say(f"reminders.{name}", day=on.isoformat(), count=listed.count)
        out.print(said, style="bold", highlight=False)
        for unit, group in by_unit(listed.rows).items():
            title = bracketed(unit or say("reminders.no_lead"), str(len(group)))
            out.print(_table(group, title, on))
        if listed.count > len(listed.rows):
            out.print(say("reminders.more", shown=len(listed.rows), count=listed.count), highlight=False)


def _table(rows: Sequence[Row], title: str, day: date) -> Table:
    from luoshi.cli.ledger.tables import row_table
    from luoshi.cli.tables import console

    return row_table(rows, day, title=title, width=console().width)


def _lines(found: Reminders, day: date) -> None:
    from luoshi.cli.ledger.tables import row_record
    from luoshi.codec.encode import json_line

    for name in LISTS:
        for row in getattr(found, name).rows:
            click.echo(json_line({"list": name, "unit": row.lead, **row_record(row, day)}))


COMMANDS = {"reminders": command}
