"""``luoshi chart``: a chart of files or of a ledger, as svg or png."""

from __future__ import annotations

from datetime import date

import click

from luoshi.cli import options
from luoshi.cli.extract import tell_failures
from luoshi.cli.messages import language, say, say_error
from luoshi.cli.root import Command, help_text
from luoshi.cli.usage import WrongUse
from luoshi.cli.values import Day, OneOf

_KINDS = ("targets", "coverage", "deadlines", "themes", "force")


@click.command("chart", cls=Command, help=help_text("chart"), short_help=say("help.chart"))
@click.argument("kind", type=OneOf(_KINDS), metavar="|".join(_KINDS))
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option("--out", required=True, metavar="FILE", help=say("help.chart.out"))
@click.option("--store", metavar="PATH|URL", help=say("help.chart.store"))
@click.option("--title", metavar="WORDS", help=say("help.chart.title"))
@click.option("--to", "central", metavar="CENTRAL", help=say("help.chart.to"))
@click.option("--indicator", metavar="WORD", help=say("help.chart.indicator"))
@click.option("--only", multiple=True, metavar="NAME", help=say("help.chart.only"))
@click.option("--on", "today", type=Day(), metavar="YYYY-MM-DD", help=say("help.chart.on"))
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
@options.date
@click.pass_context
def command(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    kind: str,
    paths: tuple[str, ...],
    out: str,
    store: str | None,
    title: str | None,
    central: str | None,
    indicator: str | None,
    only: tuple[str, ...],
    today: date | None,
    overwrite: bool,
    day: date | None,
) -> None:
    """Draw a chart."""
    if paths and store:
        raise WrongUse(say("chart.files_or_store"), ctx)
    for option, value, owner in (("--to", central, "coverage"), ("--indicator", indicator, "targets")):
        if value is not None and kind != owner:
            raise WrongUse(say("chart.only_for", option=option, kind=owner), ctx)
    from luoshi.app.charts import Asked, made, written
    from luoshi.app.charts.making import check_form
    from luoshi.app.ledger import open_ledger

    check_form(out)
    asked = Asked(kind, language(), title, central, indicator, only, day, today)
    if paths:
        found = made(asked, paths)
    else:
        with open_ledger(store or options.STORE, create=False) as ledger:
            found = made(asked, ledger)
    for error in found.failed:
        click.echo(say("failed", reason=say_error(error)), err=True)
    written(found.chart, out, overwrite=overwrite)
    click.echo(say("chart.done", name=out), err=True)
    tell_failures(ctx, len(found.failed), done=1)
