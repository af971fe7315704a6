"""Records as a table for the eye: colours on a terminal, none in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from luoshi.cli.messages import known, say
from luoshi.model import Actor, Deadline, Statement, Target

_STYLE = {"commitment": "bold cyan", "result": "green", "problem": "yellow", "event": "magenta"}
_FORCE = {"binding": "bold red", "firm": "bold", "striving": "yellow", "exploratory": "dim"}
_COMPARE = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": "", "range": "", "lead": ""}


def console() -> Console:
    """Give the console of standard output; as wide as its terminal, or wide enough for a file.

    Quotes are shown as they stand: ``[red]`` is no colour and ``:star:`` no picture.
    """
    out = Console(markup=False, emoji=False)
    return out if out.is_terminal else Console(markup=False, emoji=False, width=140)


class _Column(NamedTuple):
    """A column: its cells, how they are laid out, and from what width of the table on it is shown."""

    name: str
    cell: Callable[[Statement], str | Text]
    layout: dict[str, Any]
    from_width: int = 0


def _quote(statement: Statement) -> str | Text:
    """Give the words of a record, marked where recognised characters in them must be checked."""
    words = statement.text.replace("\n", "")
    if not statement.doubtful:
        return words
    return Text.assemble(words, (say("mark.doubtful"), "bold yellow"))


_COLUMNS = (
    _Column("type", lambda s: Text(word("type", s.type), style=_STYLE.get(s.type, "")), {"no_wrap": True}),
    _Column("actor", lambda s: "、".join(map(actor_words, s.actors[:3])), {"ratio": 2, "min_width": 8}),
    _Column("text", _quote, {"ratio": 6, "min_width": 12}),
    _Column("target", lambda s: "\n".join(map(target_words, s.targets)), {"ratio": 2, "min_width": 8}),
    _Column("deadline", lambda s: deadline_words(_time(s)), {"min_width": 10, "max_width": 12}),
    _Column("force", lambda s: _force(s.force), {"no_wrap": True}, 70),
    _Column("theme", lambda s: "\n".join(s.themes[:2]), {"min_width": 8, "max_width": 8}, 90),
)


def statement_table(
    rows: Sequence[tuple[int, Statement]], *, title: str | None = None, width: int | None = None
) -> Table:
    """Give a table of numbered statements for a console of this width.

    A column that is empty in every row is left out; where there is little room, so are those that the
    quote can best do without. Words are wrapped, never cut.
    """
    columns = [column for column in _COLUMNS if width is None or width >= column.from_width]
    cells = [[column.cell(statement) for column in columns] for _, statement in rows]
    kept = [at for at, _ in enumerate(columns) if not cells or any(line[at] for line in cells)]
    table = Table(title=title, title_justify="left", header_style="bold", expand=True, pad_edge=False)
    table.add_column(say("col.number"), justify="right", no_wrap=True)
    for at in kept:
        table.add_column(say(f"col.{columns[at].name}"), overflow="fold", **columns[at].layout)
    for (number, _), line in zip(rows, cells, strict=True):
        table.add_row(str(number), *(line[at] for at in kept))
    return table


def _time(statement: Statement) -> Deadline | None:
    return statement.deadline or (statement.event.date if statement.event else None)


def _force(force: str | None) -> Text:
    return Text(word("force", force), style=_FORCE.get(force or "", ""))


def word(group: str, value: str | None) -> str:
    """Give the office's word for a value of the record."""
    if not value:
        return ""
    key = f"{group}.{value}"
    return say(key) if known(key) else value


def actor_words(actor: Actor) -> str:
    """Give a body with its role, where the role is more than doing it."""
    return actor.name if actor.role == "lead" else f"{actor.name}（{word('role', actor.role)}）"


def target_words(target: Target) -> str:
    """Give a target as indicator, comparator, value and unit."""
    if target.low is None and target.high is None:
        return f"{target.indicator}（{target.reference or target.text}）"
    low, high = number(target.low), number(target.high)
    value = f"{low}—{high}" if low and high else low or high
    return f"{target.indicator} {_COMPARE.get(target.comparator, '')}{value}{target.unit}"


def number(value: float | None) -> str:
    """Give a number without an empty decimal part."""
    return "" if value is None else f"{value:.12g}"


def deadline_words(deadline: Deadline | None) -> str:
    """Give the last day, or the words where they bear no day."""
    if deadline is None:
        return ""
    if deadline.until is None:
        return deadline.text
    return deadline.until
