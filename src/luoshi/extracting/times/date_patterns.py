"""The expressions of a date with the words around it, and of a five-year plan."""

from __future__ import annotations

from luoshi.extracting.times.atoms import (
    BARE_DAY,
    CLAUSE_END,
    DASH,
    DAY,
    FOUR,
    MONTH,
    NOT_IN_NUMBER,
    NUMERAL,
    SP,
    TWO,
    forms,
    guarded,
)
from luoshi.lexicon.calendar import Calendar
from luoshi.lexicon.load import alternatives


def _behind(table: Calendar) -> str:
    lists = table.lists
    groups = {
        "about": alternatives(lists["behind_about"]),
        "by": guarded(table, lists["behind_by"]),
        "since": guarded(table, lists["behind_since"]),
        "after": guarded(table, lists["behind_after"]),
        "within": guarded(table, lists["behind_within"]),
        "between": f"之间|{guarded(table, ['间'])}",
    }
    return "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items()) + ")?"


def _before(table: Calendar) -> str:
    by, since = alternatives(table.lists["before_by"]), alternatives(table.lists["before_since"])
    return rf"(?:(?P<to>(?<![达回得])(?:{by})){SP}|(?P<out>{since}){SP})?"


def date_pattern(table: Calendar) -> str:
    """A year, a part of a year, or both: 2025年三季度, 今年9月, 明年, 6月底."""
    edge = guarded(table, ["底", "末", "初"])
    middle = f"中(?=旬|{alternatives(table.lists['middle_before'])}|{CLAUSE_END})"
    # a bare 年 is one of this year only with its edge behind it
    within = guarded(table, table.lists["behind_within"])
    whole = rf"(?:全年(?!龄)度?|年{guarded(table, ['度'])}|[年岁](?=(?:{edge}|{middle}|{within})))"
    year = (
        rf"(?:{NOT_IN_NUMBER}(?:(?:(?P<y0>{FOUR}){DASH})?(?P<y>{FOUR})|(?P<y2>{TWO})){SP}年"
        rf"|(?P<ry>{forms(table.forms['years'])})"
        rf"|(?P<ty>(?<![{NUMERAL}\d多数几每跨学近历]){whole}))"
        rf"(?:度|全年|年(?={edge}|{middle}))?(?P<ye>{edge}|{middle})?"
    )
    month = (
        rf"(?:(?:(?P<rm>{forms(table.forms['months'])})|{NOT_IN_NUMBER}(?:(?P<m0>{MONTH}){DASH})?(?P<m>{MONTH}){SP}月份?)"
        rf"(?:{SP}(?:(?P<d0>{DAY}){DASH})?(?P<d>{DAY}){SP}[日号](?![元均])|(?P<db>{BARE_DAY})(?![{NUMERAL}\d个项大条年月万亿家件]))?"
        rf"|{NOT_IN_NUMBER}(?<![个])(?:(?P<d1>{DAY}){DASH})?(?P<d2>{DAY}){SP}日(?![内元均游本报常照产用志间])"
        rf"|(?P<tm>月(?=底|末|初)))"
        rf"(?P<me>[上中下]旬|{edge}|{middle})?"
    )
    part = (
        rf"(?:(?P<half>[上下]半年)|第?(?P<q>[一二三四1-4]){SP}季度|(?P<qs>首季)度?|前(?P<q9>[二两三23])个?季度"
        rf"|前(?P<m9>{MONTH})个月)(?P<qe>{edge}|末)?"
    )
    body = rf"(?:(?P<yy>{year})?(?:{SP}的?(?:{month}|{part})|(?(yy)|(?!))))"
    return _before(table) + body + rf"{SP}" + _behind(table)


def plan_pattern(table: Calendar) -> str:
    """A five-year plan with 时期, 末 or 开局之年 behind it."""
    lists = table.lists
    short = alternatives(name for name in table.plans if len(name) < 3)
    long = alternatives(name for name in table.plans if len(name) >= 3)
    # “八五”普法 is a plan of its own count
    other = alternatives(lists["plan_not_before"])
    quoted = rf"[“\"‘「](?P<pq>{alternatives(table.plans)})[”\"’」](?!{other})"
    bare = (
        rf"(?<![{NUMERAL}])(?:(?P<pl>{long})(?![{NUMERAL}\d年月日号个亿万])"
        rf"|(?P<ps>{short})(?={alternatives(lists['plan_nouns'])}))"
    )
    tails = {
        "p_first": lists["plan_first_year"],
        "p_last": lists["plan_last_year"],
        "p_end": lists["plan_end"],
        "p_since": lists["plan_since"],
        "p_whole": lists["plan_whole"],
    }
    tail = "|".join(f"(?P<{name}>{alternatives(words)})" for name, words in tails.items())
    to = alternatives(lists["before_by"])
    return rf"(?P<p_to>{to})?(?:{quoted}|{bare})(?:{tail})?(?P<p_by>之?前(?!后|期|三|两))?"
