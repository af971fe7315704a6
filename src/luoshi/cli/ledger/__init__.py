"""``luoshi ledger``: what is recorded, and the steps of the work on it."""

from __future__ import annotations

from importlib import import_module

import click

from luoshi.cli.messages import say
from luoshi.cli.root import Group, help_text

# each command in the module of its subject, in the order of the work
_COMMANDS = {
    "list": "listing",
    "show": "showing",
    "history": "showing",
    "review": "reviewing",
    "assign": "working",
    "plan": "working",
    "report": "working",
    "verify": "working",
    "return": "working",
    "extend": "working",
    "remind": "working",
    "close": "working",
    "reopen": "working",
    "prove": "proving",
    "evidence": "proving",
    "judge": "judging",
    "undo": "undoing",
    "reminders": "reminding",
    "verify-chain": "checking",
    "rebuild": "checking",
    "keygen": "signing",
    "checkpoint": "signing",
    "backup": "moving",
    "restore": "moving",
    "copy": "moving",
}


class _Ledger(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"luoshi.cli.ledger.{_COMMANDS[cmd_name]}")
        found: click.Command = module.COMMANDS[cmd_name]
        return found


@click.group("ledger", cls=_Ledger, help=help_text("ledger"), short_help=say("help.ledger"))
def command() -> None:
    """The group; its help text comes from the messages."""
