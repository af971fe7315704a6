"""How well a commitment can be checked later: A number and date, B one of them, C a thing, D a wish."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from luoshi.extracting.deeds.governing import Governing, governing
from luoshi.lexicon.measurability import measurability_words
from luoshi.lexicon.trie import Words
from luoshi.model.statement import Measurability
from luoshi.native import COMPILED


def measurability_of(*, has_number: bool, has_date: bool, checkable: bool) -> Measurability:
    """Give the grade of a commitment and its reason in words that a planner reads."""
    if has_number and has_date:
        key = "A"
    elif has_number:
        key = "B_number"
    elif has_date:
        key = "B_date"
    else:
        key = "C" if checkable else "D"
    return _grade(key)


@cache
def _grade(key: str) -> Measurability:
    return Measurability(key[0], measurability_words().why[key])


def checkable(text: str, kind: str, deed: Governing | None = None) -> bool:
    """Say whether the text names a thing that somebody could go and look at.

    A project is one; so is a document, an event, an institution or a named programme that the
    commitment sets up, holds or finishes (出台…条例, 设立…基金), or a named paper (《…》).
    ``deed`` is ``governing(text)``, for a caller who has it.
    """
    return thing_finder()(text, kind, deed or governing(text))


@cache
def thing_finder() -> Callable[[str, str, Governing], bool]:
    """Give what says so of a text with its kind and governing verb, for a caller who asks often."""
    if not COMPILED:
        return plain_checkable
    from luoshi.native.deeds import Things

    words = measurability_words()
    return Things(Words(words.deeds), Words(words.things)).checkable


def plain_checkable(text: str, kind: str, deed: Governing) -> bool:
    """Say so in plain Python."""
    if kind == "project":
        return True
    words = measurability_words()
    for start, end in deed.verbs:
        if text[start:end] in words.deeds:
            # a quoted name is as checkable as a thing: 实施“百县千镇万村工程”
            if text.find("《", deed.end, deed.stop) >= 0:
                return True
            return words.thing.search(text, deed.end, deed.stop) is not None
    return False
