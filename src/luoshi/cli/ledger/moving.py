"""``luoshi ledger backup``, ``restore`` and ``copy``: a whole ledger to a file, from it, to a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli import options
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text

if TYPE_CHECKING:
    from luoshi.app.moving import Kept, Progress
    from luoshi.stores import Filled

_DOING = {"check": "moving.check", "write": "moving.write"}


def files(*names: str, key: str = "help.files") -> Callable[[options.Function], options.Function]:
    """``--files``: the folder of the kept files."""
    return click.option(*(names or ("--files",)), metavar="FOLDER", help=say(key))


@click.command("backup", cls=Command, help=help_text("ledger.backup"), short_help=say("help.ledger.backup"))
@click.argument("path", metavar="FILE")
@options.store
@files()
@click.option("--overwrite", is_flag=True, help=say("help.overwrite"))
def backup(path: str, store: str, files: str | None, overwrite: bool) -> None:
    """Write the ledger to a file."""
    from luoshi.app.moving import back_up
    from luoshi.stores import open_store

    with open_store(store, create=False, files=files) as ledger, bar() as progress:
        kept = back_up(ledger, path, overwrite=overwrite, progress=progress)
    tell_kept(kept, path)


@click.command(
    "restore", cls=Command, help=help_text("ledger.restore"), short_help=say("help.ledger.restore")
)
@click.argument("path", metavar="FILE")
@options.store
@files()
def restore(path: str, store: str, files: str | None) -> None:
    """Make a ledger from a backup."""
    restore_into(path, store, files)


@click.command("copy", cls=Command, help=help_text("ledger.copy"), short_help=say("help.ledger.copy"))
@click.argument("target", metavar="TO")
@options.store
@files()
@files("--to-files", key="help.to_files")
def copy(target: str, store: str, files: str | None, to_files: str | None) -> None:
    """Copy the ledger into another database."""
    from luoshi.app.moving import copy as move
    from luoshi.stores import open_store

    with (
        open_store(store, create=False, files=files) as source,
        open_store(target, files=to_files) as ledger,
        bar() as progress,
    ):
        filled = move(source, ledger, progress=progress)
        name = ledger.name
    tell_filled(filled, name)


def restore_into(path: str, store: str, files: str | None) -> None:
    """Make a ledger from a backup, and say what came."""
    from luoshi.app.moving import restore as fill
    from luoshi.app.moving import whole
    from luoshi.stores import open_store

    whole(path)  # a file that is none makes no ledger
    with open_store(store, files=files) as ledger, bar() as progress:
        filled = fill(path, ledger, progress=progress)
        name = ledger.name
    tell_filled(filled, name)


def tell_kept(kept: Kept, path: str) -> None:
    """Say what was written to a file."""
    click.echo(say("backed_up", count=kept.events, files=kept.files, name=path), err=True)
    _tell_lost(kept.lost)


def tell_filled(filled: Filled, name: str) -> None:
    """Say what was taken into a ledger."""
    click.echo(say("filled", count=filled.events, files=filled.files, name=name), err=True)
    _tell_lost(filled.lost)


def _tell_lost(lost: tuple[str, ...]) -> None:
    if lost:
        shown = "、".join(f"{digest[:12]}…" for digest in lost[:5])
        click.echo(say("files_lost", count=len(lost), names=shown), err=True)


@contextmanager
def bar() -> Iterator[Progress | None]:
    """Show how far it is while a terminal watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, Any] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(say(_DOING[what]), total=total)
            shown.update(tasks[what], completed=done, total=max(done, total))

        yield progress


COMMANDS = {"backup": backup, "restore": restore, "copy": copy}
