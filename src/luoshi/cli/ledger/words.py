"""The words of the office's own workflow for states, steps, reviews, and for what an error says of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from luoshi.cli.messages import language
from luoshi.errors import StepError

if TYPE_CHECKING:
    from luoshi.app.wording import Wording
    from luoshi.lexicon.workflow import Workflow


@cache
def table() -> Workflow:
    """Give the workflow of the current folder."""
    from luoshi import settings

    return settings.workflow()


def wording() -> Wording:
    """Give the words in the user's language."""
    from luoshi.app.wording import Wording

    return Wording(language(), table())


def state_word(name: str) -> str:
    """Give the word of a state."""
    return wording().state(name)


def review_word(name: str) -> str:
    """Give the word of how a row's review stands."""
    return wording().review(name)


def step_word(name: str) -> str:
    """Give the word of a step, of a decision, or of an event that is neither."""
    return wording().step(name)


def in_words(error: StepError) -> StepError:
    """Give the error with its details in the user's language, ready for its message."""
    return wording().in_words(error)
