"""``luoshi ledger verify-chain`` and ``rebuild``: the events checked, and the rows made anew from them."""

from __future__ import annotations

import sys

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command(
    "verify-chain",
    cls=Command,
    help=help_text("ledger.verify-chain"),
    short_help=say("help.ledger.verify-chain"),
)
@options.store
@click.option("--checkpoint", metavar="FILE", help=say("help.verify.checkpoint"))
@click.option("--public", metavar="KEY", help=say("help.verify.public"))
def verify_chain(store: str, checkpoint: str | None, public: str | None) -> None:
    """Check the chain of events."""
    from luoshi.app.ledger import open_ledger
    from luoshi.app.signing import check

    with open_ledger(store, create=False) as ledger:
        signed = None
        if checkpoint is None:
            count = ledger.verify_chain()
        else:
            signed, count = check(ledger, checkpoint, public)
    click.echo(say("chain.sound", count=count), file=sys.stdout)
    if signed is not None:
        click.echo(say("checkpoint.holds", sequence=signed.sequence, at=signed.at), file=sys.stdout)
        if public is None:
            click.echo(say("checkpoint.whose", signer=signed.key[:16]), file=sys.stdout)


@click.command(
    "rebuild", cls=Command, help=help_text("ledger.rebuild"), short_help=say("help.ledger.rebuild")
)
@options.store
def rebuild(store: str) -> None:
    """Make the rows anew."""
    from luoshi.app.ledger import open_ledger

    with open_ledger(store, create=False) as ledger:
        count = ledger.rebuild()
    click.echo(say("rebuilt", count=count), file=sys.stdout)


COMMANDS = {"verify-chain": verify_chain, "rebuild": rebuild}
