"""``luoshi brief``: papers made from the ledger, in the layout of official ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luoshi.cli import options
from luoshi.cli.messages import language, say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Count, Day, OneOf

if TYPE_CHECKING:
    from luoshi.paper import Paper

KINDS = ("tasks", "alignment", "progress", "year", "compare", "shortcomings", "assessment")
_FILE = click.Path(path_type=Path)


@click.command("brief", cls=Command, help=help_text("brief"), short_help=say("help.brief"))
@click.argument("kind", type=OneOf(KINDS), metavar="|".join(KINDS))
@options.store
@click.option("-o", "--out", "--output", "out", metavar="FILE", help=say("help.brief.out"))
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
@click.option("--for", "about", metavar="NAME", help=say("help.brief.for"))
@click.option("--day", type=Day(), metavar="YYYY-MM-DD", help=say("help.brief.day"))
@click.option("--period", type=Count(), metavar="YYYY", help=say("help.brief.period"))
@click.option("--to", "central", metavar="NAME", help=say("help.brief.to"))
@click.option("--later", metavar="NAME", help=say("help.brief.later"))
@click.option("--text", "texts", multiple=True, metavar="NAME", help=say("help.brief.text"))
@click.option("--dimension", "dimensions", multiple=True, metavar="WORD", help=say("help.brief.dimension"))
@click.option("--rows", "most", type=Count(), metavar="N", help=say("help.brief.rows"))
@click.option("--office", default="", metavar="NAME", help=say("help.brief.office"))
@click.option("--weights", type=_FILE, metavar="FILE", help=say("help.brief.weights"))
@click.option("--print-weights", is_flag=True, help=say("help.brief.print_weights"))
@click.option("--template", is_flag=True, help=say("help.brief.template"))
@click.option("--template-file", type=_FILE, metavar="FILE", help=say("help.brief.template_file"))
def command(  # noqa: PLR0913 - one parameter an option
    *,
    kind: str,
    store: str,
    out: str | None,
    overwrite: bool,
    about: str | None,
    day: date | None,
    period: int | None,
    central: str | None,
    later: str | None,
    texts: tuple[str, ...],
    dimensions: tuple[str, ...],
    most: int | None,
    office: str,
    weights: Path | None,
    print_weights: bool,
    template: bool,
    template_file: Path | None,
) -> None:
    """Write a brief."""
    if template or print_weights:
        from luoshi import briefing
        from luoshi.briefing import weights as of_office

        click.echo(briefing.packaged(kind) if template else of_office.packaged(), nl=False)
        return
    from luoshi.app import brief
    from luoshi.app.ledger import open_ledger

    asked = brief.Asked(
        kind,
        day or date.today(),
        about=about,
        period=period,
        to=central,
        later=later,
        texts=texts,
        dimensions=dimensions,
        office=office,
        weights=weights,
        template=template_file,
        most=most,
    )
    path = out or f"{say(f'brief.name.{kind}')}.docx"
    brief.check_form(path)
    brief.check(asked)
    with open_ledger(store, create=False) as ledger:
        paper = brief.make(ledger, asked)
    brief.write(paper, path, overwrite=overwrite)
    _tell(paper, path)


def _tell(paper: Paper, path: str) -> None:
    from luoshi.paper import Note, Table
    from luoshi.paper.faces import absent

    notes = sum(
        isinstance(part, Note)
        for block in paper.blocks
        if not isinstance(block, Table)
        for part in block.content
    )
    tables = sum(isinstance(block, Table) for block in paper.blocks)
    click.echo(say("brief.written", name=path, notes=notes, tables=tables), err=True)
    missing = absent()
    if missing:
        click.echo(say("brief.fonts", fonts=("、" if language() == "zh" else ", ").join(missing)), err=True)
