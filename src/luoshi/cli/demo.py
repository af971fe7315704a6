"""``luoshi demo``: the main job on the packaged example, as ``make run`` runs it."""

from __future__ import annotations

import shlex
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from luoshi.cli import options
from luoshi.cli.messages import say, say_error
from luoshi.cli.root import Command, help_text

_EXAMPLE = "zones.md"
_OTHER = "report_2025.txt"


@click.command("demo", cls=Command, help=help_text("demo"), short_help=say("help.demo"))
@options.store
@click.pass_context
def command(ctx: click.Context, store: str) -> None:
    """Run the whole way on the packaged example."""
    from luoshi.app.extract import extract_file
    from luoshi.app.record import record
    from luoshi.cli.tables import console, statement_table
    from luoshi.examples import path
    from luoshi.stores import Filter, open_store

    out = console()
    outcome = extract_file(path(_EXAMPLE), date(2025, 10, 30), source=_EXAMPLE)
    with open_store(store) as ledger:
        done = record(ledger, outcome)
        if done.error is not None or outcome.document is None:
            click.echo(say("failed", reason=say_error(done.error) if done.error else ""), err=True)
            ctx.exit(1)
        rows = [(row.number, row.statement) for row in ledger.rows(Filter(document=outcome.document.sha256))]
    out.print(statement_table(rows, title=say("demo.title"), width=out.width))
    key = "already" if done.already else "added"
    out.print(say(key, source=_EXAMPLE, created=done.created))
    out.print(say("demo.where", store=str(Path(store).resolve())), soft_wrap=True)
    out.print(say("demo.next"))
    where = [] if store == options.STORE else ["--store", store]
    other = path(_OTHER)
    for words, why in (
        (["ledger", "show", str(rows[2][0]), *where], "demo.next.show"),
        (["ledger", "list", "--force", "binding", *where], "demo.next.list"),
        (["ledger", "verify-chain", *where], "demo.next.verify"),
        (["extract", str(_from_here(other)), "--format", "table"], "demo.next.own"),
    ):
        line = shlex.join([*_command(), *words])
        out.print(f"  {line}    # {say(why)}", soft_wrap=True, highlight=False)


def _command() -> list[str]:
    """Give what a shell here calls luoshi by: the environment that make run made is not on the path."""
    if shutil.which("luoshi"):
        return ["luoshi"]
    beside = _from_here(Path(sys.executable).with_name("luoshi"))
    if beside.exists() and not beside.is_absolute():
        return [str(beside)]
    named = shutil.which("python")
    ours = named is not None and Path(named).samefile(sys.executable) and Path(named).parent == beside.parent
    return ["python" if ours else sys.executable, "-m", "luoshi"]


def _from_here(place: Path) -> Path:
    here = Path.cwd()
    return place.relative_to(here) if place.is_relative_to(here) else place
