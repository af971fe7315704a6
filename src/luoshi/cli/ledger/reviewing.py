"""``luoshi ledger review``: accept, reject, correct, merge, split."""

from __future__ import annotations

import re

import click

from luoshi.app import handling
from luoshi.app.splitting import Cut
from luoshi.cli.ledger.asking import Asked, Take, step, take
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text
from luoshi.errors import UsageError

_SPAN = re.compile(r"(\d+)[-–—](\d+)")


@click.command("review", cls=Command, help=help_text("ledger.review"), short_help=say("help.ledger.review"))
@click.option("--accept", is_flag=True, help=say("help.accept"))
@click.option("--reject", is_flag=True, help=say("help.reject"))
@click.option("--correct", multiple=True, metavar="FIELD=VALUE", help=say("help.correct"))
@click.option("--merge-into", type=click.IntRange(min=1), metavar="ROW", help=say("help.merge_into"))
@click.option("--split", "cuts", multiple=True, metavar="WORDS|START-END", help=say("help.split"))
@click.option("--note", metavar="TEXT", help=say("help.note"))
@step
def review(  # noqa: PLR0913, PLR0917 - one option a decision
    asked: Asked,
    accept: bool,
    reject: bool,
    correct: tuple[str, ...],
    merge_into: int | None,
    cuts: tuple[str, ...],
    note: str | None,
) -> None:
    """Decide on rows."""
    wanted: list[Take] = []
    if accept:
        wanted.append(lambda desk, rows, seen: handling.accept(desk, rows, note=note, expected=seen))
    if reject:
        wanted.append(lambda desk, rows, seen: handling.reject(desk, rows, expected=seen))
    if correct:
        changes = [_change(said) for said in correct]
        wanted.append(
            lambda desk, rows, seen: handling.correct(desk, rows, changes, note=note, expected=seen)
        )
    if merge_into is not None:
        into = merge_into
        wanted.append(lambda desk, rows, seen: handling.merge(desk, rows, into, expected=seen))
    if cuts:
        places = [_cut(said) for said in cuts]
        wanted.append(lambda desk, rows, seen: handling.split(desk, _only(rows), places, expected=seen))
    if len(wanted) != 1:
        raise UsageError(
            "Decide one thing: --accept, --reject, --correct, --merge-into or --split.", code="review_one"
        )
    take(asked, wanted[0])


def _change(said: str) -> tuple[str, str]:
    field, equals, value = said.replace("＝", "=", 1).partition("=")
    if not equals:
        raise UsageError(
            f"--correct {said}: write FIELD=VALUE, as in force=binding.",
            code="correct_spec",
            details={"correction": said},
        )
    return field, value


def _cut(said: str) -> Cut:
    span = _SPAN.fullmatch(said.strip())
    if span:
        return int(span[1]), int(span[2])
    return int(said) if said.strip().isdecimal() else said


def _only(rows: list[int]) -> int:
    if len(rows) > 1:
        raise UsageError("Rows are split one by one.", code="split_one")
    return rows[0]


COMMANDS = {"review": review}
