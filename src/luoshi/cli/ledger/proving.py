"""``luoshi ledger prove`` and ``evidence``: what shows that a row was done, attached and looked at."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli import options
from luoshi.cli.ledger.asking import numbers_of
from luoshi.cli.ledger.words import in_words
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.errors import StepError, UsageError

if TYPE_CHECKING:
    from luoshi.app.proving import Attached
    from luoshi.model import Document, Finding
    from luoshi.stores import Store


@click.command("prove", cls=Command, help=help_text("ledger.prove"), short_help=say("help.ledger.prove"))
@click.argument("row", metavar="ROW")
@click.argument("files", nargs=-1, metavar="[FILE]…")
@click.option("--quote", "quoted", multiple=True, metavar="DOCUMENT:START-END", help=say("help.quote"))
@click.option("--from", "later", metavar="DOCUMENT|FILE", help=say("help.later"))
@click.option("--accept", is_flag=True, help=say("help.accept_finding"))
@click.option("--reason", default="", metavar="TEXT", help=say("help.reason"))
@click.option("--by", metavar="NAME", help=say("help.by"))
@options.store
@options.output
def prove(row: str, store: str, by: str | None, reason: str, form: str, **given: Any) -> None:  # noqa: ANN401
    """Attach evidence, or show what a later text says."""
    from luoshi.app import proving
    from luoshi.app.handling import desk
    from luoshi.app.ledger import open_ledger
    from luoshi.cli.ledger.tables import print_rows

    files, quoted, later, accept = (given[name] for name in ("files", "quoted", "later", "accept"))
    if (later is not None and (files or quoted)) or (accept and later is None):
        raise UsageError("Give files and quotes, or --from with --accept.", code="prove_either")
    with open_ledger(store, create=False) as ledger:
        number = one_row(ledger, row)
        at = desk(ledger, author=by, reason=reason)
        findings: list[Finding] = []
        if later is None:
            said = proving.kept_files(ledger, files) + proving.quotes(ledger, quoted)
        else:
            document = later_text(ledger, later, add=accept)
            findings = proving.followed(ledger, number, document)
            if not accept:
                print_findings(findings, form)
                click.echo(say("prove.accept", row=number), err=True)
                return
            findings = [one for one in findings if one.evidence is not None]
            said = [
                proving.stretch(ledger, document.sha256, one.evidence.start, one.evidence.end)
                for one in findings
                if one.evidence is not None
            ]
            if not said:
                raise UsageError(
                    f"{later} says nothing of row {number}; there is nothing to accept.",
                    code="finding_silent",
                    details={"later": later, "row": number},
                )
        try:
            after = proving.prove(at, number, said, findings=findings)
        except StepError as error:
            raise in_words(error) from error
    print_rows(after, form)
    click.echo(say("proved.done", row=number, count=len(said)), err=True)


@click.command(
    "evidence", cls=Command, help=help_text("ledger.evidence"), short_help=say("help.ledger.evidence")
)
@click.argument("row", metavar="ROW")
@options.store
@options.output
def evidence(row: str, store: str, form: str) -> None:
    """List the evidence on a row."""
    from luoshi.app import proving
    from luoshi.app.ledger import open_ledger

    with open_ledger(store, create=False) as ledger:
        number = one_row(ledger, row)
        found = proving.evidence(ledger, number)
    if form == "jsonl":
        from luoshi.codec.encode import json_line

        for one in found:
            click.echo(json_line({"row": number, **asdict(one.evidence), **_said(one)}))
    elif found:
        _table(found)
    click.echo(say("evidence.count", row=number, count=len(found)), err=True)
    for one in found:
        if one.state != "sound":
            click.echo(say(f"evidence.{one.state}", name=one.evidence.name, place=one.place), err=True)


def one_row(ledger: Store, said: str) -> int:
    """Give the one row that is meant.

    Raises:
        UsageError: ``prove_one``: they are several; or it is none.
    """
    numbers = numbers_of(ledger, [said])
    if len(numbers) > 1:
        raise UsageError("Evidence is of one row; name one.", code="prove_one")
    return numbers[0]


def later_text(ledger: Store, said: str, *, add: bool) -> Document:
    """Give the later text: a document of the ledger, or a file, added where a finding is accepted."""
    from luoshi.app.record import record_files
    from luoshi.app.register import Register
    from luoshi.app.texts import Texts
    from luoshi.reading import read

    if not Path(said).is_file():
        return Texts(ledger).document(Register(ledger).named(said).sha256)
    document = read(said)
    if ledger.text(document.sha256) is not None:
        return Texts(ledger).document(document.sha256)
    if add:
        for done in record_files(ledger, [said]):
            if done.error is not None:
                raise done.error
            click.echo(say("added", source=done.source, created=done.created), err=True)
    return document


def print_findings(findings: list[Finding], form: str) -> None:
    """Print findings as a table or as JSON Lines."""
    if form == "jsonl":
        from luoshi.codec import to_finding_line

        for one in findings:
            click.echo(to_finding_line(one))
        return
    from luoshi.cli.tables import console
    from luoshi.cli.verdicts import finding_table

    console().print(finding_table(findings))


def _said(one: Attached) -> dict[str, Any]:
    return {
        "state": one.state,
        "place": one.place,
        "at": one.at,
        "author": one.author,
        "standing": one.standing,
        "why": list(one.why),
    }


def _table(found: list[Attached]) -> None:
    from rich.table import Table

    from luoshi.cli.tables import console, word

    table = Table(header_style="bold", expand=True, pad_edge=False)
    for name, ratio in (("name", 4), ("place", 3), ("standing", 3), ("state", 1), ("by", 1)):
        table.add_column(say(f"evidence.col.{name}"), overflow="fold", ratio=ratio)
    for one in found:
        proof = one.evidence
        where = one.place if proof.start is None else f"{one.place}:{proof.start}-{proof.end}"
        told = "；".join(filter(None, (word("standing", one.standing), *one.why)))
        state = say(f"evidence.state.{one.state}")
        table.add_row(proof.name.replace("\n", ""), where, told, state, f"{one.author} {one.at[:10]}")
    console().print(table)


COMMANDS = {"prove": prove, "evidence": evidence}
