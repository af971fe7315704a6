"""Targets that compare instead of counting: 与经济增长同步, 高于全国平均; never a made-up number."""

from __future__ import annotations

from typing import Final

from luoshi.following.fitting import Setting, fit
from luoshi.following.judging import value_words
from luoshi.following.measures import POINT, measure
from luoshi.following.report import Report
from luoshi.following.values import Value
from luoshi.lexicon.following import following_words
from luoshi.lexicon.indicators import indicators
from luoshi.model import Evidence, Target

_WIDE: Final = 0.5  # of a point: less is no clear miss of 同步
_TINY: Final = 1e-9
Outcome = tuple[str, Evidence | None, tuple[str, ...]]


def follow_lead(target: Target, report: Report, setting: Setting) -> Outcome:
    """Give standing, evidence and reasons; an empty standing where the report gives nothing to compare."""
    words = following_words()
    if setting.several or report.prepared.reviewed is None or setting.until != report.prepared.reviewed:
        return "", None, ()
    own = [value for value in report.by_id.get(_id_of(target) or "", ()) if not report.foreign(value)]
    said = _compared(target, own, report)
    if said is not None:
        return said
    reference = words.leads.get((target.reference or "").removeprefix("全省").removeprefix("全市"))
    if reference is None:
        return "", None, ()
    mine, other = _growth(own, setting, report), _growth(report.by_id.get(reference, []), setting, report)
    if mine is None or other is None:
        return "", None, ()
    return _beside(target, mine, other, report)


def _id_of(target: Target) -> str | None:
    if target.id is not None:
        return target.id
    found = indicators().find(target.indicator)
    return found.id if found else None


def _growth(values: list[Value], setting: Setting, report: Report) -> Value | None:
    for value in values:
        got = measure(value.target)
        if got is None or got.sort != "growth" or got.comparator != "eq" or report.foreign(value):
            continue
        plain = setting._replace(target=value.target)
        if fit(plain, value, report.prepared.reviewed, foreign=False).grade == "good":
            return value
    return None


def _beside(target: Target, mine: Value, other: Value, report: Report) -> Outcome:
    words = following_words()
    one, two = measure(mine.target), measure(other.target)
    if one is None or two is None:
        return "", None, ()
    ahead = one.value - two.value
    same, below = words.lead_same.search(target.text), words.lead_below.search(target.text)
    word = same or below or words.lead_above.search(target.text)
    gaps = {
        "own": f"{mine.target.indicator}{value_words(mine.target)}",
        "reference": other.target.indicator,
        "other": value_words(other.target),
        "word": word.group() if word else target.text,
    }
    if below:
        ahead = -ahead
    if ahead > _TINY or (same and ahead >= -POINT - _TINY):
        key, standing = "lead_met", "met"
    elif (same and ahead >= -_WIDE - _TINY) or (not same and ahead >= -_TINY):
        key, standing = "lead_close", "reported"
    else:
        key, standing = "lead_missed", "missed"
    return standing, _evidence(mine, report, one.value), (words.say(key, **gaps),)


def _compared(target: Target, own: list[Value], report: Report) -> Outcome | None:
    """高于全国0.5个百分点: the report's own comparison with the same reference."""
    words = following_words()
    wants_more = words.lead_below.search(target.text) is None
    for value in own:
        if value.target.reference is None or value.several or value.span:
            continue
        if not _same_reference(target.reference or "", value.target.reference):
            continue
        more = words.lead_below.search(value.target.text) is None
        standing = "met" if more is wants_more else "missed"
        got = measure(value.target)
        evidence = _evidence(value, report, got.value if got else None)
        said = words.say("lead_said", quote=evidence.text.replace("\n", ""), text=target.text)
        return standing, evidence, (said,)
    return None


def _same_reference(one: str, other: str) -> bool:
    def plain(name: str) -> str:
        return name.removesuffix("水平").removesuffix("平均").removesuffix("的")

    return bool(plain(one)) and plain(one) == plain(other)


def _evidence(value: Value, report: Report, shown: float | None) -> Evidence:
    target, text = value.target, report.prepared.document.text
    return Evidence(
        value.start, target.end, text[value.start : target.end], shown, target.unit, target.comparator,
        target.period,
    )  # fmt: skip
