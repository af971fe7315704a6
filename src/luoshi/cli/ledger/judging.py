"""``luoshi ledger judge``: what a person makes of what a later text says of a row."""

from __future__ import annotations

from typing import Any

import click

from luoshi.cli import options
from luoshi.cli.ledger.proving import later_text, one_row, print_findings
from luoshi.cli.ledger.words import in_words
from luoshi.cli.messages import language, say
from luoshi.cli.root import Command, help_text
from luoshi.errors import StepError, UsageError
from luoshi.model import Finding


@click.command("judge", cls=Command, help=help_text("ledger.judge"), short_help=say("help.ledger.judge"))
@click.argument("row", metavar="ROW")
@click.option("--from", "later", required=True, metavar="DOCUMENT|FILE", help=say("help.later"))
@click.option("--accept", is_flag=True, help=say("help.accept_judged"))
@click.option("--overrule", metavar="VERDICT", help=say("help.overrule"))
@click.option("--finding", "which", type=int, metavar="NUMBER", help=say("help.which_finding"))
@click.option("--reason", default="", metavar="TEXT", help=say("help.reason"))
@click.option("--by", metavar="NAME", help=say("help.by"))
@options.store
@options.output
def judge(row: str, store: str, by: str | None, reason: str, form: str, **given: Any) -> None:  # noqa: ANN401
    """Accept or overrule findings, or show them."""
    from luoshi.app import judging, proving
    from luoshi.app.handling import desk
    from luoshi.app.ledger import open_ledger
    from luoshi.cli.ledger.tables import print_rows

    accept, overrule = given["accept"], given["overrule"]
    if accept and overrule:
        raise UsageError("Give --accept or --overrule, not both.", code="judge_either")
    instead = _verdict(overrule) if overrule else None
    with open_ledger(store, create=False) as ledger:
        number = one_row(ledger, row)
        document = later_text(ledger, given["later"], add=bool(accept or overrule))
        findings = proving.followed(ledger, number, document)
        if not accept and not overrule:
            print_findings(findings, form)
            click.echo(say("judged.how"), err=True)
            return
        chosen = _chosen(findings, given["which"], number, several=accept)
        at = desk(ledger, author=by, reason=reason)
        try:
            after = judging.judge(at, number, judging.records_of(chosen), document.sha256, instead=instead)
        except StepError as error:
            raise in_words(error) from error
    print_rows(after, form)
    click.echo(say("judged.done", row=number, count=len(chosen)), err=True)


def _chosen(findings: list[Finding], which: int | None, number: int, *, several: bool) -> list[Finding]:
    if which is None and (several or len(findings) == 1):
        return findings
    if which is None or not 1 <= which <= len(findings):
        raise UsageError(
            f"Row {number} has {len(findings)} findings; name one with --finding.",
            code="judge_which",
            details={"row": number, "count": len(findings)},
        )
    return [findings[which - 1]]


def _verdict(said: str) -> str:
    from luoshi.lexicon.value_words import known_values, value_of

    found = value_of("standing", said)
    if found is None:
        known = "、".join(known_values("standing", language()))
        raise UsageError(
            f"“{said}” is no verdict; these are: {known}.",
            code="judge_verdict",
            details={"value": said, "known": known},
        )
    return found


COMMANDS = {"judge": judge}
