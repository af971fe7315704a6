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
@click.argument("form", type=OneOf((*FORMS, "archive")), metavar="|".join((*FORMS, "archive")))
@options.store
@click.option("-o", "--output", metavar="FILE", help=say("help.output"))
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
@click.option("--bom/--no-bom", default=True, help=say("help.bom"))
@click.option("--per-unit", is_flag=True, help=say("help.per_unit"))
@click.option("--all", "everything", is_flag=True, help=say("help.export.all"))
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
    per_unit: bool,
    everything: bool,
    limit: int | None,
    due_until: date | None,
    force: str | None,
    grade: str | None,
    theme: str | None,
    actor: str | None,
) -> None:
    """Write the ledger's commitments as a table."""
    from luoshi.app.export import at_work, export_rows, office_of, texts_of
    from luoshi.app.ledger import open_ledger
    from luoshi.stores import Filter

    if form == "archive":
        _archive(output or f"{say('export.name')}.zip", store, overwrite=overwrite)
        return
    path = output or f"{say('export.name')}.{form}"
    due = due_until.isoformat() if due_until else None
    kind = None if everything else "commitment"
    wanted = Filter(type=kind, due_until=due, force=force, grade=grade, theme=theme, actor=actor)
    with open_ledger(store, create=False) as ledger:
        office = office_of(ledger, date.today())
        held = ledger.rows(wanted)
        rows = islice(held if everything else at_work(held, office), limit)
        written = export_rows(
            rows,
            form,
            path,
            office=office,
            bom=bom,
            per_unit=per_unit,
            texts=texts_of(ledger),
            overwrite=overwrite,
        )
    if written.cut:
        cells = "、".join(written.places) + ("…" if written.cut > len(written.places) else "")
        click.echo(say("export.cut", count=written.cut, cells=cells), err=True)
    if written.bare:
        click.echo(say("export.bare", count=written.bare), err=True)
    shown = say("export.standard") if path == STANDARD_OUTPUT else path
    click.echo(say("exported", count=written.rows, name=shown), err=True)


def _archive(path: str, store: str, *, overwrite: bool) -> None:
    """Write the whole ledger."""
    from luoshi.app.moving import write_archive
    from luoshi.cli.ledger.moving import bar, tell_kept
    from luoshi.stores import open_store

    with open_store(store, create=False) as ledger, bar() as progress:
        kept = write_archive(ledger, path, overwrite=overwrite, progress=progress)
    tell_kept(kept, path)
