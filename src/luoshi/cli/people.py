"""``luoshi people``: accounts made and let in at the machine itself, also where nobody can sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from luoshi.cli import options
from luoshi.cli.messages import language, say
from luoshi.cli.root import Command, Group, help_text
from luoshi.cli.values import OneOf

_ROLES = ("reader", "reporter", "reviewer", "supervisor", "administrator")


@click.group("people", cls=Group, help=help_text("people"), short_help=say("help.people"))
def command() -> None:
    """The group; its help text comes from the messages."""


@command.command("add", cls=Command, help=help_text("people.add"), short_help=say("help.people.add"))
@click.argument("name", metavar="NAME")
@click.option("--role", required=True, type=OneOf(_ROLES), help=say("help.people.role"))
@click.option("--unit", metavar="UNIT", help=say("help.people.unit"))
@click.option("--url", metavar="URL", help=say("help.people.url"))
@options.store
def add(name: str, role: str, unit: str | None, url: str | None, store: str) -> None:
    """Make an account and print the link that lets the person in."""
    from luoshi.app import people
    from luoshi.app.author import author
    from luoshi.app.ledger import open_ledger

    address = _address(url)
    with open_ledger(store) as ledger:
        wanted = people.Wanted(name, role, unit)
        account, secret = people.invite(ledger, wanted, people.Hand(author()), datetime.now(UTC))
    click.echo(say("people.invited", name=account.name, days=people.INVITED.days), err=True)
    click.echo(f"{address}/invite/{secret}")


@command.command("list", cls=Command, help=help_text("people.list"), short_help=say("help.people.list"))
@options.store
def show(store: str) -> None:
    """List the accounts: name, role, unit and standing with tabs between."""
    from luoshi.app.ledger import open_ledger
    from luoshi.people import roles

    words = {name: {"zh": role.zh, "en": role.en}[language()] for name, role in roles().items()}
    with open_ledger(store, create=False) as ledger:
        accounts = ledger.office.accounts.list()
    if not accounts:
        click.echo(say("people.none"), err=True)
    for account in accounts:
        entered = account.has_password or account.tied
        state = say("people.shut" if not account.active else "people.active" if entered else "people.waiting")
        role = words.get(account.role, account.role)
        click.echo("\t".join((account.name, role, account.unit or "", state)))


@command.command("reset", cls=Command, help=help_text("people.reset"), short_help=say("help.people.reset"))
@click.argument("name", metavar="NAME")
@click.option("--url", metavar="URL", help=say("help.people.url"))
@options.store
def reset(name: str, url: str | None, store: str) -> None:
    """Print a link to a new password; an account that was shut is opened again."""
    from luoshi.app import people
    from luoshi.app.author import author
    from luoshi.app.ledger import open_ledger
    from luoshi.people import Changes

    address, by, now = _address(url), people.Hand(author()), datetime.now(UTC)
    with open_ledger(store, create=False) as ledger:
        account = people.named_account(ledger, name)
        if not account.active:
            people.change(ledger, account.id, Changes(active=True), by, now)
        secret = people.let_in(ledger, account.id, by, now)
    days = people.RESET.days if account.has_password else people.INVITED.days
    click.echo(say("people.reset", name=account.name, days=days), err=True)
    click.echo(f"{address}/invite/{secret}")


def _address(url: str | None) -> str:
    from luoshi import settings

    return (url or settings.web().public_url or "http://127.0.0.1:8000").rstrip("/")
