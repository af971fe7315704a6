"""One regular expression for every word that bears a time, made from the calendar.

Each top alternative is a named group, so that ``match.lastgroup`` says which reader in
``values`` takes it. Every repeat in it is bounded and no two neighbours can share a
character, so its cost grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from luoshi.extracting.times.atoms import DAY, LENGTH, MONTH, NOT_IN_NUMBER, NUMERAL, SP, forms
from luoshi.extracting.times.date_patterns import date_pattern, plan_pattern
from luoshi.extracting.times.word_patterns import (
    DECADE,
    ISO,
    YEARS,
    holiday_pattern,
    length_pattern,
    week_and_clock,
)
from luoshi.lexicon.calendar import Calendar, calendar
from luoshi.lexicon.load import alternatives
from luoshi.lexicon.trie import Words, any_of
from luoshi.native import COMPILED

if TYPE_CHECKING:
    from luoshi.native.times import Openings

_UNITS = "年月日号季个天周星礼小工点时期末计规分秒世代多余半之"
_DASHES = "-/.:： —–－~～至到"
_LINKS = "至到—-"
BEFORE_DAY = "(?:(?P<w_to>到|至)|(?P<w_from>从|自))?"


@cache
def pattern() -> re.Pattern[str]:
    """Give the expression; its top groups are the readers in ``values``."""
    table = calendar()
    weekday, clock, timed = week_and_clock(table)
    kinds = {
        "undated": forms(table.forms["undated"]),
        "fixed": forms(table.forms["fixed"]),
        "years": f"{forms(table.forms['year_spans'])}",
        "plan": plan_pattern(table),
        "planword": forms(table.forms["plan_words"]),
        "every": _every(table),
        "decade": DECADE,
        "iso": ISO,
        "bare": YEARS,
        "date": date_pattern(table),
        "holiday": holiday_pattern(table),
        "day": (
            rf"{BEFORE_DAY}(?:(?P<rd>{forms(table.forms['days'])})|{weekday})"
            rf"(?:(?P<rb>(?:之|以)?前(?![后夕]))|{timed})?"
        ),
        "length": length_pattern(table),
        "clock": clock,
    }
    return re.compile(
        f"{opening(table).expression()}(?:"
        + "|".join(f"(?P<{name}>{inner})" for name, inner in kinds.items())
        + ")"
    )


def _every(table: Calendar) -> str:
    """每年, 每年6月底, 每两周, 每周一下午三点."""
    every, units = table.every
    inside = rf"(?:(?<=[周期])[一二三四五六日末])?(?:(?<=年){MONTH}月(?:{DAY}日|底)?)?"
    hour = rf"(?:(?:{alternatives(table.lists['day_parts'])})?[\d{NUMERAL}]{{1,3}}点)?"
    return rf"{every}{LENGTH}?(?:{alternatives(units)}){inside}{hour}"


class Opening(NamedTuple):
    """What a time may begin with, so that nearly every place of a text is passed over at once.

    ``pairs`` are two letters, or one; behind one of ``prefixes`` any digit counts as well. A numeral counts
    with a unit, or a dash and another number, behind it.
    """

    pairs: tuple[str, ...]
    prefixes: tuple[str, ...]

    def expression(self) -> str:
        """Give it as a look ahead."""
        branches = [any_of(self.pairs), rf"(?:{alternatives(self.prefixes)})\d"]
        branches.append(
            rf"{NOT_IN_NUMBER}[\d{NUMERAL}](?:[\d{NUMERAL}.]{{0,6}}{SP}[{_UNITS}]"
            rf"|\d{{0,3}}[{re.escape(_DASHES)}]{{1,3}}[\d{NUMERAL}]"
            rf"|[{NUMERAL}]{{0,2}}[{re.escape(_LINKS)}][\d{NUMERAL}])"
        )
        first = {word[0] for word in (*self.pairs, *self.prefixes)} | set(NUMERAL)
        return f"(?=[{re.escape(''.join(sorted(first)))}\\d])(?=" + "|".join(branches) + ")"


def opening(table: Calendar) -> Opening:
    """Give what a time may begin with."""
    lists = table.lists
    words = [word for section in table.forms.values() for form in section for word in form.words]
    words.extend(
        (
            *lists["moon_holidays"],
            *(part for part in lists["day_parts"] if len(part) > 1),
            *table.spring[0],
            *table.plans,
        )
    )
    words.extend(week + name for week in lists["week_words"] for name in "一二三四五六日天末")
    words.extend(prefix + week[0] for prefix in table.weeks for week in lists["week_words"])
    words.extend(("上世纪", "上个世纪", "上半", "下半", "首季", "全年", "半年", "半个", "半小", "半天"))
    words.extend("年" + edge for edge in "底末初中度内")
    words.extend(("岁末", "月底", "月末", "月初", "零点"))
    pairs = {word[:2] for word in words}
    short = (part for part in lists["day_parts"] if len(part) == 1)
    pairs.update(part + numeral for part in short for numeral in "0123456789" + NUMERAL)
    # a prefix counts with a number or a word of time behind it
    behind = {word[0] for word in words} | set(NUMERAL + "“ \u3000第半数几前")
    behind |= {unit[0] for unit in table.every[1]}
    prefixes = {
        *lists["before_by"],
        *lists["before_since"],
        *lists["length_prefixes"],
        "第",
        "前",
        table.every[0],
    }
    pairs.update(prefix + letter for prefix in prefixes for letter in behind)
    pairs.update(quote + name[0] for quote in '“"‘「' for name in table.plans)
    pairs.update(some + ten + unit for some in "数几" for ten in ("", "十") for unit in "年个天周小")
    return Opening(tuple(sorted(pairs)), tuple(sorted(prefixes)))


def matches(text: str) -> Iterable[re.Match[str]]:
    """Give what ``pattern`` finds in a text, in order and without overlap."""
    return _openings().matches(text) if COMPILED else pattern().finditer(text)


@cache
def _openings() -> Openings:
    from luoshi.native.times import Openings

    some = opening(calendar())
    digits = "0123456789"
    letters = (digits + NUMERAL, _UNITS, " \u3000\u00a0", _DASHES, _LINKS, digits + NUMERAL + ".．廿卅第")
    firsts = {word[0] for word in (*some.pairs, *some.prefixes)}
    return Openings(Words(some.pairs), Words(some.prefixes), firsts, letters, pattern().match)
