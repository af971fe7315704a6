"""Words that tell who met, on what occasion, and on what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import any_of, scanner

_LISTS = ("holds", "held", "occasions", "parts", "bodies", "skips", "titles", "topics")


@dataclass(frozen=True, slots=True)
class EventWords:
    """Compiled forms of ``data/events.yaml``."""

    holds: re.Pattern[str]
    occasion: re.Pattern[str]
    part: re.Pattern[str]
    body: re.Pattern[str]
    skip: re.Pattern[str]
    skip_last: re.Pattern[str]
    title: re.Pattern[str]
    topic: re.Pattern[str]


@cache
def event_words() -> EventWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("events")
    only_keys("events", raw, _LISTS)
    word = {key: words("events", raw, key) for key in _LISTS}
    skips = any_of(word["skips"])
    return EventWords(
        holds=re.compile(any_of((*word["holds"], *word["held"]))),
        # 扩大会议 holds 大会 and goes on
        occasion=re.compile(any_of(word["occasions"]) + "议?"),
        part=re.compile(any_of(word["parts"])),
        body=re.compile(any_of(word["bodies"])),
        skip=re.compile(f"(?:{skips}|[\\s的])*"),
        skip_last=re.compile(f"{skips}$"),
        title=re.compile(f"(?:{any_of(word['titles'])})"),
        topic=re.compile(scanner(word["topics"])),
    )
