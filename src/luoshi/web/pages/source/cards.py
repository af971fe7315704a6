"""The card of a record: what the reader sees of it beside the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from luoshi.ledger import Row
from luoshi.ledger.steps import offered
from luoshi.lexicon.messages import say_on_page
from luoshi.lexicon.themes import theme_name
from luoshi.web.pages.source.asked import Lit, undecided
from luoshi.web.views.quoting import Segment, valued

if TYPE_CHECKING:
    from luoshi.lexicon.workflow import Workflow
    from luoshi.model import Deadline, Target

_TONES: Final = {"accepted": "green", "corrected": "green", "pending": "yellow"}
_SHORTER: Final = 0.7
"""What is done is told apart only where it is this much shorter than the quote."""
_ACTORS: Final = ("lead", "responsible", "supporting", "addressee")


@dataclass(frozen=True, slots=True)
class Card:
    """One record for the template; ``fields`` are keys of ``source.field.…`` with their values.

    ``decisions`` are those of ``accepted``, ``corrected``, ``rejected`` of use now, ``decided``: one was
    taken; ``version`` is the one that was seen. ``sure`` is the confidence of the recognition in
    percent, ``None`` where the characters are the file's own.
    """

    number: int
    type: str
    version: int
    quote: tuple[Segment, ...]
    light: str | None
    state: str
    review: str
    tone: str
    undecided: bool
    unmatched: bool
    sure: int | None
    fields: tuple[tuple[str, str], ...]
    decisions: frozenset[str]
    decided: bool


def card_of(row: Row, text: str, language: str, table: Workflow, lit: Lit) -> Card:
    """Give the card of a row; ``text`` is that of its document."""
    statement, status = row.statement, row.status
    useful = offered(row.state, status.review, table)
    return Card(
        number=row.number,
        type=statement.type,
        version=status.version,
        quote=valued(text, statement),
        light=lit(row),
        state=table.word("state", row.state, language) if row.state != table.states[0] else "",
        review=table.word("review", status.review, language),
        tone=_TONES.get(status.review, "soft"),
        undecided=undecided(row),
        unmatched=status.unmatched,
        sure=None if statement.confidence is None else round(statement.confidence * 100),
        fields=tuple(_fields(row, language)),
        decisions=frozenset(("accepted", "corrected", "rejected")).intersection(useful),
        decided=status.review in ("accepted", "corrected", "rejected"),
    )


def _fields(row: Row, language: str) -> Iterator[tuple[str, str]]:
    statement, comma = row.statement, "、" if language == "zh" else ", "
    bodies = _bodies(row, language, comma)
    if bodies:
        yield "who", bodies
    deed = " ".join(words for words in (statement.action, statement.object) if words)
    if deed and len(deed) < _SHORTER * len(statement.text):
        yield "what", deed
    if statement.targets:
        yield "figures", ("；" if language == "zh" else "; ").join(map(_figure, statement.targets))
    if row.due or statement.deadline is not None:
        yield "due", _when(statement.deadline, row.due)
    if statement.force:
        yield "force", say_on_page(language, f"force.{statement.force}")
    if statement.kind:
        yield "kind", say_on_page(language, f"kind.{statement.kind}")
    if statement.measurability is not None:
        yield "grade", statement.measurability.grade
    if statement.themes:
        yield "theme", comma.join(theme_name(theme, language) for theme in statement.themes)
    if statement.doubtful:
        yield "doubtful", comma.join(dict.fromkeys(each.text for each in statement.doubtful))


def _bodies(row: Row, language: str, comma: str) -> str:
    """Give who it was handed to, else the bodies that the text names, each role after the other."""
    status = row.status
    if status.lead:
        helping = comma.join(status.supporting)
        said = [(say_on_page(language, "source.role.lead"), status.lead)]
        said += [(say_on_page(language, "source.role.supporting"), helping)] if helping else []
    else:
        actors = row.statement.actors
        named = [(role, [each.name for each in actors if each.role == role]) for role in _ACTORS]
        said = [
            (say_on_page(language, f"source.role.{role}"), comma.join(dict.fromkeys(names)))
            for role, names in named
            if names
        ]
    mark = "：" if language == "zh" else ": "
    return ("；" if language == "zh" else "; ").join(f"{role}{mark}{names}" for role, names in said)


def _figure(target: Target) -> str:
    """Give the figure's words, after its indicator where they do not hold it."""
    if not target.indicator or target.indicator in target.text:
        return target.text
    return f"{target.indicator} {target.text}"


def _when(deadline: Deadline | None, due: str | None) -> str:
    words = deadline.text if deadline is not None else ""
    return f"{words} → {due}" if words and due and words != due else words or due or ""
