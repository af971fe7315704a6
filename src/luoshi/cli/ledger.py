"""``luoshi ledger``: look at what is recorded."""

from __future__ import annotations

import sys
from datetime import date
from itertools import islice

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, Group, help_text
from luoshi.cli.values import Count, Day, OneOf
from luoshi.errors import UsageError

_PAGE = 200  # rows that a terminal is shown unless more are asked for


@click.group("ledger", cls=Group, help=help_text("ledger"), short_help=say("help.ledger"))
def command() -> None:
    """The group; its help text comes from the messages."""


@command.command("list", cls=Command, help=help_text("ledger.list"), short_help=say("help.ledger.list"))
@options.store
@options.output
@click.option("--type", type=OneOf(options.TYPES), help=say("help.type"))
@click.option("--force", type=OneOf(options.FORCES), help=say("help.force"))
@click.option("--grade", type=OneOf(options.GRADES), help=say("help.grade"))
@click.option("--theme", metavar="WORD", help=say("help.theme"))
@click.option("--actor", metavar="WORD", help=say("help.actor"))
@click.option("--until", "due_until", type=Day(), metavar="YYYY-MM-DD", help=say("help.until"))
@click.option("--limit", type=Count(), metavar="N", help=say("help.limit"))
def list_rows(store: str, form: str, limit: int | None, due_until: date | None, **wanted: str | None) -> None:
    """List the rows of the ledger."""
    from luoshi.stores import Filter, open_store

    with open_store(store, create=False) as ledger:
        rows = ledger.rows(Filter(due_until=due_until.isoformat() if due_until else None, **wanted))
        if form == "jsonl":
            from luoshi.codec import to_json_line

            for row in islice(rows, limit):
                click.echo(to_json_line(row.statement))
            return
        from luoshi.cli.tables import console, statement_table

        most = limit or _PAGE
        shown = [(row.number, row.statement) for row in islice(rows, most + 1)]
        out = console()
        out.print(statement_table(shown[:most], width=out.width))
        key = "rows.more" if len(shown) > most and limit is None else "rows.shown"
        click.echo(say(key, count=min(len(shown), most)), err=True)


@command.command("show", cls=Command, help=help_text("ledger.show"), short_help=say("help.ledger.show"))
@click.argument("row", metavar="ROW")
@options.store
@options.output
def show(row: str, store: str, form: str) -> None:
    """Show one row whole."""
    from luoshi.stores import open_store

    with open_store(store, create=False) as ledger:
        found = ledger.row(int(row) if row.isdecimal() else row)
        if found is None:
            raise UsageError(f"There is no row {row}.", code="no_row", details={"row": row})
        if form == "jsonl":
            from luoshi.codec import to_json_line

            click.echo(to_json_line(found.statement))
            return
        from luoshi.cli.card import card
        from luoshi.cli.tables import console

        console().print(card(found.number, found.state, found.statement, ledger.text(found.document) or ""))


@command.command(
    "verify-chain", cls=Command, help=help_text("ledger.verify"), short_help=say("help.ledger.verify")
)
@options.store
def verify_chain(store: str) -> None:
    """Check the chain of events."""
    from luoshi.stores import open_store

    with open_store(store, create=False) as ledger:
        count = ledger.verify_chain()
    click.echo(say("chain.sound", count=count), file=sys.stdout)
