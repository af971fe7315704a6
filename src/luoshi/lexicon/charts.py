"""The words on charts (``data/charts.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load
from luoshi.lexicon.messages import LANGUAGES, filled


@cache
def chart_words() -> Mapping[str, Mapping[str, str]]:
    """Give the words by key, each in every language.

    Raises:
        LexiconError: one lacks a language; names file and key.
    """
    table = load("charts")
    for key, value in table.items():
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise LexiconError(f"data/charts.yaml: “{key}” must have {' and '.join(LANGUAGES)}")
    return table


def say_on_chart(language: str, key: str, **details: object) -> str:
    """Give words of a chart in a language, their gaps filled."""
    return filled(chart_words()[key][language], details)
