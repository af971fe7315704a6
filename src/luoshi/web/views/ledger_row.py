"""What the page of a row says of it, as pairs of a name and a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.app.wording import Wording
from luoshi.codec.encode import plain_number
from luoshi.ledger import Row
from luoshi.ledger.events import JUDGED, Event
from luoshi.ledger.fold import effective
from luoshi.ledger.judgement import judgement
from luoshi.ledger.lights import Turning
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.themes import finer_name
from luoshi.model import Deadline, Target
from luoshi.web.views.findings import TONES
from luoshi.web.views.hits import document_name

if TYPE_CHECKING:
    from luoshi.stores import Store

Pairs = list[tuple[str, str]]
_COMPARE = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


def facts(row: Row, words: Wording) -> Pairs:
    """Give what the text says, or a person set: who, what, how binding, by when."""
    statement = row.statement
    measured = statement.measurability
    pairs = [
        ("type", words.value("type", statement.type)),
        ("section", " › ".join(statement.section)),
        *_bodies(row, words),
        ("action", statement.action or ""),
        ("object", statement.object or ""),
        ("force", words.value("force", statement.force)),
        ("kind", words.value("kind", statement.kind)),
        ("themes", _themes(row, words.language)),
        ("deadline", _deadline(statement.deadline, words)),
        ("measurability", measured.grade if measured else ""),
    ]
    return [(_name(name, words), value) for name, value in pairs if value]


def _themes(row: Row, language: str) -> str:
    names = (*row.statement.themes, *row.statement.subthemes)
    return ("、" if language == "zh" else ", ").join(finer_name(name, language) for name in names)


def _name(name: str, words: Wording) -> str:
    headed = name in ("section", "responsible", "addressee")  # called as the columns are
    return say_on_page(words.language, f"ledger.column.{name}") if headed else words.field(name)


def _bodies(row: Row, words: Wording) -> Iterator[tuple[str, str]]:
    for role in ("lead", "responsible", "supporting", "addressee"):
        named = "、".join(dict.fromkeys(a.name for a in row.statement.actors if a.role == role))
        if named:
            yield role, named


def work(row: Row, words: Wording) -> Pairs:
    """Give how far the work has come."""
    status = row.status
    handed = status.begun is not None
    pairs = [
        ("lead", (status.lead or "") if handed else ""),
        ("supporting", "、".join(status.supporting)),
        ("leader", status.leader or ""),
        ("begun", status.begun or ""),
        ("due", (row.due or "") if handed else ""),
        ("extensions", "；".join(map(words.extension, status.extensions))),
        ("measures", "；".join(status.measures)),
        ("milestones", "；".join(map(words.milestone, status.milestones))),
        ("reported", status.reported or ""),
        ("progress", status.progress),
        ("problems", status.problems),
        ("next_steps", status.next_steps),
        ("reminded", status.reminded or ""),
        ("returned", str(status.returned or "")),
        ("closed", status.closed or ""),
        ("note", status.note),
    ]
    return [(words.field(name), value) for name, value in pairs if value]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of the follow-up as a person took it over, in words.

    ``verdict`` counts, ``found`` is what was found where another took its place; ``quote`` are the later
    text's words, ``source`` its name, ``document`` its SHA-256.
    """

    verdict: str
    tone: str
    found: str
    decision: str
    who: str
    day: str
    reason: str
    quote: str
    source: str
    document: str


def judged(store: Store, row: Row, events: Sequence[Event], words: Wording) -> list[Judged]:
    """Give what people made of findings on a row; of one finding that counts which they said last."""
    if row.status.judged is None:
        return []
    last: dict[object, Event] = {}
    for event in effective(events):
        if event.kind == JUDGED:
            one = judgement(event.payload, "")
            last[one.document, one.target] = event
    names = {entry.sha256: document_name(entry) for entry in store.documents()}
    return [_judged(event, names, words) for event in last.values()]


def _judged(event: Event, names: Mapping[str, str], words: Wording) -> Judged:
    said = event.payload
    one = judgement(said, said.get("day") or event.at[:10])
    return Judged(
        words.value("standing", one.verdict),
        TONES.get(one.verdict, ""),
        words.value("standing", one.standing) if one.verdict != one.standing else "",
        say_on_page(words.language, f"judged.{one.decision}"),
        event.author,
        one.day,
        event.reason,
        said["finding"].get("text") or "",
        names.get(one.document, one.document[:12]),
        one.document,
    )


def targets(row: Row, words: Wording) -> list[dict[str, str]]:
    """Give the figures."""
    return [
        {"indicator": each.indicator, "value": _value(each), "text": each.text, "base": each.base or ""}
        for each in row.statement.targets
    ]


def _value(target: Target) -> str:
    low, high = (_number(each) for each in (target.low, target.high))
    value = f"{low}—{high}" if low and high and low != high else low or high
    return f"{_COMPARE.get(target.comparator, '')}{value}{target.unit}" if value else ""


def _number(value: float | None) -> str:
    said = plain_number(value)
    return "" if said is None else f"{said:.12g}"


def _deadline(deadline: Deadline | None, words: Wording) -> str:
    if deadline is None:
        return ""
    until = deadline.until
    return words.bracketed(deadline.text, until) if until and until != deadline.text else deadline.text


def plain_values(row: Row, words: Wording) -> Mapping[str, str]:
    """Give the values that a correction starts from, in the words in which they are given back."""
    statement = row.statement

    def bodies(role: str) -> str:
        return "、".join(dict.fromkeys(a.name for a in statement.actors if a.role == role))

    return {
        "type": statement.type,
        "force": statement.force or "",
        "kind": statement.kind or "",
        "theme": "、".join(statement.themes),
        "lead": bodies("lead"),
        "supporting": bodies("supporting"),
        "deadline": statement.deadline.text if statement.deadline else "",
        "target": "；".join(dict.fromkeys(target.text for target in statement.targets)),
    }


def why(t: Callable[..., str], turns: Turning, light: str | None) -> str:
    """Say why an open row has its light, or what is asked of it next."""
    if light == "red" and turns.red_why:
        return t(f"ledger.why.{turns.red_why}", day=turns.red or "")
    if light == "yellow" and turns.yellow_why:
        return t(f"ledger.why.{turns.yellow_why}", day=turns.yellow or "")
    return t("ledger.why.next", day=turns.report_due) if turns.report_due else ""
