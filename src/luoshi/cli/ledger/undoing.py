"""``luoshi ledger undo``: take back the last step on rows."""

from __future__ import annotations

import click

from luoshi.app import handling
from luoshi.cli.ledger.asking import Asked, step, take
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command("undo", cls=Command, help=help_text("ledger.undo"), short_help=say("help.ledger.undo"))
@step
def undo(asked: Asked) -> None:
    """Take back the last step."""
    take(asked, lambda desk, rows, seen: handling.undo(desk, rows, expected=seen))


COMMANDS = {"undo": undo}
