"""The words behind a value: the name of what it counts (48个|科技创新强基领域重大项目), or its predicate."""

from __future__ import annotations

import re

from luoshi.extracting.figures.subjects import Left
from luoshi.extracting.figures.units import COUNTED, Value
from luoshi.lexicon.figure_words import FigureWords

_STOP = re.compile("[，、。；：（）！\n;:(]|(?:和|与|及|以及)(?=[0-9０-９近约超第])")
_NO_NAME = frozenset("，、。；：（）！和与及并且以或而 \n”;,")
_LONGEST = 36


def name_end(text: str, value: Value, limit: int, words: FigureWords) -> int:
    """Where the name behind the value ends; its own end where none stands there."""
    end = value.end
    if end >= limit or text[end] in _NO_NAME or value.kind == "rank":
        return end
    limit = min(limit, end + _LONGEST)
    stop = _STOP.search(text, end, limit)
    if stop is not None:
        limit = stop.start()
    verb = words.name_end.find(text, end + 1, limit)
    if verb is not None:
        limit = verb[0]
    while limit > end and text[limit - 1] in "和与及、 已均":
        limit -= 1
    return limit


def counts_name(text: str, value: Value, left: Left, words: FigureWords) -> bool:
    """Whether the value counts what is named behind it, and is not said of what stands before."""
    if value.kind in COUNTED or text.endswith(words.new, 0, value.start):
        return True
    if value.kind == "multiple" or text.startswith(words.spends, value.end):
        return False
    if words.name_end.end(text, value.end, len(text)) >= 0:
        return False
    if text[value.end] == "的":
        return not left.subject
    if value.kind == "share":
        return False
    said = left.says - {"by"}
    # 成立了1000亿元科创基金 has a verb before it, but what it is said of stands behind
    predicate = said & {"up", "down", "rank"} or (said and text[value.start - 1] not in "了的")
    return not (left.subject and predicate)


def name_of(text: str, start: int, end: int) -> str:
    """The name at ``text[start:end]`` without the words that tie it to its number."""
    return text[start:end].strip("的 \u3000\n").removesuffix("等")
