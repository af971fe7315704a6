"""Each target of the earlier text beside what the later text reports of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from luoshi.following.fitting import Fit, Setting, fit
from luoshi.following.judging import judge
from luoshi.following.leads import follow_lead
from luoshi.following.measures import is_fall, known, measure
from luoshi.following.mentions import Mention
from luoshi.following.names import SAME, core, telling
from luoshi.following.prepare import Prepared
from luoshi.following.report import Report
from luoshi.following.values import Value, values
from luoshi.lexicon.following import following_words
from luoshi.model import Evidence, Finding, Years

_SHOWN: Final = 6  # names that a silent finding lists
_NOTES: Final = 2
_NEAR: Final = 0.2
_HALF: Final = 0.5  # of the name must be left where it is shortened


def follow_targets(earlier: Prepared, report: Report) -> Iterator[Finding]:
    """Give a finding for each target of the earlier text, in the order of the text."""
    for value in values(earlier, reported=False):
        yield _Search(value, _setting(earlier, value), report).finding()


def _setting(earlier: Prepared, value: Value) -> Setting:
    """The year that a target is set for; one among the goals of a plan covers the plan's years."""
    words = following_words()
    target = value.target
    text = earlier.document.text
    period = target.period
    until = None if period is None or period.until is None else int(period.until[:4])
    from_ = None if period is None or period.from_ is None else int(period.from_[:4])
    if until is None and not value.several:
        until = earlier.year
    several = from_ is not None and until is not None and from_ < until
    if value.several and not several and (until is None or until == earlier.year):
        several, until = True, (earlier.year or 0) + 4 - ((earlier.year or 0) - 1) % 5 or None
    elif value.span and earlier.windows and value.span not in ("每年",):
        several = True
    near = text[max(0, target.start - 4) : target.end]
    shown = f"{from_}—{until}年" if from_ and until and from_ != until else value.span or f"到{until}年"
    return Setting(target, until, several, shown, words.whole_year.search(near) is not None, value.same_base)


