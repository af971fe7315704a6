"""``luoshi search``: rows and documents that meet a query, the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Count, Day

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from luoshi.app.search import Page
    from luoshi.searching.marking import Mark
    from luoshi.stores import Facets, FoundDocument, Store

_PAGE = 50
_MARK = "bold reverse"


@click.command("search", cls=Command, help=help_text("search"), short_help=say("help.search"))
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@options.store
@options.output
@click.option("--limit", type=Count(), metavar="N", help=say("help.search.limit"))
@click.option("--synonyms", is_flag=True, help=say("help.synonyms"))
@click.option("--facets", is_flag=True, help=say("help.facets"))
@click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.on_day"))
def command(  # noqa: PLR0913, PLR0917 - an option each
    words: tuple[str, ...],
    store: str,
    form: str,
    limit: int | None,
    synonyms: bool,
    facets: bool,
    day: date | None,
) -> None:
    """Search the ledger."""
    from luoshi.app.ledger import open_ledger
    from luoshi.app.search import search

    on, query = day or date.today(), " ".join(words)
    with open_ledger(store, create=False) as ledger:
        if form == "jsonl":
            _lines(ledger, query, limit, on, synonyms=synonyms)
            return
        page = search(ledger, query, limit=limit or _PAGE, facets=facets, synonyms=synonyms, day=on)
    _show(page, on)


def _lines(ledger: Store, query: str, limit: int | None, on: date, *, synonyms: bool) -> None:
    """Print a record a line, each with its marks."""
    from luoshi.app.search import rows as stream
    from luoshi.app.search import understood
    from luoshi.cli.ledger.tables import row_record
    from luoshi.codec.encode import json_line
    from luoshi.searching import marks

    asked = understood(query, synonyms=synonyms)
    for row in stream(ledger, query, limit=limit, synonyms=synonyms, day=on):
        record = row_record(row, on)
        record["marks"] = [list(mark) for mark in marks(asked, row.statement.text)]
        click.echo(json_line(record))


def _show(page: Page, on: date) -> None:
    from luoshi.cli.tables import console

    out = console()
    if page.hits:
        out.print(_hits(page, on))
    if page.documents:
        out.print(_documents(page))
    if page.facets:
        _facets(page.facets)
    said = say("search.total" if page.exact else "search.at_least", count=page.total)
    more = say("search.shown", count=len(page.hits)) if page.after else ""
    click.echo(said + more, err=True)


def _hits(page: Page, on: date) -> Table:
    from rich.table import Table

    from luoshi.cli.ledger.tables import due_words, light_text, state_words
    from luoshi.cli.tables import word

    table = Table(header_style="bold", expand=True, pad_edge=False)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    table.add_column(say("col.type"), no_wrap=True)
    table.add_column(say("col.text"), overflow="fold", ratio=6, min_width=12)
    table.add_column(say("search.document"), overflow="fold", ratio=3, min_width=8)
    table.add_column(say("col.lead"), overflow="fold", ratio=2, min_width=8)
    table.add_column(say("col.due"), overflow="fold", min_width=10, max_width=12)
    table.add_column(say("col.state"), no_wrap=True)
    for hit in page.hits:
        row, entry = hit.row, hit.document
        state = light_text(row, on) or state_words(row)
        named = "\n".join(filter(None, (entry.title or entry.source, entry.date)))
        table.add_row(
            str(row.number),
            word("type", row.statement.type),
            marked(row.statement.text, hit.marks),
            named,
            row.lead or "",
            due_words(row),
            state,
        )
    return table


def _documents(page: Page) -> Table:
    from rich.table import Table
    from rich.text import Text

    from luoshi.searching import marks

    table = Table(
        title=say("search.documents"), title_justify="left", expand=True, show_header=False, pad_edge=False
    )
    table.add_column(overflow="fold", ratio=3)
    table.add_column(overflow="fold", ratio=7)
    for found in page.documents:
        entry = found.entry
        name = entry.title or entry.source
        title = marked(name, marks(page.query, name))
        if entry.date:
            title.append(f"\n{entry.date}")
        table.add_row(title, Text("\n").join(_parts(found)))
    return table


def _parts(found: FoundDocument) -> Sequence[Text]:
    return [marked(f"…{part.text.strip()}…", _moved(part.text, part.marks)) for part in found.snippets]


def _moved(text: str, found: Sequence[Mark]) -> Sequence[Mark]:
    """Give marks as they stand once the blanks before the text are gone and “…” stands there."""
    by = 1 - (len(text) - len(text.lstrip()))
    return [(start + by, end + by) for start, end in found]


def _facets(facets: Facets) -> None:
    from luoshi.cli.ledger.words import state_word
    from luoshi.cli.tables import word

    for name, counted in facets.counts.items():
        if not counted:
            continue
        said = [
            f"{state_word(value) if name == 'state' else word(name, value)} {many}"
            for value, many in counted[:8]
        ]
        click.echo(f"{say(f'search.facet.{name}')}  {' · '.join(said)}")
    if not facets.exact:
        click.echo(say("search.facets_of", count=facets.counted))


def marked(text: str, marks: Sequence[Mark]) -> Text:
    """Give a text with its marks, line breaks as blanks."""
    from rich.text import Text

    shown = Text(text.replace("\n", " "))
    for start, end in marks:
        shown.stylize(_MARK, start, end)
    return shown
