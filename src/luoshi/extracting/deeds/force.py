"""How binding a commitment is, by the auxiliary or the verb that governs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from luoshi.extracting.deeds.governing import Governing, governing
from luoshi.lexicon.force import FORCES, ForceWords, force_words
from luoshi.lexicon.trie import Words
from luoshi.native import COMPILED

_COUNTED: Final = re.compile(
    r"\d(?<!\d\d)[\d.,]{0,15}(?:[%％‰万亿]|个|家|项|公里|千米|元|所|张|套|亩|人|名|条|座|处|倍|位|吨|千|百|左右|以上|以内|平方|立方|辆|部|台|场|对|户|床)"
)


def force_of(text: str, deed: Governing | None = None) -> tuple[str, str]:
    """Give the force of a commitment and the word that decided (``""`` where none did).

    The strongest auxiliary decides: one that binds (确保, 不得) wherever it stands, one that
    strives or orders in the clause that governs or before it. Else the governing verb does,
    and a figure set without any of these (增长5%左右) is firm. Words inside quotes never do.
    ``deed`` is ``governing(text)``, for a caller who has it.
    """
    return force_finder()(text, deed or governing(text))


@cache
def force_finder() -> Callable[[str, Governing], tuple[str, str]]:
    """Give what tells the force of a text with its governing verb, for a caller who asks often."""
    if not COMPILED:
        return plain_force_of
    from luoshi.native.deeds import Forces

    words = force_words()
    numbers = {"binding": 1, "striving": 2}
    auxiliaries = dict.fromkeys(words.exceptions, 0)
    auxiliaries.update((word, numbers.get(name, 3)) for word, name in words.auxiliaries.items())
    verbs = {word: FORCES.index(name) for word, name in words.verbs.items()}
    return Forces(auxiliaries, verbs, FORCES, Words(words.others), _COUNTED).force_of


def plain_force_of(text: str, deed: Governing) -> tuple[str, str]:
    """Give it in plain Python."""
    words = force_words()
    order = ""
    striving = ""
    for start, end in words.auxiliary.all(deed.masked, 0, len(deed.masked)):
        word = deed.masked[start:end]
        name = words.auxiliaries.get(word)
        if name == "binding":
            return "binding", word
        if name is not None and start < deed.stop:
            if name == "striving":
                striving = striving or word
            elif start <= deed.start or not deed.verbs:
                order = order or word
    if striving:
        return "striving", striving
    return _by_verb(words, deed, order, text)


def _by_verb(words: ForceWords, deed: Governing, order: str, text: str) -> tuple[str, str]:
    force = word = ""
    if deed.verbs:
        start, end = deed.verbs[0]
        word = text[start:end]
        force = words.verbs.get(word, "")
        if len(deed.verbs) > 1:
            word = _deciding(words, deed, force, text)
    if force in ("exploratory", "striving", "binding"):
        return force, word
    if order or deed.hastened:
        return "firm", order or deed.hastened
    if force == "directional":
        if word not in words.others and (counted := _COUNTED.search(deed.masked, deed.end, deed.stop)):
            return "firm", word or counted.group()
    elif not force:
        counted = _COUNTED.search(deed.masked)
        return ("firm", counted.group()) if counted else ("directional", "")
    return force, word


def _deciding(words: ForceWords, deed: Governing, force: str, text: str) -> str:
    """The last of several verbs that has the force of the first; all where that has none of its own."""
    word = text[deed.start : deed.end]
    for start, end in deed.verbs:
        if words.verbs.get(text[start:end]) == force:
            word = text[start:end]
    return word