class _Search:
    """Looks for one target's evidence."""

    def __init__(self, value: Value, setting: Setting, report: Report) -> None:
        self.value, self.setting, self.report = value, setting, report
        self.target = value.target
        self.words = following_words()
        self.year = report.prepared.reviewed
        self.notes: list[str] = []
        indicator = known(self.target)
        if indicator is not None:
            self.names = tuple(indicator.names) + self.words.weak.get(indicator.id, ())
        else:
            self.names = tuple(dict.fromkeys((self.target.indicator, core(self.target.indicator))))

    def finding(self) -> Finding:
        """Admitted first, then judged, then shown, then words, then silence."""
        if self.target.reference is not None and measure(self.target) is None:
            standing, evidence, why = follow_lead(self.target, self.report, self.setting)
            if standing:
                return self._done(standing, evidence, why)
        good, told = self._sorted()
        due = self.setting.until is None or self.year is None or self.setting.until <= self.year
        admitted = None
        if due and self._told_by_name():
            admitted = self.report.mentions.admitted(self.names, self.target.id)
        if admitted is not None:
            quote = self._quote(admitted)
            shown = self._evidence(good[0]) if good else quote
            return self._done("admitted_missed", shown, (self.words.say("admitted", quote=quote.text),))
        if good:
            return self._judged(good)
        if told:
            value, why = told[0]
            return self._done("reported", self._evidence(value), (*self._same(value), *why))
        state = self.report.mentions.state(self.names, self.target.id) if self._told_by_name() else None
        if state is not None:
            quote = self._quote(state)
            return self._done("qualitative", quote, (self.words.say("words", quote=quote.text),))
        return self._done("silent", None, self._searched())

    def _told_by_name(self) -> bool:
        return self.target.id is not None or telling(core(self.target.indicator))

    def _sorted(self) -> tuple[list[Value], list[tuple[Value, tuple[str, ...]]]]:
        good: list[tuple[int, Value]] = []
        told: list[tuple[int, Value, tuple[str, ...]]] = []
        for value, sure in self._candidates():
            found = fit(self.setting, value, self.year, self.report.foreign(value))
            if found.grade == "good" and sure:
                good.append((found.rank, value))
            elif found.grade != "none":
                why = found.why if sure else (self.words.say("name_only"), *found.why)
                told.append((found.rank + (0 if sure else 10), value, why))
            else:
                self._note(found)
        good.sort(key=lambda row: row[0])
        told.sort(key=lambda row: row[0])
        return [value for _, value in good], [(value, why) for _, value, why in told]

    def _note(self, found: Fit) -> None:
        for reason in found.why:
            if reason not in self.notes and len(self.notes) < _NOTES:
                self.notes.append(reason)

    def _candidates(self) -> Iterator[tuple[Value, bool]]:
        """The figures of this indicator, each with whether its name is sure."""
        id_ = self.target.id
        if id_ is not None:
            yield from ((value, True) for value in self.report.by_id.get(id_, ()))
            yield from ((value, False) for value in self.report.weak.get(id_, ()) if value.target.reference)
            near, names = self.words.near.get(id_, ("", ()))
            if near:
                yield from ((value, False) for value in self._beside(near, names))
            return
        wanted = measure(self.target)
        plain = not telling(core(self.target.indicator))
        for mine, theirs, value in self.report.named(core(self.target.indicator)):
            got = measure(value.target)
            if wanted is None or got is None or wanted.unit != got.unit:
                continue
            sure = (min(mine, theirs) >= SAME or self._shortened(value, mine)) and not plain
            if sure or max(mine, theirs) >= SAME:
                yield value, sure

    def _shortened(self, value: Value, mine: float) -> bool:
        """关键技术揭榜挂帅项目 is 揭榜挂帅项目 a year later, where the numbers are near each other.

        A name without its qualifier may mean more things; a number far above the target then does.
        """
        name, other = core(self.target.indicator), core(value.target.indicator)
        wanted, got = measure(self.target), measure(value.target)
        if wanted is None or got is None or mine < _HALF or not name.endswith(other) or not telling(other):
            return False
        return abs(got.value - wanted.value) <= _NEAR * abs(wanted.value)

    def _beside(self, near: str, names: tuple[str, ...]) -> Iterator[Value]:
        """年度产量 of a sentence that has spoken of 粮食."""
        text = self.report.prepared.document.text
        for name, value in self.report.others:
            before = text[max(0, value.target.start - 24) : value.target.start]
            if value.target.indicator.endswith(names) and name not in ("",) and near in before:
                yield value

    def _judged(self, good: list[Value]) -> Finding:
        first = good[0]
        standing, why = judge(self.target, first.target)
        for other in good[1:]:
            again, _ = judge(self.target, other.target)
            if {standing, again} == {"met", "missed"}:
                both = self.words.say("two_values", one=first.target.text, two=other.target.text)
                return self._done("reported", self._evidence(first), (*self._same(first), both))
            if standing == "reported" and again != "reported":
                first, (standing, why) = other, judge(self.target, other.target)
        year = (self.words.say("period", year=self.year),) if self.year else ()
        return self._done(standing, self._evidence(first), (*self._same(first), *year, *why))

    def _same(self, value: Value) -> tuple[str, ...]:
        mine, theirs = self.target.indicator, value.target.indicator
        if mine == theirs:
            return (self.words.say("same_indicator", name=mine),)
        cut = core(mine).removesuffix(core(theirs))
        if self.target.id is None and cut and cut != core(mine):
            return (
                self.words.say("similar", earlier=mine, later=theirs),
                self.words.say("shorter", words=cut),
            )
        key = "alias" if self.target.id is not None and value.target.id == self.target.id else "similar"
        return (self.words.say(key, earlier=mine, later=theirs),)

    def _searched(self) -> tuple[str, ...]:
        names = "、".join(dict.fromkeys((self.target.indicator, *self.names[:_SHOWN])))
        said = self.words.say("searched", names=names, year=self.year or self.setting.until or "")
        return (said, *self.notes)

    def _evidence(self, value: Value) -> Evidence:
        target, text = value.target, self.report.prepared.document.text
        got = measure(target, down=is_fall(self.target))
        year = value.year or (None if value.several else self.year)
        period = Years(f"{year}-01-01", f"{year}-12-31") if year else None
        return Evidence(
            value.start,
            target.end,
            text[value.start : target.end],
            got.value if got else None,
            target.unit,
            target.comparator,
            period,
        )

    def _quote(self, mention: Mention) -> Evidence:
        text = self.report.prepared.document.text
        return Evidence(mention.start, mention.end, text[mention.start : mention.end])

    def _done(self, standing: str, evidence: Evidence | None, why: tuple[str, ...]) -> Finding:
        return Finding(self.target, self.value.statement, standing, evidence, why)
