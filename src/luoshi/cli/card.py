"""One row of the ledger, whole, with its place in the source."""

from __future__ import annotations

from collections.abc import Sequence

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from luoshi.cli.ledger.words import state_word
from luoshi.cli.messages import say
from luoshi.cli.tables import actor_words, deadline_words, target_words, word
from luoshi.model import Enumeration, Statement

_CONTEXT = 60  # characters of the source shown on each side


Fields = Sequence[tuple[str, str | Text]]


def card(number: int, state: str, statement: Statement, source: str, *, more: Fields = ()) -> Panel:
    """Give a panel of everything the row says; ``source`` is the document's text.

    ``state`` is a name or word of the workflow; ``more`` are labels with what the ledger adds.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in (*_fields(state, statement), *more):
        if value:
            grid.add_row(label, value)
    if source:
        grid.add_row(say("show.context"), _context(statement, source))
    title = f"{say('col.number')} {number} · {word('type', statement.type)}"
    return Panel(grid, title=title, title_align="left", expand=True)


def _fields(state: str, statement: Statement) -> list[tuple[str, str | Text]]:
    measured = statement.measurability
    return [
        (say("col.text"), Text(statement.text, style="bold")),
        (say("col.actor"), "、".join(actor_words(actor) for actor in statement.actors)),
        (say("show.deed"), " · ".join(part for part in (statement.action, statement.object) if part)),
        (say("col.force"), word("force", statement.force)),
        (say("show.kind"), word("kind", statement.kind)),
        (say("col.target"), "；".join(target_words(target) for target in statement.targets)),
        (say("col.deadline"), _deadline(statement)),
        (say("show.doubtful"), _doubtful(statement)),
        (say("col.grade"), f"{measured.grade}（{measured.why}）" if measured else ""),
        (say("show.themes"), " ".join((*statement.themes, *statement.subthemes))),
        (say("show.list"), _list(statement)),
        (say("show.event"), _event(statement)),
        (say("col.state"), state_word(state)),
        (say("show.section"), " › ".join(statement.section)),
        (say("show.source"), statement.source),
        (say("show.offsets"), f"{statement.start}–{statement.end}"),
        (say("show.rule"), statement.rule),
    ]


def _deadline(statement: Statement) -> str:
    deadline = statement.deadline
    if deadline is None:
        return ""
    day = deadline_words(deadline)
    return day if day == deadline.text else f"{deadline.text} → {day}"


def _doubtful(statement: Statement) -> str:
    """List the stretches to be checked against the picture, and how sure the recognition was of the lines."""
    if not statement.doubtful:
        return ""
    places = "、".join(f"{held.text}（{held.start}–{held.end}）" for held in statement.doubtful)
    sure = "" if statement.confidence is None else f" · {statement.confidence:.2f}"
    return places + sure


def _list(statement: Statement) -> str:
    if statement.enumeration is None:
        return ""
    return "；".join(_items(listed) for listed in (statement.enumeration, *statement.other_lists))


def _items(listed: Enumeration) -> str:
    items = "、".join(item.text for item in listed.items)
    claimed = "" if listed.claimed is None else f"{listed.found}/{listed.claimed} "
    return f"{claimed}{items}"


def _event(statement: Statement) -> str:
    event = statement.event
    if event is None:
        return ""
    day = event.date.until or event.date.text if event.date else ""
    parts = (day, event.body or "", event.occasion or "", "；".join(event.topics))
    return " · ".join(part for part in parts if part)


def _context(statement: Statement, source: str) -> Text:
    start, end = max(0, statement.start - _CONTEXT), min(len(source), statement.end + _CONTEXT)
    out = Text()
    out.append(source[start : statement.start].replace("\n", " "), style="dim")
    out.append(source[statement.start : statement.end].replace("\n", " "), style="reverse")
    out.append(source[statement.end : end].replace("\n", " "), style="dim")
    return out
