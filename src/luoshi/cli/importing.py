"""``luoshi import``: what people filled in in a spreadsheet, or a whole ledger from an archive."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli import options
from luoshi.cli.ledger import moving
from luoshi.cli.ledger.words import in_words
from luoshi.cli.messages import say, say_error
from luoshi.cli.root import Command, help_text
from luoshi.errors import StepError

if TYPE_CHECKING:
    from luoshi.app.importing import Imported, Notice

_SHOWN = 60  # characters of a cell in one line


@click.command("import", cls=Command, help=help_text("import"), short_help=say("help.import"))
@click.argument("path", metavar="FILE")
@options.store
@options.output
@click.option("--by", metavar="NAME", help=say("help.by"))
@click.option("--reason", default="", metavar="TEXT", help=say("help.reason"))
@click.option("--approval", default="", metavar="TEXT", help=say("help.approval"))
@click.option("--new", is_flag=True, help=say("help.import_new"))
@click.option("--dry-run", is_flag=True, help=say("help.import_dry_run"))
@moving.files()
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    path: str,
    store: str,
    form: str,
    by: str | None,
    reason: str,
    approval: str,
    new: bool,
    dry_run: bool,
    files: str | None,
) -> None:
    """Take a spreadsheet in; make a ledger from anything else."""
    from luoshi.app.importing import RECORDS, SPREADSHEETS, import_table
    from luoshi.app.ledger import open_ledger

    if PurePath(path).suffix.lower() not in (*SPREADSHEETS, *RECORDS):
        moving.restore_into(path, store, files)
        return
    with open_ledger(store, create=False) as ledger:
        done = import_table(
            ledger, path, author=by, reason=reason, approval=approval, new=new, dry_run=dry_run
        )
    _print(done, form)
    counts = {kind: sum(notice.kind == kind for notice in done.notices) for kind in ("fault", "conflict")}
    key = "import.would" if dry_run else "import.done"
    click.echo(say(key, rows=len(done.rows), events=done.events), err=True)
    if done.new:
        made = "import.new_would" if dry_run else "import.new_done"
        click.echo(say(made, count=done.new, document=(done.document or "")[:12]), err=True)
    if not done.sound:
        click.echo(say("import.left", faults=counts["fault"], conflicts=counts["conflict"]), err=True)
        ctx.exit(1)


def _print(done: Imported, form: str) -> None:
    """Print a line for each change, fault, conflict and remark."""
    for notice in done.notices:
        if form == "jsonl":
            click.echo(json.dumps(_record(notice), ensure_ascii=False))
        else:
            click.echo(_line(notice))


def _line(notice: Notice) -> str:
    kind = say(_KINDS[notice.kind])
    where = " ".join(part for part in (f"[{kind}]", notice.cell) if part)
    cells = {name: _short(getattr(notice, name)) for name in ("old", "theirs", "ours")}
    if notice.kind == "change":
        return f"{where} {say('import.changed', row=notice.row, column=notice.column, **cells)}"
    if notice.kind == "new":
        return f"{where} {cells['theirs']}"
    said = _sentence(notice)
    if notice.kind == "conflict":
        return f"{where} {said} {say('import.three', **cells)}"
    return f"{where} {said}"


def _record(notice: Notice) -> dict[str, Any]:
    record = {
        "kind": notice.kind,
        "cell": notice.cell or None,
        "row": notice.row,
        "column": notice.column or None,
        "old": notice.old,
        "theirs": notice.theirs,
        "ours": notice.ours,
    }
    if notice.error is not None:
        record |= {"code": notice.error.code, "message": _sentence(notice)}
    return record


def _sentence(notice: Notice) -> str:
    error = notice.error
    if error is None:
        return ""
    return say_error(in_words(error) if isinstance(error, StepError) else error)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


_KINDS = {
    "change": "import.kind.change",
    "new": "import.kind.new",
    "conflict": "import.kind.conflict",
    "fault": "import.kind.fault",
    "remark": "import.kind.remark",
}
