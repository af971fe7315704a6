"""``luoshi add``: read and record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from luoshi.app.extract import find_files
from luoshi.app.record import record_files
from luoshi.app.report import row_of
from luoshi.cli import options, report
from luoshi.cli.extract import processes_for, tell_failures, tell_found
from luoshi.cli.messages import say, say_error
from luoshi.cli.progress import stopped_early, watched
from luoshi.cli.root import Command, help_text
from luoshi.errors import LuoshiError, UsageError


@click.command("add", cls=Command, help=help_text("add"), short_help=say("help.add"))
@options.paths
@options.date
@options.store
@click.option("--replaces", metavar="ROW|FILE|HASH", help=say("help.replaces"))
@click.option("--separate", is_flag=True, help=say("help.separate"))
@click.option("--accept-near", "near", is_flag=True, help=say("help.accept_near"))
@click.option("--dry-run", "dry", is_flag=True, help=say("help.dry_run"))
@options.jobs
@options.output
@report.option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    paths: tuple[str, ...],
    day: date | None,
    store: str,
    replaces: str | None,
    separate: bool,
    near: bool,
    dry: bool,
    jobs: int | None,
    form: str,
    report_path: str | None,
) -> None:
    """Read files or folders and record what they say."""
    from luoshi.app.ledger import open_ledger
    from luoshi.app.replacing import How
    from luoshi.cli.revisions import print_revision, tell_revision

    found = find_files(paths)
    if replaces is not None and len(found.files) != 1:
        raise UsageError("One file replaces another: name one with --replaces.", code="replaces_one")
    how = How(replaces, near=near, separate=separate, dry=dry)
    failures = tell_found(found)
    files = created = 0
    told = report.Report(report_path, found)
    if found.files:
        with open_ledger(store, create=not dry) as ledger:
            for remark in ledger.remarks:
                click.echo(say_error(remark), err=True)
            names = [str(path) for path in found.files]
            processes = processes_for(found, jobs)
            recorded = record_files(ledger, found.files, day, skipped=told.skip, how=how, jobs=processes)
            shown = watched(recorded, names, of=lambda done: done.outcome.file if done.outcome else "")
            for done in stopped_early(shown, recorded):
                if done.outcome is not None:
                    told.add(row_of(done.outcome, done.error))
                if done.error is not None:
                    click.echo(say("failed", reason=_reason(done.source, done.error)), err=True)
                    failures += 1
                    continue
                files += 1
                created += done.created
                key = "already" if done.already else "added" if done.created else "no.records"
                if done.revision is not None and done.revision.is_news:
                    tell_revision(done.revision, near=near, dry=dry)
                else:
                    key = f"dry.{key}" if dry and key == "added" else key
                    click.echo(say(key, source=done.source, created=done.created), err=True)
                if dry and done.revision is not None:
                    print_revision(done.revision, form)
        key = "dry.total" if dry else "added.total"
        click.echo(say(key, files=files, created=created, store=_shown(store)), err=True)
    told.close()
    tell_failures(ctx, failures, done=files)


def _reason(source: str, error: LuoshiError) -> str:
    """Give the reason with the file that it cost: an error of the ledger names only the ledger."""
    reason = say_error(error)
    return reason if source in reason else f"{source}：{reason}"


def _shown(store: str) -> str:
    return store if "://" in store else str(Path(store).resolve())
