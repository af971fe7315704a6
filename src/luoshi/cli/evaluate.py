"""``luoshi eval``: scores against answers, and each miss beside its text."""

from __future__ import annotations

from collections import Counter

import click

from luoshi.cli import options
from luoshi.cli.annotated import print_scores
from luoshi.cli.messages import say
from luoshi.cli.root import Command, help_text


@click.command("eval", cls=Command, help=help_text("eval"), short_help=say("help.eval"))
@click.argument("gold", metavar="GOLD")
@options.output
@click.option("--misses/--no-misses", default=True, help=say("help.misses"))
def command(gold: str, form: str, misses: bool) -> None:
    """Score against answers and print each miss."""
    import json

    from luoshi.app.annotated import ENDINGS
    from luoshi.app.evaluate import evaluate
    from luoshi.evaluating import Tally

    if gold.lower().endswith(ENDINGS):
        print_scores(gold, form, misses=misses)
        return
    total = Tally()
    errors: Counter[str] = Counter()
    by_text: dict[str, float] = {}
    for done in evaluate(gold):
        total += done.tally
        by_text[done.name] = round(done.tally.accuracy, 4)
        for miss in done.misses:
            errors[
                f"{miss.what} {miss.want} → {miss.got}" if miss.what in ("label", "join") else miss.what
            ] += 1
            if misses:
                quote = done.text[miss.start : miss.end]
                if form == "jsonl":
                    row = {"text": done.name, "what": miss.what, "at": [miss.start, miss.end],
                           "want": miss.want, "got": miss.got, "quote": quote}  # fmt: skip
                    click.echo(json.dumps(row, ensure_ascii=False))
                else:
                    click.echo(
                        f"{done.name}:{miss.start}–{miss.end}\t{miss.what}\t"
                        f"{miss.want} → {miss.got or '—'}\t{quote}"
                    )
    scores = {
        "statements": total.f1("CR"),
        "commitment": total.f1("C"),
        "result": total.f1("R"),
        "problem": total.f1("P"),
        "event": total.f1("E"),
        "accuracy": total.accuracy,
        "joins": total.joins_f1,
        "figures": total.figures_f1,
        "figures_strict": total.figures_strict,
    }
    rounded = {name: None if value is None else round(value, 4) for name, value in scores.items()}
    if form == "jsonl":
        click.echo(json.dumps({**rounded, "accuracy_by_text": by_text}, ensure_ascii=False))
    else:
        _tables(rounded, errors, by_text)


def _tables(scores: dict[str, float | None], errors: Counter[str], by_text: dict[str, float]) -> None:
    from rich.table import Table

    from luoshi.cli.tables import console

    out = console()
    for title, rows in (
        (say("eval.scores"), scores.items()),
        (say("eval.texts"), by_text.items()),
        (say("eval.errors"), errors.most_common()),
    ):
        table = Table(title=title, title_justify="left", show_header=False)
        for name, value in rows:
            table.add_row(name, _shown(value))
        out.print(table)


def _shown(value: float | None) -> str:
    if value is None:  # nobody read what is to be scored
        return "—"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
