"""``luoshi show``: a record with its place in the file, and the page drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luoshi.cli import options
from luoshi.cli.messages import say, say_error
from luoshi.cli.places import part_words, place_record, place_words
from luoshi.cli.root import Command, help_text
from luoshi.errors import UsageError

if TYPE_CHECKING:
    from luoshi.app.show import Shown


@click.command("show", cls=Command, help=help_text("show"), short_help=say("help.show"))
@click.argument("row", metavar="ROW")
@options.store
@options.output
@click.option("--page", "page", metavar="OUT.png", help=say("help.page"))
@click.option("--scale", type=click.FloatRange(0.1, 10), default=2.0, metavar="N", help=say("help.scale"))
@click.option("--file", "original", metavar="PATH", help=say("help.original"))
def command(row: str, store: str, form: str, page: str | None, scale: float, original: str | None) -> None:
    """Show one row with its places."""
    from luoshi import settings
    from luoshi.app.show import show
    from luoshi.stores import open_store

    target = None if page is None else _target(page)
    limits = settings.limits()
    with open_store(store, create=False) as ledger:
        found = show(ledger, int(row) if row.isdecimal() else row, file=original, limits=limits)
        if found.trouble is not None:
            click.echo(say_error(found.trouble), err=True)
        drawn = [] if target is None else _draw(found, target, scale)
        if form == "jsonl":
            click.echo(json.dumps(_record(found, drawn), ensure_ascii=False))
        else:
            _card(found)
            for place in found.places:
                click.echo(f"{say('show.place')}  {place_words(place)}")
    for path in drawn:
        click.echo(say("show.drawn", path=str(path)), err=True)


def _card(found: Shown) -> None:
    from luoshi.cli.card import card
    from luoshi.cli.tables import console

    row = found.row
    console().print(card(row.number, row.state, row.statement, found.document.text))


def _record(found: Shown, drawn: list[Path]) -> dict[str, object]:
    row = found.row
    return {
        "id": row.statement.id,
        "number": row.number,
        "document": row.document,
        "source": found.entry.source,
        "start": row.statement.start,
        "end": row.statement.end,
        "text": row.statement.text,
        "file": found.entry.file,
        "parser": found.document.parser or found.entry.parser,
        "places": [place_record(place) for place in found.places],
        "pages": [str(path) for path in drawn],
    }


def _target(page: str) -> Path:
    path = Path(page)
    if path.suffix.lower() != ".png":
        raise UsageError(
            f"{page}: pages are drawn as PNG; name a file that ends in .png.",
            code="not_png",
            details={"file": page},
        )
    if not path.absolute().parent.is_dir():
        raise UsageError(
            f"{page}: there is no folder {path.parent}; make it first.",
            code="no_folder_for_page",
            details={"file": page, "folder": str(path.parent)},
        )
    return path


def _draw(found: Shown, target: Path, scale: float) -> list[Path]:
    """Write the pages: out.png, or out-1.png, out-2.png, … where there are several."""
    from luoshi.app.show import pictures

    made = list(pictures(found, scale=scale, label=part_words))
    if not made:
        raise UsageError(
            "The record stands nowhere in its file, so there is no page to draw.", code="no_place"
        )
    alone = len(made) == 1
    paths = [target if alone else target.with_stem(f"{target.stem}-{n}") for n in range(1, len(made) + 1)]
    for path, picture in zip(paths, made, strict=True):
        try:
            picture.image.save(path, "PNG")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(
                f"{path} cannot be written ({reason}); choose another place.",
                code="page_unwritable",
                details={"file": str(path), "reason": reason},
            ) from None
    return paths
