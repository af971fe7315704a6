"""Amounts that stay open (一批), and comparisons that bear no number (与经济增长同步)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from luoshi.extracting.figures.subjects import Left, left_of
from luoshi.extracting.figures.units import Value
from luoshi.lexicon.figure_words import COMPARED, PLACES, FigureWords
from luoshi.lexicon.trie import any_of
from luoshi.model import Stretch
from luoshi.native import maker

_PLACES: Final = re.compile(any_of(PLACES))
_SYNC: Final = re.compile(
    "(?P<subject>[^，、；：。]{2,24}?)(?:与|和|同|跟)(?P<reference>[^，、；：。]{2,16}?)(?:基本|保持|总体|大体|大致)*同步(?:增长|提高|提升)?$"
)
_BEFORE_VAGUE: Final = "0-9０-９十百千万余第这那新每同另二三四五六两"
_GLUED: Final = re.compile(f"[{_BEFORE_VAGUE}]$")
_NOT_AFTER: Final = {"多项": "式", "一批": "次", "不少": "于", "前列": "腺"}
_REACH: Final = 30
_NEVER: Final = "\0"


class OpenAmounts(NamedTuple):
    """``vague`` amounts; whether ``places`` in an order or ``leads`` without digits may stand here."""

    vague: tuple[Stretch, ...]
    places: bool
    leads: bool


_stretch_of = maker(Stretch)
_NOTHING: Final = OpenAmounts((), False, False)


def open_amounts(text: str, start: int, end: int, words: FigureWords) -> OpenAmounts:
    """What ``text[start:end]`` holds beside numbers."""
    if words.open.find(text, start, end) is None:
        return _NOTHING
    vague = [
        _stretch_of(text[at:stop], at, stop)
        for at, stop in words.vague.all(text, start, end)
        if not (at > start and _GLUED.match(text[at - 1]))
        and not text.startswith(_NOT_AFTER.get(text[at:stop], _NEVER), stop)
    ]
    places = _PLACES.search(text, start, end) is not None
    # 超过 compares nothing where none of these stands in the unit
    leads = any(text.find(word, start, end) >= 0 for word in COMPARED)
    if not vague and not places and not leads:
        return _NOTHING
    return OpenAmounts(tuple(vague), places, leads)


def lead_of(text: str, start: int, value: Value, left: Left, words: FigureWords) -> tuple[Left, str] | None:
    """高于全国0.5个百分点: the words before the comparison, and what it compares with.

    ``left`` is what stands before ``value`` in the clause that begins at ``start``.
    """
    if value.unit != "个百分点" and text.find("平均", max(start, value.start - _REACH), value.start) < 0:
        return None
    start = max(start, left.start if left.subject else left.verb)
    match = words.lead.search(text, start, value.start)
    if match is None:
        return None
    reference = match.group("over") or match.group("than")
    if words.no_reference.search(reference) and "平均" not in reference and "预期" not in reference:
        return None
    again = left_of(text, start, match.start(), words)
    return again._replace(says=again.says - {"up", "down"}), reference.removesuffix("的")


def plain_leads(text: str, start: int, end: int, words: FigureWords) -> list[tuple[str, str, int, int]]:
    """The indicator, the reference and the place of a comparison without a number, if there is one."""
    from_ = max(text.rfind(mark, start, end) for mark in "：:；") + 1 or start
    match = _SYNC.search(text, from_, end)
    if match is not None and "增" in match.group():
        left = left_of(text, from_, match.end("subject"), words)
        begin = left.start
        return (
            [(text[begin : match.end("subject")], match.group("reference"), begin, match.end())]
            if left.subject
            else []
        )
    out: list[tuple[str, str, int, int]] = []
    said = ""
    while from_ < end:
        # 高于全国平均水平、高于城镇居民收入增速: each piece compares the same indicator
        comma = text.find("、", from_, end)
        stop = end if comma < 0 else comma
        match = words.lead_plain.search(text, from_, stop)
        if match is not None and ("增" in text[from_:stop] or "平均" in match.group("reference")):
            left = left_of(text, from_, match.start(), words)
            said = left.subject or said
            if said:
                out.append(
                    (said, match.group("reference"), left.start if left.subject else match.start(), stop)
                )
        from_ = stop + 1
    return out
