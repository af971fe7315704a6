"""The words for what happens to a row, in a language and of an office's workflow: states, steps, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.errors import StepError
from luoshi.ledger.events import REVIEWED, Event
from luoshi.ledger.history import Change, Told
from luoshi.ledger.judgement import Judgement
from luoshi.ledger.row import Evidence, Extension, Milestone
from luoshi.lexicon.messages import known, say
from luoshi.lexicon.themes import finer_name
from luoshi.lexicon.workflow import Workflow

_LONG = 60
_THEMES = ("themes", "subthemes")


@dataclass(frozen=True, slots=True)
class Wording:
    """Gives words in ``language`` (``zh`` or ``en``) by the names of the workflow's ``table``."""

    language: str
    table: Workflow

    def state(self, name: str) -> str:
        """Give the word of a state."""
        return self.table.word("state", name, self.language)

    def review(self, name: str) -> str:
        """Give the word of how a row's review stands."""
        word = self.table.word("review", name, self.language)
        return self._said(f"review.{name}", word) if word == name else word

    def step(self, name: str) -> str:
        """Give the word of a step, of a decision, or of an event that is neither."""
        if ("step", name) in self.table.words:
            return self.table.word("step", name, self.language)
        return self._said(f"decision.{name}", self._said(f"event.{name}", name))

    def field(self, name: str) -> str:
        """Give the word of a field of a status or a record."""
        return self._said(f"field.{name}", name)

    def value(self, group: str, value: str | None) -> str:
        """Give the word for a value of a record (``type``, ``force``, ``kind``, ``light``)."""
        return self._said(f"{group}.{value}", value) if value else ""

    def reason(self, said: str) -> str:
        """Give a reason of a finding, which records hold in Chinese."""
        from luoshi.lexicon.reasons import reason_in

        return reason_in(self.language, said)

    def bracketed(self, words: str, aside: str) -> str:
        """Give words with an aside in brackets."""
        return f"{words}（{aside}）" if self.language == "zh" else f"{words} ({aside})"

    def what(self, one: Told) -> str:
        """Say what an event did."""
        if one.undoes is not None:
            return say(self.language, "history.undo", what=self._name(one.undoes))
        return self._name(one.event)

    def changes(self, one: Told) -> list[str]:
        """Say what an event changed, from what to what; nothing of one that was an undo."""
        changes = () if one.undoes is not None else one.changes
        return [said for each in changes if (said := self._change(each))]

    def milestone(self, part: Milestone) -> str:
        """Give a step of the plan with its day."""
        return self.bracketed(part.text, part.due) if part.due else part.text

    def extension(self, part: Extension) -> str:
        """Give a later end of the term with its approval."""
        return self.bracketed(part.until, part.approval)

    def in_words(self, error: StepError) -> StepError:
        """Give the error with its details in words, ready for its message."""
        details = dict(error.details)
        if "state" in details:
            name = str(details["state"])
            is_state = ("state", name) in self.table.words
            details["state"] = self.state(name) if is_state else self.review(name)
        if "step" in details:
            details["step"] = self.step(str(details["step"]))
        if "known" in details:
            to_word = {"step_illegal": self.step, "step_verdict": self._verdict}.get(error.code, self.field)
            comma = "、" if self.language == "zh" else ", "
            details["known"] = comma.join(to_word(name) for name in str(details["known"]).split(", "))
        if "field" in details:
            details["field"] = self.field(str(details["field"]))
        for name in ("standing", "instead"):
            if name in details:
                details[name] = self._verdict(str(details[name]))
        return StepError(str(error), code=error.code, details=details)

    def _verdict(self, name: str) -> str:
        return self.value("standing", name)

    def _name(self, event: Event) -> str:
        if event.kind == REVIEWED:
            return self.review(event.payload["decision"])
        return self.step(event.kind)

    def _change(self, change: Change) -> str:
        if change.of == "status" and change.field == "review":
            return ""  # the event's own word says it
        before, after = self._value(change.field, change.before), self._value(change.field, change.after)
        colon = "：" if self.language == "zh" else ": "
        changed = f"{before} → " if before else ""
        return f"{self.field(change.field)}{colon}{changed}{after or say(self.language, 'history.nothing')}"

    def _value(self, field: str, value: object) -> str:
        if value is None or value in ("", (), []):
            return ""
        if field == "state":
            return self.state(str(value))
        if field == "percentage":
            return f"{value}%"
        if isinstance(value, Judgement):
            decided = say(self.language, f"judged.{value.decision}")
            return self.bracketed(self.value("standing", value.verdict), decided)
        if isinstance(value, Mapping):
            return str(value.get("until") or value.get("grade") or value.get("text") or "")
        if field in _THEMES and isinstance(value, (list, tuple)):
            return "、".join(finer_name(str(name), self.language) for name in value)
        if isinstance(value, (list, tuple)):
            return "、".join(self._part(part) for part in value)
        said = self.value(field, str(value))
        return said if len(said) <= _LONG else f"{said[:_LONG]}…"

    def _part(self, part: object) -> str:
        if isinstance(part, Milestone):
            return self.milestone(part)
        if isinstance(part, Evidence):
            return part.name
        if isinstance(part, Extension):
            return self.extension(part)
        if isinstance(part, Mapping):
            return str(part.get("name") or part.get("text") or "")
        return str(part)

    def _said(self, key: str, otherwise: str) -> str:
        return say(self.language, key) if known(key) else otherwise
