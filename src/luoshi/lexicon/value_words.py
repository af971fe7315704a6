"""What people call the values of a record: the words of the messages, in both languages, to the values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from luoshi.lexicon.load import load

NONE = ("无", "none")
LIGHTS: Mapping[str, str] = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝"}
"""The lights with what people call them."""


def light_of(word: str) -> str | None:
    """Give the light that a word means (红, 红灯, red); ``None`` where it means none."""
    said = word.strip().removesuffix("灯").lower()
    return next((name for name, zh in LIGHTS.items() if said in (name, zh)), None)


def value_of(field: str, word: str) -> str | None:
    """Give the value of ``type``, ``force`` or ``kind`` that a word means; ``None`` where it means none."""
    said = word.strip()
    table = _values(field)
    if said in table:
        return said
    return next((value for value, words in table.items() if said in words.values()), None)


def known_values(field: str, language: str) -> tuple[str, ...]:
    """Give the words of a field's values in ``zh`` or ``en``, as errors list them."""
    return tuple(words[language] for words in _values(field).values())


@cache
def _values(field: str) -> Mapping[str, Mapping[str, str]]:
    opening = f"{field}."
    return {
        key.removeprefix(opening): words for key, words in load("messages").items() if key.startswith(opening)
    }


def names_of(field: str) -> tuple[str, ...]:
    """Give the values that ``type``, ``force`` or ``kind`` can have, in their order."""
    return tuple(_values(field))
