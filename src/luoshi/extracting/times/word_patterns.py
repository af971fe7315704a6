"""The expressions of lengths, holidays, weekdays, hours, decades and dates in figures."""

from __future__ import annotations

import re

from luoshi.extracting.times.atoms import DASH, LENGTH, NOT_IN_NUMBER, NUMERAL, SP, forms
from luoshi.lexicon.calendar import Calendar
from luoshi.lexicon.load import alternatives


def length_pattern(table: Calendar) -> str:
    """A length of time: 三年行动, 用5年时间, 近三年, 两周前."""
    lists = table.lists
    noun, gap, not_first = table.action
    units = []
    for unit in sorted(lists["length_units"], key=len, reverse=True):
        guard = table.length_guards.get(unit, ())
        units.append(re.escape(unit) + (f"(?!{alternatives(guard)})" if guard else ""))
    units.append("日(?=内|以内|之内)")
    action = rf"[^{re.escape(not_first)}\d]{{0,{gap}}}?{re.escape(noun)}"
    return (
        rf"(?P<lp>(?<![一以之])(?:{alternatives(lists['length_prefixes'])}))?{SP}{NOT_IN_NUMBER}(?P<ln>{LENGTH}){SP}[多余]?"
        rf"(?P<lu>{'|'.join(units)})半?"
        rf"(?:(?P<lt>{alternatives(lists['length_tails'])}|{action})|(?P<lb>(?:之|以)?[前后](?![后期两三列述瞻]))|左右)?"
    )


def holiday_pattern(table: Calendar) -> str:
    """A holiday, the days of it, or 国庆前."""
    short = forms(table.forms["short_holidays"])
    tails = alternatives(table.lists["holiday_tails"])
    words = "|".join(
        (forms(table.forms["holidays"]), alternatives((*table.spring[0], *table.lists["moon_holidays"])))
    )
    return (
        rf"(?:{NOT_IN_NUMBER}[“\"]?(?P<hs>{short})[”\"]?(?=(?<=[”\"])(?:{tails})|(?<![”\"])(?:{tails}|$|[，。、；]))|(?P<h>{words}))"
        r"(?:期间|假期|小长假|黄金周|前夕)?(?P<hb>(?:之|以)?[前后](?![后期]))?"
    )


def week_and_clock(table: Calendar) -> tuple[str, str, str]:
    """Weeks and weekdays, and the hours of a day: weekday, hour standing alone, hour behind a day."""
    week = alternatives(table.lists["week_words"])
    # 早 and 晚 alone are too short to go without an hour
    parts = alternatives(part for part in table.lists["day_parts"] if len(part) > 1)
    short = alternatives(part for part in table.lists["day_parts"] if len(part) == 1)
    weekday = (
        rf"(?:(?P<wp>{alternatives(table.weeks)})(?:{week})(?P<wd>[一二三四五六日天末](?![{NUMERAL}次期个]))?"
        rf"|(?<![{NUMERAL}\d每全])(?:{week})(?P<wo>[一二三四五六日天末](?![{NUMERAL}次期个家岁])))"
    )
    hour = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
    minutes = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])"
    spoken = rf"{hour}{SP}[点时](?:{minutes}分(?:\d{{1,2}}秒)?|半|整|[一三]刻|钟(?!头))"
    timed = rf"{hour}(?:[:：][0-5]\d(?::[0-5]\d)?|{SP}[点时](?:{minutes}分?|半|整|[一三]刻|钟)?)"
    clock = (
        rf"(?:{parts})(?:{SP}{timed})?|(?:{short}){timed}"
        rf"|{NOT_IN_NUMBER}{spoken}|零点整?|(?<![\d:：.])(?:2[0-4]|1\d|0?\d)[:：][0-5]\d(?::[0-5]\d)?(?![\d:：])"
    )
    return weekday, clock, timed


# d-m-y is read too; a version number (2.10.2024.1) is none
ISO = (
    r"(?:(?<![\d.\-/])|(?<=/\d-)|(?<=\d\d-))"
    r"(?:(?P<iy>[12]\d{3})(?P<is>[-/. ])(?P<im>1[0-2]|0?[1-9])(?P=is)(?P<id>3[01]|[12]\d|0?[1-9])"
    r"|(?P<jd>3[01]|[12]\d|0?[1-9])(?P<js>[-/.])(?P<jm>1[0-2]|0?[1-9])(?P=js)(?P<jy>[12]\d{3}))(?![\d]|[.\-/]\d(?!\d{0,3}[.\-/]))"
)
YEARS = rf"(?<![\d.\-/])(?P<a>(?:19|20)\d\d){DASH}(?P<b>(?:19|20)\d\d)(?![\d.%％\-/])(?=[）)，。；、：]|$)"
DECADE = (
    rf"(?P<k_to>到)?{NOT_IN_NUMBER}(?:(?P<kc>上个?世纪|本世纪|二十一?世纪|十[八九]世纪|(?:1[5-9]|2[01]){SP}世纪){SP})?"
    r"(?P<kd>[1-9]0|[二三四五六七八九]十)年代(?P<ke>初期?|中期|末期?)?"
)
