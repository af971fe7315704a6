"""The planning calendar: plans, years, holidays and the words around a date, from data/calendar.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from luoshi.errors import LexiconError
from luoshi.lexicon.load import load, only_keys, words

KINDS = ("at", "by", "since", "span", "recurring", "duration")
PRECISIONS = ("day", "month", "quarter", "half", "year", "years", "decade", "none")
PARTS = ("end", "whole", "first", "last")

# sections of forms, with the keys that an entry must and may have besides its words and guards
FORMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "plan_words": (("part",), ()),
    "years": (("offset",), ()),
    "months": (("offset",), ()),
    "days": (("offset",), ()),
    "year_spans": (("offset", "count"), ()),
    "fixed": (("until", "kind", "precision"), ("from",)),
    "undated": (("kind",), ()),
    "holidays": (("month", "day"), ()),
    "short_holidays": (("month", "day"), ()),
}
LISTS = (
    *(
        "plan_not_before",
        "plan_nouns",
        "plan_whole",
        "plan_end",
        "plan_since",
        "plan_first_year",
        "plan_last_year",
    ),
    *("week_words", "holiday_tails", "moon_holidays", "before_by", "before_since", "behind_by"),
    *("behind_since", "behind_after", "behind_within", "behind_about", "middle_before"),
    *("length_prefixes", "length_past", "length_future", "length_open", "length_units"),
    *("length_tails", "day_parts"),
)
TABLES = (
    "plans",
    "week_prefixes",
    "every",
    "spring_festival",
    "behind_guards",
    "length_guards",
    "length_action",
)


@dataclass(frozen=True, slots=True)
class Form:
    """Words of one meaning; ``not_after`` holds characters, ``not_before`` words that unmake it."""

    words: tuple[str, ...]
    not_after: str
    not_before: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The checked content of ``data/calendar.yaml``; what each section means is said there."""

    plans: Mapping[str, tuple[int, int]]
    forms: Mapping[str, tuple[Form, ...]]
    lists: Mapping[str, tuple[str, ...]]
    weeks: Mapping[str, int]
    every: tuple[str, tuple[str, ...]]
    spring: tuple[tuple[str, ...], Mapping[int, date]]
    behind_guards: Mapping[str, tuple[str, ...]]
    length_guards: Mapping[str, tuple[str, ...]]
    action: tuple[str, int, str]

    def lookup(self, section: str) -> dict[str, Mapping[str, Any]]:
        """Give each word of a section of forms its values."""
        return {word: form.values for form in self.forms[section] for word in form.words}


def fault(key: str, want: str) -> LexiconError:
    """Give the error for a key of the calendar that is not as wanted."""
    return LexiconError(f"data/calendar.yaml: “{key}” {want}")


def _value_fault(name: str, value: object) -> str | None:
    if name in ("from", "until"):
        return None if type(value) is date else "must be a day (2030-12-31)"
    choices = {"kind": KINDS, "precision": PRECISIONS, "part": PARTS}.get(name)
    if choices is not None:
        return None if value in choices else f"must be one of {', '.join(choices)}"
    low, high = {"month": (1, 12), "day": (1, 31), "count": (1, 99)}.get(name, (-99, 99))
    whole = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return None if whole else f"must be a whole number from {low} to {high}"


def _form(section: str, raw: object) -> Form:
    needed, allowed = FORMS[section]
    if not isinstance(raw, dict):
        raise fault(section, "must be a list of mappings with “words”")
    only_keys("calendar", raw, ("words", "not_after", "not_before", *needed, *allowed))
    values = {name: raw[name] for name in (*needed, *allowed) if name in raw}
    for name in needed:
        if name not in values:
            raise fault(section, f"has an entry without “{name}”: {raw.get('words')}")
    for name, value in values.items():
        wrong = _value_fault(name, value)
        if wrong:
            raise fault(f"{section}.{name}", f"{wrong}, not {value!r}")
    if not isinstance(raw.get("not_after", ""), str):
        raise fault(f"{section}.not_after", "must be characters in one string")
    guards = words("calendar", raw, "not_before") if "not_before" in raw else ()
    return Form(words("calendar", raw, "words"), raw.get("not_after", ""), guards, values)


def _forms(table: Mapping[str, Any], section: str) -> tuple[Form, ...]:
    raw = table.get(section)
    if not isinstance(raw, list) or not raw:
        raise fault(section, "must be a list of forms")
    return tuple(_form(section, entry) for entry in raw)


def _mapping(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    raw = table.get(key)
    if not isinstance(raw, dict) or not raw or not all(isinstance(word, str) and word for word in raw):
        raise fault(key, "must be a mapping from words")
    return raw


def _plans(table: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    plans = {}
    for name, years in _mapping(table, "plans").items():
        if not (isinstance(years, list) and len(years) == 2 and all(type(year) is int for year in years)):
            raise fault(f"plans.{name}", "must be its first and last year")
        plans[name] = (years[0], years[1])
    return plans


def _spring(table: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[int, date]]:
    raw = _mapping(table, "spring_festival")
    days = raw.get("days")
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise fault("spring_festival.days", "must be a list of days")
    return words("calendar", raw, "words"), {day.year: day for day in days}


def _guards(table: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    raw = _mapping(table, key)
    return {word: words("calendar", raw, word) for word in raw}


@cache
def calendar() -> Calendar:
    """Load the calendar once.

    Raises:
        LexiconError: a section is missing or misformed; the message names file and key.
    """
    table = load("calendar")
    only_keys("calendar", table, (*FORMS, *LISTS, *TABLES))
    weeks, every, action = (_mapping(table, key) for key in ("week_prefixes", "every", "length_action"))
    if not all(type(offset) is int for offset in weeks.values()):
        raise fault("week_prefixes", "must give whole numbers of weeks")
    if not isinstance(every.get("prefix"), str):
        raise fault("every.prefix", "must be a word")
    noun, gap, not_first = (action.get(key) for key in ("noun", "gap", "not_first"))
    if not (isinstance(noun, str) and type(gap) is int and isinstance(not_first, str)):
        raise fault("length_action", "must give “noun”, “gap” and “not_first”")
    return Calendar(
        plans=_plans(table),
        forms={section: _forms(table, section) for section in FORMS},
        lists={key: words("calendar", table, key) for key in LISTS},
        weeks=weeks,
        every=(every["prefix"], words("calendar", every, "units")),
        spring=_spring(table),
        behind_guards=_guards(table, "behind_guards"),
        length_guards=_guards(table, "length_guards"),
        action=(noun, gap, not_first),
    )
