"""Alignments and coverage as tables for the eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from luoshi.cli.messages import say
from luoshi.cli.tables import word
from luoshi.lexicon.force import FORCES
from luoshi.model import Alignment, Coverage, Match, Uptake, Wording

_SHOWN = 3  # provisions of a statement, statements of a provision
_CHANGE = {"softened": "yellow", "hardened": "bold", "kept": "dim"}


def alignment_table(alignments: Sequence[Alignment], *, title: str | None = None) -> Table:
    """Give a table of statements with the provisions that they carry out."""
    table = _table(title)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    table.add_column(say("col.text"), ratio=4, overflow="fold")
    table.add_column(say("col.article"), ratio=4, overflow="fold")
    table.add_column(say("col.score"), no_wrap=True)
    table.add_column(say("col.why"), ratio=4, overflow="fold")
    for number, alignment in enumerate(alignments, 1):
        best = alignment.provisions[0]
        if alignment.standing != "aligned":
            near = Text(say("align.none", article=_named(best)), style="yellow")
            table.add_row(str(number), _flat(alignment.statement.text), near, f"{best.score:.2f}", "")
            continue
        counted = [m for m in alignment.provisions[:_SHOWN] if m is best or m.score >= 0.5]
        table.add_row(
            str(number),
            _flat(alignment.statement.text),
            "\n".join(map(_named, counted)),
            "\n".join(f"{m.score:.2f}" for m in counted),
            "；".join(best.why),
        )
    return table


def coverage_tables(coverage: Coverage) -> Iterator[Table]:
    """Give three tables: provisions taken up, provisions that nobody takes up, commitments without any."""
    yield _taken([uptake for uptake in coverage.uptakes if uptake.wordings or uptake.also])
    untaken = [uptake for uptake in coverage.uptakes if not (uptake.wordings or uptake.also)]
    if untaken:
        table = _table(say("align.untaken", count=len(untaken)))
        table.add_column(say("col.article"), overflow="fold")
        for uptake in untaken:
            table.add_row(_provision(uptake))
        yield table
    if coverage.unaligned:
        table = _table(say("align.unaligned", count=len(coverage.unaligned)))
        table.add_column(say("col.text"), ratio=3, overflow="fold")
        table.add_column(say("col.nearest"), ratio=2, overflow="fold")
        for alignment in coverage.unaligned:
            table.add_row(_flat(alignment.statement.text), _named(alignment.provisions[0]))
        yield table


def _taken(uptakes: Sequence[Uptake]) -> Table:
    table = _table(say("align.taken", count=len(uptakes)))
    table.add_column(say("col.article"), ratio=3, overflow="fold")
    table.add_column(say("col.taken"), justify="right", no_wrap=True)
    table.add_column(say("col.force"), no_wrap=True)
    table.add_column(say("col.wording"), ratio=7, overflow="fold")
    for uptake in uptakes:
        counted = Counter(w.statement.force for w in uptake.wordings if w.statement.force)
        forces = "\n".join(f"{word('force', force)} {counted[force]}" for force in FORCES if counted[force])
        beside = Text("\n").join(map(_beside, uptake.wordings[:_SHOWN]))
        table.add_row(_provision(uptake), f"{len(uptake.wordings)}+{uptake.also}", forces, beside)
    return table


def _beside(wording: Wording) -> Text:
    """Both quotes, the shared stretches marked, and whether the local words ask more or less firmly."""
    out = Text()
    if wording.change:
        out.append(f"〔{word('wording', wording.change)}〕", style=_CHANGE[wording.change])
    local = [(start, length) for start, _, length in wording.shared]
    central = [(start, length) for _, start, length in wording.shared]
    out.append_text(_marked(wording.statement.text, local))
    out.append(" ⇐ ", style="dim")
    out.append_text(_marked(wording.match.text, central))
    return out


def _marked(text: str, stretches: Sequence[tuple[int, int]]) -> Text:
    out = Text(text.replace("\n", " ").replace("\r", " "))
    for start, length in stretches:
        out.stylize("underline", start, start + length)
    return out


def _named(match: Match) -> str:
    return say("align.article", article=match.article, title=match.path[-1] if match.path else "")


def _provision(uptake: Uptake) -> str:
    provision = uptake.provision
    return say("align.article", article=provision.article, title=provision.path[-1])


def _flat(text: str) -> str:
    return text.replace("\n", "").replace("\r", "")


def _table(title: str | None) -> Table:
    return Table(title=title, title_justify="left", header_style="bold", expand=True, pad_edge=False)
