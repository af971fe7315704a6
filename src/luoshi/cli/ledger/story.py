"""The history of a row in words: who did what when, what it changed, and what was taken back."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from luoshi.cli.ledger.words import wording
from luoshi.cli.messages import say
from luoshi.ledger.events import Event
from luoshi.ledger.history import Told
from luoshi.ledger.row import Extension, Milestone


def story(told: list[Told]) -> Text:
    """Give a line an event, and one a change below it; what was undone is struck out and says so."""
    out, words = Text(), wording()
    for at, one in enumerate(told):
        if at:
            out.append("\n")
        what = (words.what(one), "bold")
        line = Text.assemble((_when(one.event), "dim"), "  ", one.event.author, "  ", what)
        if one.event.reason:
            line.append("  " + say("history.reason", reason=one.event.reason), style="italic")
        if one.undone:
            line.stylize("strike dim")
            line.append("  " + say("history.undone"), style="dim")
        for said in words.changes(one):
            line.append(f"\n    {said}", style="strike dim" if one.undone else "")
        out.append_text(line)
    return out


def _when(event: Event) -> str:
    return datetime.fromisoformat(event.at).astimezone().strftime("%Y-%m-%d %H:%M")


def milestone_words(part: Milestone) -> str:
    """Give a step of the plan with its day."""
    return wording().milestone(part)


def extension_words(part: Extension) -> str:
    """Give a later end of the term with its approval."""
    return wording().extension(part)
