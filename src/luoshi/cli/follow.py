"""``luoshi follow``: what became of the earlier text's promises, by the later one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import click

from luoshi.app.follow import Followed, follow_pair, follow_pairs, pair_up
from luoshi.cli import options
from luoshi.cli.extract import tell_failures
from luoshi.cli.messages import say, say_error
from luoshi.cli.progress import watched
from luoshi.cli.root import Command, help_text
from luoshi.cli.values import Day

_SHOWN = ("met", "missed", "admitted_missed", "reported", "qualitative", "silent", "done", "under_way",
          "repeated", "dropped")  # fmt: skip
_CHANGES = ("raised", "lowered", "softened", "hardened", "moved", "dropped", "new", "kept")


@click.command("follow", cls=Command, help=help_text("follow"), short_help=say("help.follow"))
@click.argument("earlier", metavar="EARLIER")
@click.argument("later", metavar="LATER")
@click.option("--plans", is_flag=True, help=say("help.plans"))
@click.option("--earlier-date", type=Day(), metavar="YYYY-MM-DD", help=say("help.earlier_date"))
@click.option("--later-date", type=Day(), metavar="YYYY-MM-DD", help=say("help.later_date"))
@options.output
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context,
    earlier: str,
    later: str,
    plans: bool,
    earlier_date: date | None,
    later_date: date | None,
    form: str,
) -> None:
    """Hold a later text beside an earlier one."""
    paired = pair_up(earlier, later)
    for error in paired.failed:
        click.echo(say("failed", reason=say_error(error)), err=True)
    failures, done = len(paired.failed), 0
    if len(paired.pairs) == 1:
        days = (earlier_date, later_date)
        outcomes = iter([follow_pair(paired.pairs[0], days=days, plans=plans)])
    else:
        names = [f"{pair.earlier} → {pair.later}" for pair in paired.pairs]
        outcomes = watched(follow_pairs(paired.pairs, plans=plans), names)
    for outcome in outcomes:
        if outcome.error is not None:
            click.echo(say("failed", reason=say_error(outcome.error)), err=True)
            failures += 1
            continue
        done += 1
        for line in _lines(outcome, form, several=len(paired.pairs) > 1):
            click.echo(line)
        _remark(outcome)
    tell_failures(ctx, failures, done=done)


def _lines(outcome: Followed, form: str, *, several: bool) -> Iterator[str]:
    if form == "jsonl":
        from luoshi.codec import to_change_line, to_finding_line

        yield from (to_finding_line(finding) for finding in outcome.findings)
        yield from (to_change_line(change) for change in outcome.changes)
        return
    from luoshi.cli.tables import console
    from luoshi.cli.verdicts import change_table, finding_table

    out = console()
    title = f"{outcome.earlier} → {outcome.later}" if several else None
    with out.capture() as caught:
        if outcome.changes:
            out.print(change_table(outcome.changes, title=title))
        elif outcome.findings:
            out.print(finding_table(outcome.findings, title=title))
    yield caught.get().rstrip("\n")


def _remark(outcome: Followed) -> None:
    """Count the findings by their standing on standard error."""
    if outcome.changes:
        counts = Counter(kind for change in outcome.changes for kind in change.kinds)
        told = [(say(f"change.{kind}"), counts[kind]) for kind in _CHANGES if counts[kind]]
        total = len(outcome.changes)
    else:
        counts = Counter(finding.standing for finding in outcome.findings)
        told = [(say(f"standing.{kind}"), counts[kind]) for kind in _SHOWN if counts[kind]]
        total = len(outcome.findings)
    parts = " · ".join(f"{name} {count}" for name, count in told)
    key = "followed" if total else "followed.none"
    click.echo(say(key, earlier=outcome.earlier, later=outcome.later, count=total, parts=parts), err=True)
