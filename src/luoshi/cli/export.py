"""``luoshi export``: the ledger as a table that offices use."""

from __future__ import annotations

from datetime import date
from itertools import islice

import click

from luoshi.app.export import FORMS, STANDARD_OUTPUT
from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Count, Day, OneOf


@click.command("export", cls=Command, help=help_text("export"), short_help=say("help.export"))
@click.argument("form", type=OneOf(FORMS), metavar="xlsx|csv")
@options.store
@click.option("-o", "--output", metavar="FILE", help=say("help.output"))
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
@click.option("--bom/--no-bom", default=True, help=say("help.bom"))
@click.option("--force", type=OneOf(options.FORCES), help=say("help.force"))
@click.option("--grade", type=OneOf(options.GRADES), help=say("help.grade"))
@click.option("--theme", metavar="WORD", help=say("help.theme"))
@click.option("--actor", metavar="WORD", help=say("help.actor"))
@click.option("--until", "due_until", type=Day(), metavar="YYYY-MM-DD", help=say("help.until"))
@click.option("--limit", type=Count(), metavar="N", help=say("help.limit"))
def command(  # noqa: PLR0913 - one parameter an option
    *,
    form: str,
    store: str,
    output: str | None,
    overwrite: bool,
    bom: bool,
    limit: int | None,
    due_until: date | None,
    **wanted: str | None,
) -> None:
    """Write the ledger's commitments as a table."""
    from luoshi.app.export import export_rows
    from luoshi.stores import Filter, open_store

    path = output or f"{say('export.name')}.{form}"
    wanted_rows = Filter(type="commitment", due_until=due_until.isoformat() if due_until else None, **wanted)
    with open_store(store, create=False) as ledger:
        rows = islice(ledger.rows(wanted_rows), limit)
        written = export_rows(rows, form, path, bom=bom, overwrite=overwrite)
    if written.cut:
        click.echo(say("export.cut", count=written.cut), err=True)
    shown = say("export.standard") if path == STANDARD_OUTPUT else path
    click.echo(say("exported", count=written.rows, name=shown), err=True)
