"""What the commands on rows ask for: which rows, by whom, why, on what day, and what was seen of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from luoshi.cli import options
from luoshi.cli.ledger.words import in_words
from luoshi.cli.messages import say
from luoshi.cli.values import Day
from luoshi.errors import StepError, UsageError

if TYPE_CHECKING:
    from luoshi.app.handling import Desk
    from luoshi.ledger import Row
    from luoshi.stores import Store

Function = Callable[..., Any]
_RANGE = re.compile(r"#?(\d+)(?:[-–—~]#?(\d+))?")
_SEEN = re.compile(r"(?:#?(\d+)=)?(\d+)")
_MOST = 100_000  # rows that one range may name


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command was told beside its own options."""

    rows: tuple[str, ...]
    store: str
    form: str
    by: str | None
    reason: str
    day: date | None
    seen: tuple[str, ...]


def step(function: Function) -> Function:
    """Options of a command that takes a step with rows; it is handed them as ``asked``."""

    @functools.wraps(function)
    def told(  # noqa: PLR0913, PLR0917 - as click hands them over
        rows: tuple[str, ...],
        store: str,
        form: str,
        by: str | None,
        reason: str,
        day: date | None,
        seen: tuple[str, ...],
        **own: Any,  # noqa: ANN401
    ) -> None:
        try:
            function(Asked(rows, store, form, by, reason, day, seen), **own)
        except StepError as error:
            raise in_words(error) from error

    made: Function = told
    for option in (
        options.output,
        options.store,
        click.option("--seen", multiple=True, metavar="[ROW=]VERSION", help=say("help.seen")),
        click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help=say("help.on")),
        click.option("--by", metavar="NAME", help=say("help.by")),
        click.option("--reason", default="", metavar="TEXT", help=say("help.reason")),
        click.argument("rows", nargs=-1, required=True, metavar="ROW…"),
    ):
        made = option(made)
    return made


Take = Callable[["Desk", list[int], dict[int, int]], "tuple[Row, ...]"]


def take(asked: Asked, step: Take) -> None:
    """Open the ledger, take the step with the rows that were asked for, and print them as they stand then."""
    from luoshi.app.handling import desk
    from luoshi.app.ledger import open_ledger
    from luoshi.cli.ledger.tables import print_rows

    with open_ledger(asked.store, create=False) as ledger:
        numbers = numbers_of(ledger, asked.rows)
        seen = _seen(asked.seen, numbers)
        at = desk(ledger, author=asked.by, reason=asked.reason, day=asked.day)
        after = step(at, numbers, seen)
    print_rows(after, asked.form)
    click.echo(say("rows.done", count=len(numbers)), err=True)


def numbers_of(ledger: Store, rows: Iterable[str]) -> list[int]:
    """Give the numbers that ``3``, ``3-7``, ``3,5`` or statements' ids name, each once, in their order.

    Raises:
        UsageError: ``row_spec``: it is none of these; ``no_row``: the ledger has no such id.
    """
    numbers: dict[int, None] = {}
    for word in (part for said in rows for part in re.split("[,，、]", said) if part.strip()):
        found = _RANGE.fullmatch(word.strip())
        if found is None:
            numbers[_by_id(ledger, word.strip())] = None
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last < first + _MOST:
            raise _no_rows(word)
        numbers.update(dict.fromkeys(range(first, last + 1)))
    if not numbers:
        raise _no_rows(" ".join(rows))
    return list(numbers)


def _by_id(ledger: Store, word: str) -> int:
    if ":" not in word:
        raise _no_rows(word)
    row = ledger.row(word)
    if row is None:
        raise UsageError(f"There is no row {word}.", code="no_row", details={"row": word})
    return row.number


def _no_rows(word: str) -> UsageError:
    return UsageError(
        f"“{word}” names no rows; write 3, 3-7, or a statement's id.", code="row_spec", details={"row": word}
    )


def _seen(said: Iterable[str], numbers: list[int]) -> dict[int, int]:
    out = {}
    for word in said:
        found = _SEEN.fullmatch(word.strip())
        if found is None or (found[1] is None and len(numbers) > 1):
            raise UsageError(
                f"--seen {word}: write ROW=VERSION, as in 3=17; for one row its version is enough.",
                code="seen_spec",
                details={"seen": word},
            )
        out[int(found[1] or numbers[0])] = int(found[2])
    return out
