"""How a clause begins and ends, which shows whether it goes on with the deed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.lexicon.load import alternatives, load, only_keys, words

CLASSES = ("aim", "turned", "ground", "when", "deed")


@dataclass(frozen=True, slots=True)
class Joints:
    """Compiled forms of ``data/joints.yaml``.

    ``begin`` matches at a clause's begin; its group that matched is the class of the clause.
    ``end`` searches its last characters; the group says ``abstract`` or ``concrete``.
    ``words`` are the lists themselves.
    """

    begin: re.Pattern[str]
    end: re.Pattern[str]
    words: dict[str, tuple[str, ...]]


@cache
def joints() -> Joints:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("joints")
    only_keys("joints", raw, ("adverbs", "abstract", "concrete", *CLASSES))
    lists = {key: words("joints", raw, key) for key in ("adverbs", "abstract", "concrete", *CLASSES)}
    adverbs, abstract, concrete = (alternatives(lists[key]) for key in ("adverbs", "abstract", "concrete"))
    begin = "|".join(f"(?P<{name}>{alternatives(lists[name])})" for name in CLASSES)
    return Joints(
        re.compile(f"(?:{adverbs}){{0,3}}?(?:{begin})"),
        # 成果“沿途下蛋” and the like: up to two characters may stand behind the word
        re.compile(f"(?:(?P<abstract>{abstract})|(?P<concrete>{concrete})).{{0,2}}$"),
        lists,
    )
