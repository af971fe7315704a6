"""``luoshi mcp``: the ledger as tools for an assistant, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import click

from luoshi.cli import options
from luoshi.cli.messages import language, say
from luoshi.cli.root import Command, help_text
from luoshi.cli.usage import WrongUse
from luoshi.errors import UsageError


@click.command("mcp", cls=Command, help=help_text("mcp"), short_help=say("help.mcp"))
@options.store
@click.option("--files", "folders", multiple=True, metavar="FOLDER", help=say("help.mcp.files"))
@click.option("--write", is_flag=True, help=say("help.mcp.write"))
@click.option("--author", metavar="NAME", help=say("help.mcp.author"))
@click.pass_context
def command(
    ctx: click.Context, store: str, folders: tuple[str, ...], write: bool, author: str | None
) -> None:
    """Serve one assistant until it hangs up."""
    name = (author or "").strip()
    if write != bool(name):
        raise WrongUse(say("mcp.write_needs_author" if write else "mcp.author_needs_write"), ctx)
    if find_spec("mcp") is None:
        raise UsageError(
            "The package mcp is not installed; run pip install 'luoshi[mcp]'.", code="mcp_not_installed"
        )
    from luoshi.app.ledger import open_ledger
    from luoshi.mcp.desk import Desk
    from luoshi.mcp.server import serve
    from luoshi.mcp.texts import folders_of

    allowed = folders_of(folders)
    with open_ledger(store, create=False) as ledger:
        click.echo(say("mcp.ready", store=ledger.name), err=True)
        serve(Desk(ledger, allowed, name or None), language(), say("mcp.instructions"))
