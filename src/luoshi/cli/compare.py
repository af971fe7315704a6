"""``luoshi compare``: texts side by side, and what one body lacks beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import click

from luoshi.app.compare import Gathered, compare_sides, gather, shortcomings_of
from luoshi.cli import options
from luoshi.cli.extract import tell_failures
from luoshi.cli.messages import say, say_error
from luoshi.cli.root import Command, help_text
from luoshi.cli.usage import WrongUse
from luoshi.cli.values import Count, OneOf
from luoshi.model import ShortcomingRow

VIEWS = ("themes", "indicators", "terms", "shared")


@click.command("compare", cls=Command, help=help_text("compare"), short_help=say("help.compare"))
@options.paths
@click.option("--view", "views", multiple=True, type=OneOf(VIEWS), help=say("help.view"))
@click.option("--shortcomings", "body", metavar="NAME", help=say("help.shortcomings"))
@click.option("--to", "central", metavar="FILE", help=say("help.compare_to"))
@click.option("--earlier", metavar="FILE", help=say("help.earlier"))
@click.option("--dimension", "dimensions", multiple=True, metavar="WORD", help=say("help.dimension"))
@click.option("--limit", type=Count(), default=20, metavar="N", help=say("help.compare_limit"))
@options.date
@options.output
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    paths: tuple[str, ...],
    views: tuple[str, ...],
    body: str | None,
    central: str | None,
    earlier: str | None,
    dimensions: tuple[str, ...],
    limit: int,
    day: date | None,
    form: str,
) -> None:
    """Compare texts, or look for the shortcomings of one."""
    if body is None and (dimensions or earlier):
        option = "--dimension" if dimensions else "--earlier"
        raise WrongUse(say("compare.only_shortcomings", option=option), ctx)
    gathered = gather(paths, day, central=central)
    for error in gathered.failed:
        click.echo(say("failed", reason=say_error(error)), err=True)
    if body is None:
        lines = _comparison(gathered, views or VIEWS, form, limit)
    else:
        lines = _shortcomings(gathered, shortcomings_of(gathered, body, dimensions, earlier=earlier), form)
    for line in lines:
        click.echo(line)
    names = "、".join(side.label for side in gathered.sides)
    click.echo(say("compare.done", count=len(gathered.sides), names=names), err=True)
    tell_failures(ctx, len(gathered.failed), done=len(gathered.sides))


def _comparison(gathered: Gathered, views: tuple[str, ...], form: str, limit: int) -> Iterator[str]:
    found = compare_sides(gathered)
    if form == "jsonl":
        from luoshi.codec.comparison import comparison_lines

        return comparison_lines(found, views)
    from luoshi.cli.comparison_tables import comparison_tables

    return _drawn(comparison_tables(found, views, limit))


def _shortcomings(gathered: Gathered, rows: tuple[ShortcomingRow, ...], form: str) -> Iterator[str]:
    if form == "jsonl":
        from luoshi.codec.comparison import shortcoming_lines, side_lines

        return iter([*side_lines(gathered.sides), *shortcoming_lines(rows)])
    from luoshi.cli.comparison_tables import shortcoming_table

    return _drawn([shortcoming_table(rows)] if rows else [say("compare.no_gap")])


def _drawn(items: Iterable[object]) -> Iterator[str]:
    from luoshi.cli.tables import console

    out = console()
    for item in items:
        with out.capture() as caught:
            out.print(item)
        yield caught.get().rstrip("\n")
