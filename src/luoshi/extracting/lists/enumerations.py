"""Lists under one frame, with what they claim and what they hold: 重点做好A、B、…、H8个方面工作."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Final

from luoshi.extracting.deeds.governing import mask
from luoshi.extracting.lists.items import Item, and_others, first_item, last_item, parted, repeated
from luoshi.lexicon.deeds import deed_words
from luoshi.lexicon.enumerations import EnumerationWords, enumeration_words
from luoshi.lexicon.trie import Words
from luoshi.model.statement import Enumeration, Stretch
from luoshi.native import COMPILED, maker

_PART: Final = re.compile(r"[^，,；;。：:！!？?]+")
_FIGURE: Final = re.compile(r"\d(?<!\d\d)[\d.]{0,15}(?:[%％万亿个家项条座张套所名人米]|公里|千|以上|左右)")
_AMOUNT: Final = re.compile(r"以上|以内|左右|百分点|$|[，,；;。）)]")  # 提高3个百分点, 10家以上 count no list
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_LEAST: Final = 3  # items without a claim; two where the text says how many
_LONGEST_ITEM: Final = 30
_MOST_CLAIMED: Final = 30
_LOOKED_AT: Final = 4000
_stretch_of = maker(Stretch)
_list_of = maker(Enumeration)
_Finder = Callable[[str, int, int], tuple[Enumeration, ...]]


def enumerations_of(document_text: str, start: int, end: int) -> tuple[Enumeration, ...]:
    """Give the lists in ``document_text[start:end]``, the one that leads first.

    A list that claims its number leads, then the longest; the others follow in the order of the
    text. ``agrees`` is ``None`` where the text claims no number, and where it says 等 and names
    fewer than it claims. Each item is ``document_text[item.start:item.end]``. A list over a line
    that the layout broke is one list. The numbers of a plan's name (“5+2”) are no claim.
    """
    return list_finder()(document_text, start, end)


@cache
def list_finder() -> _Finder:
    """Give what finds the lists, for a caller who asks often."""
    if not COMPILED:
        return plain_enumerations_of
    from luoshi.extracting.deeds.governing import governor
    from luoshi.native.lists import Lister

    words = enumeration_words()
    tables = (deed_words().after, Words(words.openers), Words(words.cuts))
    calls = (plain_enumerations_of, partial(_in_part, words), _enumeration, _in_order)
    return Lister(governor(), tables, _FIGURE, *calls).lists


def plain_enumerations_of(document_text: str, start: int, end: int) -> tuple[Enumeration, ...]:
    """Give them in plain Python."""
    end = min(end, start + _LOOKED_AT)
    if document_text.find("、", start, end) < 0 and document_text.find("一是", start, end) < 0:
        return ()
    text = document_text[start:end]
    masked = mask(text)
    words = enumeration_words()
    found = [_ordinals(words, masked)] if "一是" in text else []
    for part in _PART.finditer(masked):
        if "、" in part.group():
            found.append(_in_part(words, text, masked, part.span()))
    return _in_order([_enumeration(text, start, *each) for each in found if each is not None])


def _in_order(found: Sequence[Enumeration]) -> tuple[Enumeration, ...]:
    lists = sorted(found, key=lambda each: (each.claimed is None, -each.found))
    return (*lists[:1], *sorted(lists[1:], key=lambda each: each.items[0].start))


def enumeration_of(document_text: str, start: int, end: int) -> Enumeration | None:
    """Give the list that leads in ``document_text[start:end]``, or ``None`` where there is none."""
    return next(iter(enumerations_of(document_text, start, end)), None)


def _enumeration(
    text: str, start: int, claimed: int | None, places: list[Item], open_ended: bool
) -> Enumeration:
    items = tuple([_stretch_of(text[a:b], start + a, start + b) for a, b in places])
    return _list_of(claimed, len(items), items, _agrees(claimed, len(items), open_ended))


def _agrees(claimed: int | None, found: int, open_ended: bool) -> bool | None:
    if claimed is None or (open_ended and found < claimed):
        return None
    return claimed == found


def _in_part(
    words: EnumerationWords, text: str, masked: str, part: tuple[int, int]
) -> tuple[int | None, list[Item], bool] | None:
    """The list between two stops, with the claim before (六大工程：…) or behind it."""
    bounds = _split(masked, part)
    shared = repeated(masked, bounds)
    if shared:
        bounds = shared
    last, open_ended, tail = last_item(words, text, masked, bounds[-1], bounds[-2])
    claim = _claim_at(words, text, tail, part[1])
    counted = claim is not None or _behind_colon(masked, part[0])
    if len(bounds) == 2 and not counted and len(parted(masked, _trim(text, last))) == 1:
        return None  # nearly always two things that nobody counts
    first = bounds[0] if shared else first_item(masked, bounds[0], bounds[1:])
    places = _filled(text, (first, *bounds[1:-1], last))
    if len(places) < 2 or any(b - a > _LONGEST_ITEM for a, b in places) or _figures(masked, places):
        return None
    both = [*places[:-1], *parted(masked, places[-1])]
    claimed = _claimed(words, text, claim, part[1], (len(places), len(both)), open_ended)
    if claimed is None:
        claimed = _claimed_before(words, masked, part[0], len(places))
    # “B和C” are two items, unless the text counts them as one
    if len(places) != claimed:
        places = both
    if len(places) < (_LEAST if claimed is None else 2):
        return None
    return claimed, places, open_ended


def _filled(text: str, bounds: tuple[Item, ...]) -> list[Item]:
    """The stretches without the space at their edges, those left out that hold nothing else."""
    trimmed = [_trim(text, bound) for bound in bounds]
    return [place for place in trimmed if place[1] > place[0]]


def _figures(masked: str, places: list[Item]) -> bool:
    """Whether the items are figures: 800公里、600公里, 学位300个、床位20张."""
    return sum(_FIGURE.search(masked, a, b) is not None for a, b in places) > 1


def _split(masked: str, part: tuple[int, int]) -> list[Item]:
    bounds: list[Item] = []
    at, stop = part
    while True:
        comma = masked.find("、", at, stop)
        # what comes after 等 is no part of the list: 在A、B等方面勇挑重担、积极作为
        if comma < 0 or (bounds and and_others(masked, (at, comma)) >= 0):
            bounds.append((at, stop))
            return bounds
        bounds.append((at, comma))
        at = comma + 1


def _trim(text: str, place: Item) -> Item:
    start, end = place
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _claim_at(words: EnumerationWords, text: str, tail: int, stop: int) -> re.Match[str] | None:
    """The claim right behind a list, maybe in quotes or with 的 before it."""
    return words.claim.match(text, tail, stop) or (
        words.claim.match(text, tail + 1, stop) if text[tail : tail + 1] in ("“", "的") else None
    )


def _claimed(
    words: EnumerationWords,
    text: str,
    claim: re.Match[str] | None,
    stop: int,
    found: tuple[int, int],
    open_ended: bool,
) -> int | None:
    """The number claimed right behind the list, where it can be meant for the list."""
    if claim is None:
        return None
    number = _number(claim.group(1))
    if number is None or not 2 <= number <= _MOST_CLAIMED:
        return None
    if _AMOUNT.match(text, claim.end()) and "方面" not in claim.group(2):
        return None
    framed = "方面" in claim.group(2) or words.frame.match(text, claim.end(), stop) is not None
    if framed or open_ended or number in found:
        return number
    return None


def _behind_colon(masked: str, at: int) -> bool:
    return at > 0 and masked[at - 1] in "：:"


def _claimed_before(words: EnumerationWords, masked: str, at: int, found: int) -> int | None:
    """The number claimed before the colon that opens the list: 实施六大工程：…."""
    if not _behind_colon(masked, at):
        return None
    claims = list(words.claim.finditer(masked, max(0, at - 20), at))
    number = _number(claims[-1].group(1)) if claims else None
    return number if number and 2 <= number <= _MOST_CLAIMED and found >= 2 else None


def _ordinals(words: EnumerationWords, masked: str) -> tuple[int | None, list[Item], bool] | None:
    """一是…；二是…: each goes to the next or to the stop before it."""
    marks = list(words.ordinal.finditer(masked)) if "一是" in masked else []
    if len(marks) < 2:
        return None
    places = []
    for at, found in enumerate(marks):
        stop = marks[at + 1].start() if at + 1 < len(marks) else len(masked)
        sentence = masked.find("。", found.end(), stop)
        stop = sentence if sentence >= 0 else stop
        while stop > found.end() and masked[stop - 1] in "，,；;、 \n":
            stop -= 1
        if stop > found.end():
            places.append((found.end(), stop))
    claims = list(words.claim.finditer(masked, 0, marks[0].start()))
    number = _number(claims[-1].group(1)) if claims else None
    return number, places, False


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS.get(written)
    if any(len(half) > 1 for half in (tens, ones)):
        return None
    return _DIGITS.get(tens or "一", 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
