"""What is done and to what: 分析 and 人才聚集等方面的不足, as the text writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from luoshi.extracting.deeds.governing import Governing, governing, mask
from luoshi.lexicon.deeds import deed_words
from luoshi.lexicon.trie import Words
from luoshi.native import COMPILED

_STOPS: Final = " \t\u3000、，,；;。：:！!？?"
_BRACKET_AT_END: Final = re.compile(r"[（(][^（()）]*[）)]$")


def deed_of(text: str, deed: Governing | None = None) -> tuple[str | None, str | None]:
    """Give action and object of a commitment, both words of the text; ``None`` where not sure.

    The action is the governing verb as written, without the auxiliaries before it (确保, 力争,
    加快 before another verb); the object goes on to the end of the clause. A list that the
    measure word 一批 opens is the object without it. ``deed`` is ``governing(text)``, for a
    caller who has it.
    """
    return deed_finder()(text, deed or governing(text))


@cache
def deed_finder() -> Callable[[str, Governing], tuple[str | None, str | None]]:
    """Give what reads action and object of a text with its governing verb, for a caller who asks often."""
    if not COMPILED:
        return plain_deed_of
    from luoshi.native.deeds import Objects

    words = deed_words()
    return Objects(words.after, Words(words.complements), plain_deed_of).deed_of


def plain_deed_of(text: str, deed: Governing) -> tuple[str | None, str | None]:
    """Give action and object in plain Python."""
    start, stop = deed.end, deed.stop
    if deed.start >= start:
        return None, None
    words = deed_words()
    action = text[deed.start : start]
    after = words.after.end(text, start, stop)
    target = text[max(start, after) : stop]
    if target.endswith(("）", ")")):
        target = _BRACKET_AT_END.sub("", target)
    target = target.strip(_STOPS)
    if not target or target in words.complements:
        return action, None
    if "、" in target:
        target = _before_next_deed(target)
        if "、" in target and (end := words.measure.end(target, 0, len(target))) > 0:
            target = target[end:].strip(_STOPS) or target
    return action, target


def _before_next_deed(target: str) -> str:
    """Cut off a second deed: 存量 of 盘活存量、提升效能; a list of deeds under one verb stays."""
    verbs = deed_words().verbs
    nominal = deed_words().nominal
    masked = mask(target)
    stop = len(target)
    if verbs.end(masked, 0, stop) >= 0:
        return target
    at = target.find("、")
    while at >= 0:
        following = verbs.end(masked, at + 1, stop)
        if 0 <= following < stop and masked[at + 1 : following] not in nominal:
            return target[:at]
        at = masked.find("、", at + 1)
    return target
