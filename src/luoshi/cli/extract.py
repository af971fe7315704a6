"""``luoshi extract``: read and print, nothing recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import click

from luoshi.app.extract import Found, extract_files, find_files
from luoshi.app.outcomes import Outcome
from luoshi.app.report import row_of
from luoshi.cli import options, report
from luoshi.cli.messages import say, say_error
from luoshi.cli.progress import stopped_early, watched
from luoshi.cli.root import Command, help_text


@click.command("extract", cls=Command, help=help_text("extract"), short_help=say("help.extract"))
@options.paths
@options.date
@options.jobs
@options.output
@report.option
@click.option("--explain", is_flag=True, help=say("help.explain"))
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    paths: tuple[str, ...],
    day: date | None,
    jobs: int | None,
    form: str,
    report_path: str | None,
    explain: bool,
) -> None:
    """Read files or folders and print their records."""
    found = find_files(paths)
    failures = tell_found(found)
    counts: Counter[str] = Counter()
    told = report.Report(report_path, found)
    written = form == "jsonl" and not explain
    processes = processes_for(found, jobs)
    outcomes = extract_files(found.files, day, skipped=told.skip, jobs=processes, lines=written)
    shown = watched(outcomes, [str(path) for path in found.files], of=lambda outcome: outcome.file)
    for outcome in stopped_early(shown, outcomes):
        told.add(row_of(outcome))
        if outcome.error is not None:
            click.echo(say("failed", reason=say_error(outcome.error)), err=True)
            failures += 1
            continue
        counts["files"] += 1
        if not outcome.records:
            click.echo(say("no.records", source=outcome.source), err=True)
        counts.update(outcome.counts)
        for line in _lines(outcome, form, explain):
            click.echo(line)
    _remark(counts)
    told.close()
    tell_failures(ctx, failures, done=counts["files"])


def processes_for(found: Found, jobs: int | None) -> int:
    """Give how many processes are to read: what was asked for, else what the files are worth here."""
    from luoshi.app.parallel import MOST, cores, worth

    return min(jobs, MOST) if jobs is not None else worth(found.files, cores())


def tell_failures(ctx: click.Context, failures: int, *, done: int) -> None:
    """Say how many inputs failed and give exit status 1, where any did."""
    if failures:
        click.echo(say("failed.total" if done else "failed.all", count=failures), err=True)
        ctx.exit(1)


def tell_found(found: Found) -> int:
    """Name the arguments that are nothing to read, and how many files were passed over."""
    for error in found.failed:
        click.echo(say("failed", reason=say_error(error)), err=True)
    for reason in ("about", "ending", "permission", "broken", "special"):
        names = [name for name, why in found.skipped if why == reason]
        if names:
            click.echo(say(f"skipped.{reason}", count=len(names), name=names[0]), err=True)
    return len(found.failed)


def _lines(outcome: Outcome, form: str, explain: bool) -> Iterator[str]:
    if explain and outcome.outline is not None:
        from luoshi.app.explain import explain_outline

        yield from explain_outline(outcome.outline)
    elif outcome.lines is not None:
        if outcome.lines.text:
            yield outcome.lines.text
    elif outcome.statements:
        from luoshi.cli.tables import console, statement_table

        out = console()
        with out.capture() as caught:
            rows = list(enumerate(outcome.statements, 1))
            out.print(statement_table(rows, title=outcome.source, width=out.width))
        yield caught.get().rstrip("\n")


def _remark(counts: Counter[str]) -> None:
    records = sum(counts[kind] for kind in options.TYPES)
    if records or counts["files"] > 1:
        kinds = {kind: counts[kind] for kind in options.TYPES}
        click.echo(say("extracted", files=counts["files"], records=records, **kinds), err=True)
