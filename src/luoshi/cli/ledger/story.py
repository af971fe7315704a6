"""The history of a row in words: who did what when, what it changed, and what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from luoshi.cli.ledger.tables import plain
from luoshi.cli.ledger.words import review_word, state_word, step_word
from luoshi.cli.messages import bracketed, known, language, say
from luoshi.cli.tables import word
from luoshi.ledger.events import REVIEWED, Event
from luoshi.ledger.history import Change, Told
from luoshi.ledger.row import Evidence, Extension, Milestone

_LONG = 60


def story(told: list[Told]) -> Text:
    """Give a line an event, and one a change below it; what was undone is struck out and says so."""
    out = Text()
    for at, one in enumerate(told):
        if at:
            out.append("\n")
        line = Text.assemble((_when(one.event), "dim"), "  ", one.event.author, "  ", (_what(one), "bold"))
        if one.event.reason:
            line.append("  " + say("history.reason", reason=one.event.reason), style="italic")
        if one.undone:
            line.stylize("strike dim")
            line.append("  " + say("history.undone"), style="dim")
        changes = [] if one.undoes is not None else filter(None, map(_change, one.changes))
        for said in changes:
            line.append(f"\n    {said}", style="strike dim" if one.undone else "")
        out.append_text(line)
    return out


def story_record(one: Told) -> dict[str, Any]:
    """Give an event of a history as JSON has it."""
    event = one.event
    changes = [
        {"of": change.of, "field": change.field, "from": plain(change.before), "to": plain(change.after)}
        for change in one.changes
    ]
    return {
        "sequence": event.sequence,
        "kind": event.kind,
        "at": event.at,
        "author": event.author,
        "reason": event.reason,
        "payload": event.payload,
        "changes": changes,
        "undone": one.undone,
        "undoes": one.undoes.sequence if one.undoes else None,
    }


def _when(event: Event) -> str:
    return datetime.fromisoformat(event.at).astimezone().strftime("%Y-%m-%d %H:%M")


def _what(one: Told) -> str:
    if one.undoes is not None:
        return say("history.undo", what=_name(one.undoes))
    return _name(one.event)


def _name(event: Event) -> str:
    if event.kind == REVIEWED:
        return review_word(event.payload["decision"])
    return step_word(event.kind)


def _change(change: Change) -> str:
    if change.of == "status" and change.field == "review":
        return ""  # the line's own word says it
    before, after = _value(change.field, change.before), _value(change.field, change.after)
    key = f"field.{change.field}"
    name = say(key) if known(key) else change.field
    colon = "：" if language() == "zh" else ": "
    changed = f"{before} → " if before else ""
    return f"{name}{colon}{changed}{after or say('history.nothing')}"


def _value(field: str, value: object) -> str:
    if value is None or value in ("", (), []):
        return ""
    if field == "state":
        return state_word(str(value))
    if field == "percentage":
        return f"{value}%"
    if isinstance(value, Mapping):
        return str(value.get("until") or value.get("grade") or value.get("text") or "")
    if isinstance(value, (list, tuple)):
        return "、".join(_part(part) for part in value)
    said = word(field, str(value))
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


def _part(part: object) -> str:
    if isinstance(part, Milestone):
        return milestone_words(part)
    if isinstance(part, Evidence):
        return part.name
    if isinstance(part, Extension):
        return extension_words(part)
    if isinstance(part, Mapping):
        return str(part.get("name") or part.get("text") or "")
    return str(part)


def milestone_words(part: Milestone) -> str:
    """Give a step of the plan with its day."""
    return bracketed(part.text, part.due) if part.due else part.text


def extension_words(part: Extension) -> str:
    """Give a later end of the term with its approval."""
    return bracketed(part.until, part.approval)
