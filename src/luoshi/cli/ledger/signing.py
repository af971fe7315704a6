"""``luoshi ledger keygen`` and ``checkpoint``: the end of the chain signed, to be kept elsewhere."""

from __future__ import annotations

import sys

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command("keygen", cls=Command, help=help_text("ledger.keygen"), short_help=say("help.ledger.keygen"))
@click.argument("key", metavar="KEY")
def keygen(key: str) -> None:
    """Make a key that signs checkpoints."""
    from luoshi.app.signing import make_key

    public = make_key(key)
    click.echo(say("key.made", name=key, public=public), err=True)


@click.command(
    "checkpoint", cls=Command, help=help_text("ledger.checkpoint"), short_help=say("help.ledger.checkpoint")
)
@click.option("--key", required=True, metavar="KEY", help=say("help.key"))
@click.option("-o", "--output", default="-", metavar="FILE", help=say("help.checkpoint.output"))
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
@options.store
def checkpoint(key: str, output: str, overwrite: bool, store: str) -> None:
    """Sign the end of the chain."""
    from luoshi.app.signing import sign, write_checkpoint
    from luoshi.stores import open_store

    with open_store(store, create=False) as ledger:
        made, text = sign(ledger, key)
    if output == "-":
        click.echo(text, nl=False, file=sys.stdout)
    else:
        write_checkpoint(text, output, overwrite=overwrite)
    click.echo(say("checkpoint.made", count=made.sequence, signer=made.key[:16]), err=True)


COMMANDS = {"keygen": keygen, "checkpoint": checkpoint}
