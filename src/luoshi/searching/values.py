"""The values of fields: what a word means for a field, and the days that a time spans."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta

from luoshi.errors import UsageError
from luoshi.lexicon.search_fields import search_fields
from luoshi.lexicon.value_words import LIGHTS, known_values, light_of, value_of
from luoshi.lexicon.workflow import workflow
from luoshi.searching.folding import fold, simplified
from luoshi.searching.query import Field

_GRADES = ("A", "B", "C", "D")
_TIME = re.compile(
    r"(?P<year>\d{4})(?:(?:年|[-/.])(?:(?P<month>\d{1,2})(?:(?:月|[-/.])(?:(?P<day>\d{1,2})日?)?)?)?)?"
)
_COMPARED = re.compile(r"(<=|>=|≤|≥|<|>|=)?(.*)", re.DOTALL)
_RANGE = re.compile(r"\.\.+|至|~|—+")


def field_of(name: str, said: str, at: int) -> Field:
    """Give a field with what a word means for it; ``at`` is the place of the field in the query.

    Raises:
        UsageError: ``query_value``, ``query_time``: the word means nothing for this field; names what would.
    """
    takes = search_fields().takes[name]
    if takes == "words":
        return Field(name, said, at=at)
    if takes in ("until", "date"):
        return _timed(name, said, at)
    value = _value(takes, said)
    if value is None:
        known = " ".join(_known(takes))
        raise UsageError(
            f"{name}:{said} (character {at + 1}): there is no such value; there are {known}.",
            code="query_value",
            details={"field": search_fields().shown[name], "value": said, "at": at + 1, "known": known},
        )
    return Field(name, value, at=at)


def _value(takes: str, said: str) -> str | None:
    word = simplified(said)
    if takes in ("has", "is"):
        table = search_fields().has if takes == "has" else search_fields().is_
        return table.get(word.lower())
    if takes == "grade":
        grade = fold(word).upper()
        return grade if grade in _GRADES else None
    if takes == "light":
        return light_of(word)
    if takes in ("state", "review"):
        return workflow().name(takes, word)
    return value_of(takes, word) or value_of(takes, word.lower())


def _known(takes: str) -> tuple[str, ...]:
    """Give the values that a field can have, as people may write them."""
    if takes in ("has", "is"):
        return _shown(search_fields().has if takes == "has" else search_fields().is_)
    if takes == "grade":
        return _GRADES
    if takes == "light":
        return tuple(f"{zh}/{name}" for name, zh in LIGHTS.items())
    if takes in ("state", "review"):
        said = workflow().words
        return tuple(f"{words['zh']}/{name}" for (kind, name), words in said.items() if kind == takes)
    return tuple(
        f"{zh}/{en}" for zh, en in zip(known_values(takes, "zh"), known_values(takes, "en"), strict=True)
    )


def _shown(table: Mapping[str, str]) -> tuple[str, ...]:
    """Give each value with its first other name."""
    found: dict[str, str] = {}
    for word, value in table.items():
        if word != value:
            found.setdefault(value, f"{word}/{value}")
    return tuple(found.values())


def _timed(name: str, said: str, at: int) -> Field:
    try:
        first, last = _span(name, fold(said).strip())
    except ValueError:
        raise UsageError(
            f"{name}:{said} (character {at + 1}): not a time; write {name}:2026, {name}:2026-06, "
            f"{name}:<2026-06-30 or {name}:2026-01..2026-06.",
            code="query_time",
            details={"field": search_fields().shown[name], "value": said, "at": at + 1},
        ) from None
    return Field(name, said, first.isoformat() if first else None, last.isoformat() if last else None, at=at)


def _span(name: str, said: str) -> tuple[date | None, date | None]:
    """Give the first and the last day that are meant, ``None`` where that end is open."""
    ends = _RANGE.split(said)
    if len(ends) == 2 and any(ends):
        first = _time(ends[0])[0] if ends[0] else None
        last = _time(ends[1])[1] if ends[1] else None
        return first, last
    compared = _COMPARED.fullmatch(said)
    sign, time = (compared[1], compared[2].strip()) if compared else (None, said)
    first, last = _time(time)
    sign = {"before": "<", "after": ">"}.get(name, sign)
    if sign == "<":
        return None, first - timedelta(1)
    if sign in ("<=", "≤"):
        return None, last
    if sign == ">":
        return last + timedelta(1), None
    if sign in (">=", "≥"):
        return first, None
    return first, last


def _time(said: str) -> tuple[date, date]:
    found = _TIME.fullmatch(said)
    if not found or int(found["year"]) < 2:
        raise ValueError(said)
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    if year == date.max.year:
        raise ValueError(said)
    if found["month"] is None:
        return date(year, 1, 1), date(year, 12, 31)
    if found["day"] is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
