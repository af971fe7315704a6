"""``luoshi align``: which provisions of a central text local ones carry out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from luoshi.app.align import Aligned, Central, align_files, open_central
from luoshi.app.embeddings import Service, service
from luoshi.app.extract import find_files
from luoshi.cli import options
from luoshi.cli.extract import tell_failures, tell_found
from luoshi.cli.messages import say, say_error
from luoshi.cli.progress import watched
from luoshi.cli.root import Command, help_text
from luoshi.model import Alignment


@click.command("align", cls=Command, help=help_text("align"), short_help=say("help.align"))
@options.paths
@click.option("--to", "central", required=True, metavar="CENTRAL", help=say("help.to"))
@click.option("--coverage", is_flag=True, help=say("help.coverage"))
@options.date
@options.output
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], central: str, coverage: bool, day: date | None, form: str
) -> None:
    """Align local files or folders with a central text."""
    opened = open_central(central)
    asked: Service | None = service()
    found = find_files(paths)
    failures = tell_found(found)
    done = 0
    gathered: list[Alignment] = []
    names = [str(path) for path in found.files]
    for outcome in watched(align_files(found.files, opened, day, asked=asked), names):
        if outcome.error is not None:
            click.echo(say("failed", reason=say_error(outcome.error)), err=True)
            failures += 1
            continue
        done += 1
        _remark(outcome)
        if coverage:
            gathered += outcome.alignments
            continue
        for line in _lines(outcome, form, several=len(names) > 1):
            click.echo(line)
    if coverage and done:
        for line in _coverage_lines(opened, gathered, form):
            click.echo(line)
    tell_failures(ctx, failures, done=done)


def _lines(outcome: Aligned, form: str, *, several: bool) -> Iterator[str]:
    if form == "jsonl":
        from luoshi.codec import to_alignment_line

        yield from (to_alignment_line(alignment) for alignment in outcome.alignments)
    elif outcome.alignments:
        from luoshi.cli.alignment_tables import alignment_table
        from luoshi.cli.tables import console

        out = console()
        with out.capture() as caught:
            out.print(alignment_table(outcome.alignments, title=outcome.source if several else None))
        yield caught.get().rstrip("\n")


def _coverage_lines(central: Central, gathered: list[Alignment], form: str) -> Iterator[str]:
    from luoshi.aligning.coverage import coverage

    counted = coverage(central.index.provisions, gathered)
    if form == "jsonl":
        from luoshi.codec import to_coverage_lines

        yield from to_coverage_lines(counted)
        return
    from luoshi.cli.alignment_tables import coverage_tables
    from luoshi.cli.tables import console

    out = console()
    for table in coverage_tables(counted):
        with out.capture() as caught:
            out.print(table)
        yield caught.get().rstrip("\n")


def _remark(outcome: Aligned) -> None:
    if outcome.remark is not None:
        click.echo(say_error(outcome.remark), err=True)
    aligned = sum(alignment.standing == "aligned" for alignment in outcome.alignments)
    count = len(outcome.alignments)
    click.echo(say("aligned", source=outcome.source, count=count, aligned=aligned), err=True)
