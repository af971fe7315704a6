"""The words of the office's own workflow for states, steps, reviews, and for what an error says of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from luoshi.cli.messages import known, language, say
from luoshi.errors import StepError

if TYPE_CHECKING:
    from luoshi.lexicon.workflow import Workflow


@cache
def table() -> Workflow:
    """Give the workflow of the current folder."""
    from luoshi import settings

    return settings.workflow()


def state_word(name: str) -> str:
    """Give the word of a state."""
    return table().word("state", name, language())


def review_word(name: str) -> str:
    """Give the word of how a row's review stands."""
    word = table().word("review", name, language())
    return say(f"review.{name}") if word == name and known(f"review.{name}") else word


def step_word(name: str) -> str:
    """Give the word of a step, of a decision, or of an event that is neither."""
    if ("step", name) in table().words:
        return table().word("step", name, language())
    keys = (f"decision.{name}", f"event.{name}")
    return next((say(key) for key in keys if known(key)), name)


def in_words(error: StepError) -> StepError:
    """Give the error with its details in the user's language, ready for its message."""
    details = dict(error.details)
    if "state" in details:
        name = str(details["state"])
        details["state"] = state_word(name) if ("state", name) in table().words else review_word(name)
    if "step" in details:
        details["step"] = step_word(str(details["step"]))
    if "known" in details:
        to_word = step_word if error.code == "step_illegal" else _field_word
        comma = "、" if language() == "zh" else ", "
        details["known"] = comma.join(to_word(name) for name in str(details["known"]).split(", "))
    if "field" in details:
        details["field"] = _field_word(str(details["field"]))
    return StepError(str(error), code=error.code, details=details)


def _field_word(name: str) -> str:
    key = f"field.{name}"
    return say(key) if known(key) else name
