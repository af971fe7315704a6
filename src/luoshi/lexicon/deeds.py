"""Words that show where in a clause its governing verb stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from luoshi.lexicon.force import force_words
from luoshi.lexicon.load import load, only_keys, words
from luoshi.lexicon.trie import Words, any_of, firsts
from luoshi.native import COMPILED

_LISTS = (
    "adverbs",
    "times",
    "subjects",
    "manner",
    "late",
    "prepositions",
    "nominal",
    "light",
    "tails",
    "after_verb",
    "measures",
    "closed",
    "ends_of_place",
    "complements",
    "hastening",
)
# “到2030年”, “2025年6月底前”, “5年内”; quoted plans (“十五五”时期) are blanked before this is used
_DATED = r"(?:到|至|截至)?(?:\d{4}年(?:\d{1,2}月)?|\d{1,2}(?:月|年内))(?:[上中下]旬|底|末|初|内|以?前|年底)*"
_DATES: Final = frozenset("到至截")  # with which a date may begin, beside a digit
_SHORT = frozenset("更会能就先每也都还又须需")


# in this order the words that may stand at one place are tried
_LONGER: Final = 0
_NOMINAL: Final = 1
_PLAIN: Final = 2


def ranks(verbs: Iterable[str], nominal: frozenset[str]) -> dict[str, int]:
    """Rank the verbs by what is tried first where several may stand at one place."""
    short = Words(nominal)

    def rank(word: str) -> int:
        if word in nominal:
            return _NOMINAL
        return _LONGER if short.end(word, 0, len(word)) >= 0 else _PLAIN

    return {word: rank(word) for word in {*verbs, *nominal}}


class PlainVerbs:
    """The verbs of a text's deeds, told from the nouns that look like them."""

    __slots__ = ("_rows", "_tails")

    def __init__(self, ranked: dict[str, int], tails: Words) -> None:
        """``ranked`` is what ``ranks`` gives; nominal verbs are nouns before ``tails``."""
        self._tails = tails
        rows: dict[str, list[tuple[str, int]]] = {}
        for word, rank in sorted(ranked.items(), key=lambda pair: (pair[1], -len(pair[0]), pair[0])):
            rows.setdefault(word[:2], []).append((word, rank))
        for key, row in rows.items():
            if len(key) == 2 and key[0] in rows:
                row.extend(rows[key[0]])
                row.sort(key=lambda pair: pair[1])
        self._rows = {key: tuple(row) for key, row in rows.items()}

    def end(self, text: str, at: int, stop: int) -> int:
        """Where the verb at ``at`` ends, no later than ``stop``; -1 where none stands there.

        Where 建设 is part of a noun (建设水平), its first half is no verb either.
        """
        if at >= stop:
            return -1
        rows = self._rows
        row = rows.get(text[at : at + 2])
        if row is None:
            row = rows.get(text[at])
            if row is None:
                return -1
        noun = False
        for word, rank in row:
            if text.startswith(word, at, stop):
                end = at + len(word)
                if rank == _NOMINAL:
                    if self._tails.end(text, end, stop) < 0:
                        return end
                    noun = True
                else:
                    return -1 if noun else end
        return -1


if TYPE_CHECKING or not COMPILED:
    Verbs: TypeAlias = PlainVerbs
else:
    from luoshi.native.words import Verbs


@dataclass(frozen=True, slots=True)
class DeedWords:
    """Compiled forms of ``data/deeds.yaml``; ``verbs`` finds a verb that is no part of a noun.

    ``sure`` are the verbs that at the head of a clause are nothing else; ``skip`` matches what
    may stand before a verb, and what it matches begins with one of ``skipped`` or is no letter;
    it is one of ``skipping`` or a date (``dated``). Of ``skipping`` the doubtful ones count only where a
    verb stands behind them.
    """

    skip: re.Pattern[str]
    skipped: frozenset[str]
    skipping: Words
    skipping_sure: Words
    skipping_doubtful: Words
    dated: re.Pattern[str]
    sure: frozenset[str]
    verbs: Verbs
    find_verb: Words
    manner: frozenset[str]
    manner_head: Words
    preposition: Words
    late: frozenset[str]
    nominal: frozenset[str]
    light: frozenset[str]
    closed: frozenset[str]
    place_end: Words
    tail: Words
    after: Words
    measure: Words
    complements: frozenset[str]
    hastening: frozenset[str]

    def head(self, text: str, at: int, stop: int) -> int:
        """Where the words end that may stand before the verb of ``text[at:stop]``."""
        if at >= stop or (text[at].isalpha() and text[at] not in self.skipped):
            return at
        if text[at] not in _DATES and text[at].isalpha() and self.skipping.end(text, at, stop) < 0:
            return at
        found = self.skip.match(text, at, stop)
        return found.end() if found else at


@cache
def deed_words() -> DeedWords:
    """Load the words once.

    Raises:
        LexiconError: a list is missing or misformed.
    """
    raw = load("deeds")
    only_keys("deeds", raw, _LISTS)
    word = {key: words("deeds", raw, key) for key in _LISTS}
    verbs = force_words().verbs
    nominal = frozenset(word["nominal"])
    tails = Words(word["tails"])
    first = re.compile(any_of(nominal))
    plain = [verb for verb in verbs if verb not in nominal]
    longer = any_of(verb for verb in plain if first.match(verb))
    double = f"{any_of(nominal)}(?!{any_of(word['tails'])})"
    # where 建设 is part of a noun, its first half is no verb either
    other = f"(?!{any_of(nominal)}){any_of(verb for verb in plain if not first.match(verb))}"
    every = {*verbs, *nominal, *word["late"]}
    verb = f"(?:{longer}|{double}|{other})"
    adverbs = (*word["adverbs"], *word["times"], *word["subjects"])
    # 稳定 and 更 say how only before a verb: 稳定就业, 更新
    doubtful = [a for a in adverbs if a in verbs or a in _SHORT]
    sure = [a for a in adverbs if not (a in verbs or a in _SHORT)]
    starts = {adverb[:length] for adverb in adverbs for length in range(1, len(adverb) + 1)}
    return DeedWords(
        sure=frozenset(verb for verb in every if verb not in starts),
        skipped=firsts(adverbs) | _DATES | frozenset("·—-"),
        skipping=Words(adverbs),
        skipping_sure=Words(sure),
        skipping_doubtful=Words(doubtful),
        dated=re.compile(_DATED),
        skip=re.compile(f"(?:{any_of(sure)}|{any_of(doubtful)}(?={verb})|{_DATED}|[\\s·—-])*"),
        verbs=Verbs(ranks(verbs, nominal), tails),
        find_verb=Words(every),
        manner=frozenset(word["manner"]),
        manner_head=Words(word["manner"]),
        preposition=Words(word["prepositions"]),
        late=frozenset(word["late"]),
        nominal=nominal,
        light=frozenset(word["light"]),
        closed=frozenset(word["closed"]),
        place_end=Words(word["ends_of_place"]),
        tail=tails,
        after=Words(word["after_verb"]),
        measure=Words(word["measures"]),
        complements=frozenset(word["complements"]),
        hastening=frozenset(word["hastening"]),
    )
