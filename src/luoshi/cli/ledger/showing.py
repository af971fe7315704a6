"""``luoshi ledger show`` and ``history``: a row whole, and how it came to stand as it does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from luoshi.cli import options
from luoshi.cli.ledger.asking import numbers_of
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Day
from luoshi.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from luoshi.ledger import Row
    from luoshi.ledger.history import Told
    from luoshi.stores import Store


@click.command("show", cls=Command, help=help_text("ledger.show"), short_help=say("help.ledger.show"))
@click.argument("row", metavar="ROW")
@options.store
@options.output
@click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.on_day"))
def show(row: str, store: str, form: str, day: date | None) -> None:
    """Show one row whole."""
    from luoshi.app.ledger import open_ledger

    on = day or date.today()
    with open_ledger(store, create=False) as ledger:
        found = ledger.row(int(row) if row.isdecimal() else row)
        if found is None:
            raise UsageError(f"There is no row {row}.", code="no_row", details={"row": row})
        if form == "jsonl":
            from luoshi.cli.ledger.tables import print_rows

            print_rows([found], form, on)
            return
        text = ledger.text(found.document) or ""
        past = _told(ledger, found.number)
    _card(found, text, past, on)


def _card(row: Row, text: str, past: list[Told], day: date) -> None:
    from luoshi.cli.card import card
    from luoshi.cli.ledger.story import story
    from luoshi.cli.ledger.tables import state_words
    from luoshi.cli.tables import console

    more = _status(row, day)
    out = console()
    if len(past) > 1:
        more.append((say("show.history"), story(past)))
    out.print(card(row.number, state_words(row), row.statement, text, more=more))


def _status(row: Row, day: date) -> list[tuple[str, str | Text]]:
    from luoshi.cli.ledger.story import extension_words, milestone_words
    from luoshi.cli.ledger.tables import due_words, light_text, share_words
    from luoshi.cli.ledger.words import review_word

    status = row.status
    handed = status.begun is not None
    into = "" if status.into is None else say("show.into", row=status.into)
    rows: list[tuple[str, str | Text]] = [
        (say("col.light"), light_text(row, day)),
        (say("field.review"), " ".join(filter(None, (review_word(status.review), into)))),
        (say("field.lead"), row.lead or "" if handed else ""),
        (say("field.supporting"), "、".join(status.supporting)),
        (say("field.leader"), status.leader or ""),
        (say("field.due"), due_words(row) if handed else ""),
        (say("field.extensions"), "；".join(map(extension_words, status.extensions))),
        (say("field.begun"), status.begun or ""),
        (say("field.measures"), "；".join(status.measures)),
        (say("field.milestones"), "；".join(map(milestone_words, status.milestones))),
        (
            say("field.progress"),
            " · ".join(filter(None, (status.reported, share_words(row), status.progress))),
        ),
        (say("field.problems"), status.problems),
        (say("field.next_steps"), status.next_steps),
        (say("field.evidence"), "；".join(each.name for each in status.evidence)),
        (say("field.reminded"), status.reminded or ""),
        (say("field.closed"), status.closed or ""),
        (say("field.note"), status.note),
        (say("field.absorbed"), "、".join(map(str, status.absorbed))),
        (say("field.parent"), "" if row.parent is None else str(row.parent)),
        (say("show.version"), str(status.version)),
    ]
    return rows


@click.command(
    "history", cls=Command, help=help_text("ledger.history"), short_help=say("help.ledger.history")
)
@click.argument("rows", nargs=-1, required=True, metavar="ROW…")
@options.store
@options.output
def history(rows: tuple[str, ...], store: str, form: str) -> None:
    """Show what happened to rows."""
    from luoshi.app.ledger import open_ledger

    with open_ledger(store, create=False) as ledger:
        for number in numbers_of(ledger, rows):
            row = ledger.row(number)
            if row is None:
                raise UsageError(f"There is no row {number}.", code="no_row", details={"row": str(number)})
            _tell(row, _told(ledger, number), form)


def _tell(row: Row, past: list[Told], form: str) -> None:
    from luoshi.cli.ledger.story import story
    from luoshi.cli.tables import console
    from luoshi.codec.rows import to_event_record

    if form == "jsonl":
        from luoshi.codec.encode import json_line

        for one in past:
            click.echo(json_line({"row": row.number, **to_event_record(one)}))
        return
    out = console()
    out.print(say("history.title", row=row.number, text=row.statement.text), style="bold", highlight=False)
    out.print(story(past), highlight=False, soft_wrap=not out.is_terminal)


def _told(ledger: Store, number: int) -> list[Told]:
    from luoshi.ledger.history import told

    created, *later = ledger.history(number)
    return told(created, later)


COMMANDS = {"show": show, "history": history}
