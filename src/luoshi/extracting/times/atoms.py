"""The pieces that every expression of time is made of: numbers, dashes, guarded words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoshi.lexicon.calendar import Calendar, Form
from luoshi.lexicon.load import alternatives

NUMERAL = "零〇○一二三四五六七八九十百千两"
SP = "[ \u3000\u00a0]?"
DASH = rf"{SP}(?:—{{1,2}}|[-–－~～至到]){SP}"
NOT_IN_NUMBER = rf"(?<![\d.．{NUMERAL}廿卅第])"
CN_DIGIT = "[零〇○一二三四五六七八九]"
FOUR = rf"(?:[12]\d{{3}}|[一二]{CN_DIGIT}{{3}}|[一两]千(?:零{CN_DIGIT})?)(?![\d])"
# 98年 and 07年 are years, 15年 is a length unless a month follows it
TWO = (
    r"(?:0\d|8[1-9]|9[1-9]|[零〇][一二三四五六七八九]|九[零〇一二三四五六七八])(?=年(?![来内期间后历奋华]))"
    rf"|[1-7]\d(?={SP}年{SP}(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)"
)
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
BARE_DAY = r"(?:初[一二三四五六七八九十]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?)"
LENGTH = (
    rf"(?:(?!(?:1[5-9]|2[01])\d\d{SP}年)\d{{1,4}}(?:\.\d{{1,2}})?|[一二三四五六七八九两]?十[一二三四五六七八九]?"
    r"|(?<!个)[一二三四五六七八九两]百|[一二三四五六七八九两]|两三|三五|半|数十?|几十?)"
)
CLAUSE_END = "[，。、；：！？,;)）”》 \u3000\n]|$"


def forms(entries: Iterable[Form]) -> str:
    """Give the words with their guards as a regular expression."""
    branches = []
    for form in entries:
        for word in form.words:
            behind = f"(?!{alternatives(form.not_before)})" if form.not_before else ""
            # the look back comes behind the first letter, by which the engine passes a branch over
            first = re.escape(word[0])
            ahead = f"(?<![{re.escape(form.not_after)}]{first})" if form.not_after else ""
            branches.append((word, f"{first}{ahead}{re.escape(word[1:])}{behind}"))
    return "|".join(branch for _, branch in sorted(branches, key=lambda pair: (-len(pair[0]), pair[0])))


def guarded(table: Calendar, values: Iterable[str]) -> str:
    """Words that may stand behind a date, none of them where it opens another word."""
    branches = []
    for word in sorted(values, key=lambda word: (-len(word), word)):
        guard = table.behind_guards.get(word, ())
        branches.append(re.escape(word) + (f"(?!{alternatives(guard)})" if guard else ""))
    return "|".join(branches)
