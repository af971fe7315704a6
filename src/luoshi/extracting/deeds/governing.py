"""The clause and the verb that govern a commitment: 要…系统[分析]人才聚集等方面的不足."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from luoshi.lexicon.deeds import DeedWords, deed_words
from luoshi.lexicon.trie import Words
from luoshi.native import COMPILED

if TYPE_CHECKING:
    from luoshi.native.governing import Governor

BLANK: Final = "\ue000"  # stands for each letter inside quotes and brackets
_CLAUSE: Final = re.compile(r"[^，,；;。：:！!？?\n]+")
# each mark ends at the next of its kind, so that ten thousand open brackets cost no more than their length
_MASKED: Final = re.compile(r"“[^“”]*”|‘[^‘’]*’|《[^《》]*》|（[^（）]*）|\([^()]*\)|【[^【】]*】|\"[^\"]*\"")
_MARK: Final = re.compile('[“‘《（(【"]')
_JOINS: Final = frozenset("、和并与")
_NOUN_FOLLOWS: Final = frozenset("的、和与等")
# “涉企政策要注重与市场沟通”: the order behind its subject
_ORDER: Final = re.compile(
    r"要(?<![主重需必首次摘纪纲只紧险概扼提简]要)(?![求素闻点件害地道塞务义目事旨领价么紧客因])"
)
_LONGEST: Final = 400  # a longer clause is no clause of a planning text
_LAST_LOOKED_AT: Final = 12  # clauses


class Governing(NamedTuple):
    """``verb`` is ``text[start:end]``, its clause ``text[clause:stop]``; without verb ``start == end``.

    ``verbs`` are the stretches of the verbs that make up the governing one (研究, 谋划).
    ``masked`` is the text with the letters inside quotes and brackets blanked. ``direct`` says
    that the verb stands at the head of its clause, with no subject or 将… before it;
    ``hastened`` is 加快 where that stands before another verb.
    """

    masked: str
    clause: int
    stop: int
    start: int
    end: int
    verbs: tuple[tuple[int, int], ...]
    direct: bool
    hastened: str = ""


def plain_mask(text: str) -> str:
    """Give the text with all inside quotes and brackets blanked, the length unchanged."""
    if _MARK.search(text) is None:
        return text
    return _MASKED.sub(_blanked, text)


def _blanked(found: re.Match[str]) -> str:
    return BLANK * len(found.group())


if TYPE_CHECKING or not COMPILED:
    mask = plain_mask
else:
    from luoshi.native.governing import mask  # noqa: F401 - for those who import this module


def governing(text: str) -> Governing:
    """Find the verb that governs a commitment; never raises.

    A clause of manner (坚持…, 以…) governs only where no other clause has a verb of its own.
    """
    return verb_finder()(text)


@cache
def verb_finder() -> Callable[[str], Governing]:
    """Give what finds the governing verb, for a caller who asks often."""
    return governor().governing if COMPILED else plain_governing


@cache
def governor() -> Governor[Governing]:
    """Give the compiled form, where it was built."""
    from luoshi.native.governing import Governor

    words = deed_words()
    bits: dict[str, int] = {}
    kinds = (words.sure, words.manner, words.late, words.nominal, words.light, words.closed, words.hastening)
    for number, listed in enumerate(kinds):
        for word in listed:
            bits[word] = bits.get(word, 0) | 1 << number
    tables = (
        *(words.find_verb, words.manner_head, words.preposition, words.tail, words.place_end),
        *(words.skipping_sure, words.skipping_doubtful, Words(words.skipped)),
    )
    return Governor(Governing, words.verbs, bits, tables, words.dated, _ORDER)


def plain_governing(text: str) -> Governing:
    """Find it in plain Python."""
    words = deed_words()
    masked = plain_mask(text)
    spare: Governing | None = None
    found = _CLAUSE.search(masked)
    count = 0
    while found is not None:
        start, stop = found.span()
        here = _in_clause(words, masked, start, min(stop, start + _LONGEST))
        if here.direct and not _is_manner(words, here):
            return here
        if spare is None or (here.verbs and not spare.verbs):
            spare = here
        if count == _LAST_LOOKED_AT:
            break
        count += 1
        found = _CLAUSE.search(masked, stop)
    return spare or Governing(masked, 0, len(masked), 0, 0, (), False)


def _is_manner(words: DeedWords, here: Governing) -> bool:
    start, end = here.verbs[0]
    if here.masked[start:end] in words.manner:
        return True
    return start != here.clause and words.manner_head.end(here.masked, here.clause, len(here.masked)) >= 0


def _in_clause(words: DeedWords, masked: str, start: int, stop: int) -> Governing:
    """The governing verb of one clause: at its head, or behind its subject or preposition."""
    find = words.verbs.end
    at = begin = start
    end = find(masked, start, stop)
    if end < 0 or masked[start:end] not in words.sure:
        at = words.head(masked, start, stop)
        # an adverb may as well be the verb: 统筹推进 and 统筹城乡
        behind = find(masked, at, stop) if at > start else -1
        if behind >= 0 and (end < 0 or not _is_noun(words, masked, (at, behind), stop)):
            begin, end = at, behind
    if end < 0 and (ordered := _ORDER.search(masked, at, stop)):
        begin = words.head(masked, ordered.end(), stop)
        end = find(masked, begin, stop)
    if end >= 0:
        verbs = _chain(words, masked, (begin, end), stop)
        opening = verbs[0][0]
        hastened = masked[begin:end] if opening > begin else ""
        return Governing(masked, start, stop, opening, verbs[-1][1], verbs, True, hastened)
    late = _behind(words, masked, (start, at), stop)
    if late is None:
        return Governing(masked, start, stop, at, at, (), False)
    return Governing(masked, start, stop, late[0], late[1], (late,), False)


def _is_noun(words: DeedWords, masked: str, verb: tuple[int, int], stop: int) -> bool:
    """发展 in 统筹发展和安全, which no verb follows behind 和."""
    start, end = verb
    if end >= stop or masked[end] not in "和与" or masked[start:end] not in words.nominal:
        return False
    return words.verbs.end(masked, end + 1, stop) < 0


def _chain(words: DeedWords, masked: str, first: tuple[int, int], stop: int) -> tuple[tuple[int, int], ...]:
    """Verbs side by side with one object: 研究谋划, 保障和改善, 开工、投产."""
    find = words.verbs.end
    start, end = first
    verbs = [first]
    while end < stop:
        joined = masked[end] in _JOINS
        if joined and len(verbs) > 1 and masked[start:end] in words.nominal:
            break  # 大兴调查研究、加强…
        begin = end + joined
        following = find(masked, begin, stop)
        if following < 0 or following >= stop:
            break
        if not joined:
            before = masked[start:end]
            if before in words.closed or (before in words.light and masked[begin:following] in words.nominal):
                break
            if before in words.hastening:
                verbs.clear()  # 加快培育: 培育, more quickly
        start, end = begin, following
        verbs.append((start, end))
    return tuple(verbs)


def _behind(words: DeedWords, masked: str, heads: tuple[int, int], stop: int) -> tuple[int, int] | None:
    """The verb behind a subject (人数达600万): the first; behind 将… or 以…: the last that can be."""
    start, at = heads
    if at >= stop:
        return None
    preposition = words.preposition.end
    carried = preposition(masked, at, stop) >= 0 or (at > start and preposition(masked, start, stop) >= 0)
    if masked[at] in "在从":
        ended = [end for _, end in words.place_end.all(masked, at, stop)]
        if ended:
            at, carried = words.head(masked, ended[-1], stop), False
            following = words.verbs.end(masked, at, stop)
            if following >= 0:
                return at, following
    last: tuple[int, int] | None = None
    for place in words.find_verb.all(masked, at, stop):
        if carried and masked[place[0] : place[1]] in words.late:
            return place
        if _is_verb(words, masked, place, stop, carried=carried):
            if not carried:
                return place
            last = place
    if last is None and 0 <= (end := words.find_verb.end(masked, at, stop)) < stop:
        return at, end  # 创新方式载体
    return last


def _is_verb(words: DeedWords, masked: str, place: tuple[int, int], stop: int, *, carried: bool) -> bool:
    """Whether a verb inside a clause can be its governing one; ``carried``: behind 将… or 以…."""
    start, end = place
    follows = masked[end] if end < stop else ""
    if follows in _NOUN_FOLLOWS or (carried and not follows):
        return False
    if follows.isdigit():
        return True
    if end - start == 1 or words.tail.end(masked, end, stop) >= 0:
        return False
    return carried or masked[start:end] not in words.nominal
