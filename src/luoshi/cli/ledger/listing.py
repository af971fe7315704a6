"""``luoshi ledger list``: the rows that are wanted, as they stand on a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli import options
from luoshi.cli.ledger.words import table
from luoshi.cli.messages import language, say
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Count, Day, OneOf
from luoshi.errors import UsageError
from luoshi.lexicon.value_words import LIGHTS, light_of

if TYPE_CHECKING:
    from luoshi.stores import Filter

_PAGE = 200  # rows that a terminal is shown unless more are asked for


@click.command("list", cls=Command, help=help_text("ledger.list"), short_help=say("help.ledger.list"))
@options.store
@options.output
@click.option("--type", type=OneOf(options.TYPES), help=say("help.type"))
@click.option("--force", type=OneOf(options.FORCES), help=say("help.force"))
@click.option("--grade", type=OneOf(options.GRADES), help=say("help.grade"))
@click.option("--theme", metavar="WORD", help=say("help.theme"))
@click.option("--actor", metavar="WORD", help=say("help.actor"))
@click.option("--state", metavar="STATE", help=say("help.state"))
@click.option("--review", metavar="REVIEW", help=say("help.review"))
@click.option("--light", metavar="LIGHT", help=say("help.light"))
@click.option("--lead", metavar="WORD", help=say("help.lead_word"))
@click.option("--supporting", metavar="WORD", help=say("help.supporting_word"))
@click.option("--open", is_flag=True, help=say("help.open"))
@click.option("--overdue", is_flag=True, help=say("help.overdue"))
@click.option("--due-this-week", "this_week", is_flag=True, help=say("help.due_this_week"))
@click.option("--from", "due_from", type=Day(), metavar="YYYY-MM-DD", help=say("help.from"))
@click.option("--until", "due_until", type=Day(), metavar="YYYY-MM-DD", help=say("help.until"))
@click.option("--words", metavar="WORDS", help=say("help.words"))
@click.option("--unmatched", is_flag=True, help=say("help.unmatched"))
@click.option("--parent", type=Count(), metavar="N", help=say("help.parent"))
@click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.on_day"))
@click.option("--limit", type=Count(), metavar="N", help=say("help.limit"))
def list_rows(store: str, form: str, limit: int | None, day: date | None, **wanted: Any) -> None:  # noqa: ANN401
    """List the rows of the ledger."""
    from luoshi.app.ledger import open_ledger
    from luoshi.cli.ledger.tables import print_rows

    on = day or date.today()
    asked = _filter(on, **wanted)
    with open_ledger(store, create=False) as ledger:
        rows = ledger.rows(asked)
        if form == "jsonl":
            print_rows(islice(rows, limit), form, on)
            return
        most = limit or _PAGE
        shown = list(islice(rows, most + 1))
    print_rows(shown[:most], form, on)
    key = "rows.more" if len(shown) > most and limit is None else "rows.shown"
    click.echo(say(key, count=min(len(shown), most)), err=True)


def _filter(on: date, *, overdue: bool, this_week: bool, open: bool, **wanted: Any) -> Filter:  # noqa: ANN401
    """Give the filter: overdue is open and due before the day, this week is open and due within seven."""
    from luoshi.stores import Filter

    if overdue and this_week:
        raise UsageError("A row that is overdue is not due this week; ask for one.", code="overdue_or_week")
    if overdue:
        wanted["due_until"] = _earlier(wanted["due_until"], on - timedelta(1))
    if this_week:
        wanted["due_from"] = max(wanted["due_from"] or on, on)
        wanted["due_until"] = _earlier(wanted["due_until"], on + timedelta(6))
    wanted["light"] = _light(wanted["light"])
    for kind in ("state", "review"):
        wanted[kind] = _named(kind, wanted[kind])
    for name in ("due_from", "due_until"):
        wanted[name] = wanted[name].isoformat() if wanted[name] else None
    is_open = True if open or overdue or this_week else None
    wanted["unmatched"] = wanted["unmatched"] or None
    return Filter(**wanted, is_open=is_open, on=on.isoformat())


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)


def _named(kind: str, said: str | None) -> str | None:
    """Give the state or review that a word means, in either language."""
    if said is None:
        return None
    name = table().name(kind, said)
    if name is None:
        known = [
            table().word(kind, each, language()) for each_kind, each in table().words if each_kind == kind
        ]
        raise UsageError(
            f"--{kind} {said}: there is no such {kind}; there are {' '.join(known)}.",
            code="no_such_word",
            details={"option": f"--{kind}", "value": said, "known": " ".join(known)},
        )
    return name


def _light(said: str | None) -> str | None:
    if said is None:
        return None
    name = light_of(said)
    if name is None:
        known = " ".join(f"{zh}/{name}" for name, zh in LIGHTS.items())
        raise UsageError(
            f"--light {said}: there is no such light; there are {known}.",
            code="no_such_word",
            details={"option": "--light", "value": said, "known": known},
        )
    return name


COMMANDS = {"list": list_rows}
