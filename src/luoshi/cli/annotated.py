"""What ``luoshi eval`` prints of a person's own annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from luoshi.cli.messages import say

if TYPE_CHECKING:
    from luoshi.evaluating.spans import Counts


def print_scores(path: str, form: str, *, misses: bool) -> None:
    """Score against the annotations of a file, and print each difference where ``misses`` asks for it."""
    from luoshi.app.annotated import score_annotated
    from luoshi.evaluating.spans import Counts

    total = Counts()
    for done in score_annotated(path):
        total += done.counts
        for each in done.differences if misses else ():
            quote = done.text[each.start : each.end]
            if form == "jsonl":
                row = {"text": done.name, "what": each.what, "at": [each.start, each.end],
                       "want": each.want, "got": each.got, "quote": quote}  # fmt: skip
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                said = say(f"eval.what.{each.what}")
                both = f"{_shown(each.want)} → {_shown(each.got)}"
                click.echo(f"{done.name}:{each.start}–{each.end}\t{said}\t{both}\t{' '.join(quote.split())}")
    _print_total(total, form)


def _print_total(total: Counts, form: str) -> None:
    kinds = [*sorted(total.wanted), None]
    rows = [(kind, exact, *total.scores(kind, exact=exact)) for kind in kinds for exact in (False, True)]
    agreed = total.force_agreement
    if form == "jsonl":
        told = {
            f"{kind or 'all'}{'_exact' if exact else ''}": dict(
                zip(("precision", "recall", "f1"), (round(number, 4) for number in numbers), strict=True)
            )
            for kind, exact, *numbers in rows
        }
        told_force = None if agreed is None else round(agreed, 4)
        click.echo(json.dumps({**told, "force_agreement": told_force}, ensure_ascii=False))
        return
    from rich.table import Table

    from luoshi.cli.tables import console

    table = Table(title=say("eval.scores"), title_justify="left")
    for key in ("type", "bounds", "precision", "recall", "f1"):
        table.add_column(say(f"eval.col.{key}"))
    for kind, exact, *numbers in rows:
        bounds = say("eval.exact" if exact else "eval.overlap")
        table.add_row(_word(kind), bounds, *(f"{number:.4f}" for number in numbers))
    console().print(table)
    if agreed is not None:
        click.echo(f"{say('eval.force')}\t{agreed:.4f}")


def _word(kind: str | None) -> str:
    return say("eval.all") if kind is None else _shown(kind)


def _shown(value: str) -> str:
    """Give the word of a type or force; bounds as they are."""
    from luoshi.evaluating.annotations import FORCES, TYPES

    if value in TYPES:
        return say(f"type.{value}")
    return say(f"force.{value}") if value in FORCES else value or "—"
