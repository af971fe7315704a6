"""May two figures of one indicator be held beside each other? If not, why not."""

from __future__ import annotations

from typing import NamedTuple

from luoshi.following.measures import is_fall, measure
from luoshi.following.values import Value
from luoshi.lexicon.following import following_words
from luoshi.model import Target

_ORDER = ("growth", "share", "amount", "added", "rank", "lead", "multiple", "points")


class Setting(NamedTuple):
    """What a target asks for beside its number: its year, its body's scopes, words of its own.

    ``until`` is the last year it covers; ``several`` says that it covers more than one.
    """

    target: Target
    until: int | None
    several: bool
    period: str
    whole_year: bool
    same_base: bool


class Fit(NamedTuple):
    """How a value fits a target.

    ``grade``: ``good`` may be judged, ``told`` may only be shown, ``none`` is no evidence.
    ``rank`` orders the told ones, the most telling first; ``why`` is said to the reader.
    """

    grade: str
    rank: int
    why: tuple[str, ...]


def fit(setting: Setting, value: Value, reviewed: int | None, foreign: bool) -> Fit:
    """Say how ``value`` of a report that reviews ``reviewed`` fits the target."""
    words = following_words()
    target = setting.target
    if foreign:
        return Fit("none", 9, (words.say("body", scope=value.scope),))
    fall = is_fall(target)
    wanted, got = measure(target, down=fall), measure(value.target, down=fall)
    if got is None:
        return Fit("none", 9, ())
    if value.span or (value.several and _sums_up(value, got.sort)):
        return Fit("none", 8, (words.say("not_evidence", quote=value.target.text.strip()),))
    order = _ORDER.index(got.sort) + (20 if value.several else 0)
    if value.year is not None and reviewed is not None and value.year != reviewed:
        if value.year < reviewed:
            why = words.say("other_year", actual=value.year, target=setting.until or "")
            return Fit("told", order + 40, (why,))
        return Fit("none", 9, ())
    reasons = _time_reasons(setting, value, reviewed)
    if wanted is not None and (wanted.sort != got.sort or wanted.unit != got.unit):
        reasons.insert(0, _sort_reason(wanted.sort, got.sort, value, target))
    elif not reasons and wanted is not None:
        return Fit("good", order, ())
    return Fit("told", order, tuple(reasons))


def _sums_up(value: Value, sort: str) -> bool:
    """In a review of five years a rate, an amount added and a flow cover all of them."""
    if value.year is not None:
        return False
    return sort in ("growth", "added", "points", "multiple") or value.target.id in following_words().flows


def _time_reasons(setting: Setting, value: Value, reviewed: int | None) -> list[str]:
    words = following_words()
    out: list[str] = []
    if setting.until is None or reviewed is None:
        out.append(words.say("no_year"))
    elif setting.until > reviewed:
        out.append(words.say("not_due", target=setting.until, actual=reviewed))
    elif setting.several:
        out.append(words.say("several_years", period=setting.period))
    elif setting.until < reviewed:
        out.append(words.say("other_year", actual=reviewed, target=setting.until))
    if value.part:
        out.append(words.say("part", part=value.part))
    if setting.whole_year and value.at_end:
        out.append(words.say("year_end", end=value.at_end))
    if setting.same_base != value.same_base:
        out.append(words.say("base"))
    if value.several and value.year is None and value.target.id not in words.stocks:
        out.append(words.say("five_years"))
    return out


def _sort_reason(wanted: str, got: str, value: Value, target: Target) -> str:
    words = following_words()
    if got == "rank":
        return words.say("rank")
    if got == "lead":
        return words.say("lead_only", reference=value.target.reference or value.target.base or "")
    if got in ("points", "multiple") or (got == "added" and wanted != "added"):
        return words.say("change")
    if wanted == "growth" and got in ("amount", "share"):
        return words.say("level")
    if got == "growth":
        return words.say("growth")
    return words.say("unit", target=target.unit, actual=value.target.unit)
