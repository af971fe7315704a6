"""Which of the times in a commitment limits or dates the deed (annotation.md, “Who, by when”).

A time word that names a thing (“十五五”规划编制, 2035年远景目标), a base (较2020年) or a
quantity (240小时过境免签, 再延长30年) is no deadline. The words that tell are data/deadlines.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from luoshi.lexicon.deadlines import deadline_words
from luoshi.lexicon.load import alternatives
from luoshi.model.quantity import Period

_COMMA = "，。；！？：\n"
_QUOTES = '“”"‘’「」'
_BREAKS = _COMMA + _QUOTES + "、）)》"
_LENGTH = re.compile(
    r"(?![上下]半年)(?:近|前|后|过去|最近|未来|上|下)?[ \u3000]?"
    r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3}|半)[ \u3000]?(?:年|个月|周|个?星期|天|个季度|个?工作日)"
)
_BEFORE = 12  # no word of the lists is longer
_FAR = 200  # a clause or a title opened further back is none
_REACH = 40  # a noun phrase named by a time word is not longer


def deadline_of(periods: Sequence[Period], text: str, start: int, end: int) -> Period | None:
    """Choose the deadline of the commitment at ``text[start:end]``.

    Args:
        periods: the times of the whole text, in order, as ``times`` gives them.
        text: the whole text.
        start: first code point of the commitment.
        end: the code point behind its last.

    Returns:
        One of ``periods``, or ``None`` where no time word dates or limits the deed. A date
        goes before a length or 每年; “年底前” goes before the year it narrows.
    """
    fitting = [p for p in periods if start <= p.start and p.end <= end and dates_deed(p, text, start, end)]
    dated = [p for p in fitting if p.from_ is not None or p.until is not None]
    if not dated:
        return fitting[0] if fitting else None
    first = dated[0]
    for other in dated[1:]:
        narrower = other.kind == "by" and first.kind in ("at", "span") and other.until and first.until
        if narrower and other.until and first.until and other.until <= first.until:
            return other
    return first


def dates_deed(period: Period, text: str, start: int, end: int) -> bool:
    """Whether a time word in a commitment limits or dates the deed."""
    back = max(start, period.start - _FAR)
    word = text[period.start : period.end].strip(_QUOTES)
    before = text[max(start, period.start - _BEFORE) : period.start]
    behind = text[period.end : min(end, period.end + _REACH)]
    if period.kind == "recurring":
        if _ends("rate_before", before):
            return False
        return _stands_alone(text, period, start, end) or not _ends("standing", word, whole=True)
    if _opens("past", word) or _ends("past_behind", word):
        return False
    if period.kind == "duration" or (period.kind in ("span", "at") and _is_length(word)):
        return _is_term(word, before, behind)
    if _ends("base_before", before) or _opens("base_behind", behind):
        return False
    if text.count("《", back, period.start) > text.count("》", back, period.start):
        return False
    if period.kind in ("by", "since"):
        titled = _ends("governing", before.rstrip(_QUOTES)) and _is_phrase(behind, "titles")
        return not titled
    return not _names(period, text, before, behind, back)


def _names(period: Period, text: str, before: str, behind: str, start: int) -> bool:
    """Whether a year or a plan names what follows it."""
    if _ends("running_year", text[period.start : period.end], whole=True):
        return _opens("things_of_year", behind)
    if _ends("governing", before.rstrip(_QUOTES)) or _opens("things", behind):
        return True
    clause = max(text.rfind(mark, start, period.start) for mark in _COMMA) + 1
    if _begins_manner(text[max(clause, start) : period.start]):
        return True
    bare_plan = period.precision == "years" and text[period.end - 1] in '”"’」五'
    return bare_plan and _is_phrase(behind, "heads")


def _is_phrase(behind: str, heads: str) -> bool:
    """Whether what follows up to the clause's end closes with a noun of the list (…碳达峰行动方案)."""
    clause = re.split(f"[{_COMMA}]", behind, maxsplit=1)[0]
    return _ends(heads, clause)


def _is_length(word: str) -> bool:
    return _LENGTH.match(word) is not None


def _is_term(word: str, before: str, behind: str) -> bool:
    """Whether a length of time is the term of the deed (三年行动, 用5年时间, 三年内)."""
    if _opens("length_past", word) or _ends("length_not_after", before):
        return False
    if not any(unit in word for unit in deadline_words()["length_units"]):
        return False
    if _ends("length_behind", word):
        return True
    if _opens("length_not_before", behind):
        return False
    if _opens("length_before", word) or _ends("length_before", before):
        return True
    # a bare length is a term only where a verb follows (五年统筹投入100亿元)
    return _ends("length_units_whole", word) and bool(behind) and behind[0] not in _BREAKS


def _stands_alone(text: str, period: Period, start: int, end: int) -> bool:
    left = text[start : period.start].strip(" \u3000\t" + _QUOTES)
    right = text[period.end : end].strip(" \u3000\t。；;" + _QUOTES)
    return not right and (not left or left[-1] in "：:|")


@cache
def _pattern(key: str, where: str) -> re.Pattern[str]:
    inner = alternatives(deadline_words()[key])
    return re.compile({"opens": f"(?:{inner})", "ends": f"(?:{inner})$", "whole": f"(?:{inner})$"}[where])


def _opens(key: str, text: str) -> bool:
    return _pattern(key, "opens").match(text) is not None


def _ends(key: str, text: str, *, whole: bool = False) -> bool:
    found = _pattern(key, "ends")
    return (found.match(text) if whole else found.search(text)) is not None


def _begins_manner(clause: str) -> bool:
    return _pattern("manner", "opens").match(clause) is not None
