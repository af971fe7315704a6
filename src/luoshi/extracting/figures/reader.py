"""Reads the values of a unit into targets, and carries the indicator from clause to clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from luoshi.extracting.figures.kinds import kind_of, level_group
from luoshi.extracting.figures.leads import lead_of, plain_leads
from luoshi.extracting.figures.names import counts_name, name_end, name_of
from luoshi.extracting.figures.periods import period_at
from luoshi.extracting.figures.shared import count_subjects, owned, split_subjects
from luoshi.extracting.figures.subjects import Left, left_of
from luoshi.extracting.figures.units import Value
from luoshi.extracting.units import Unit
from luoshi.lexicon.figure_words import FigureWords
from luoshi.lexicon.indicators import indicators
from luoshi.model import Clause, Outline, Period, Target
from luoshi.native import maker

_LIST_GAP = re.compile("(?:、|和|及|与|以及|，)(?:全国|世界|全球|全省|分别|约|近)*")
_REACHES = frozenset("突超逾")
_NUMBER = re.compile("[0-9０-９第]")
_LOOK_BACK = 3  # clauses
_SUBJECT_LENGTH = 40
_LIST_LENGTH = 12  # values that one predicate may carry
_target_of = maker(Target)


class Reader:
    """Lives for one unit; ``owner`` is what a value without a subject of its own is said of."""

    def __init__(self, outline: Outline, unit: Unit, periods: Sequence[Period], words: FigureWords) -> None:
        self.outline = outline
        self.text = outline.document.text
        self.unit = unit
        self.periods = periods
        self.words = words
        self.role = "actual" if unit.type == "result" else "target"
        self.owner: str | None = None
        self.owners: list[str] = []  # of the last 分别

    def read(self, clause: Clause, values: list[Value]) -> list[Target]:
        """The targets of one clause."""
        out: list[Target] = []
        edge = clause.start
        at = 0
        fresh = ""
        while at < len(values):
            group = self._group(values, at)
            at += len(group)
            limit = values[at].start if at < len(values) else clause.end
            first, last = group[0], group[-1]
            left = left_of(
                self.text,
                edge,
                first.start,
                self.words,
                moved=first.base is not None,
                placed=first.kind == "rank",
            )
            edge = name_end(self.text, last, limit, self.words)
            if edge > last.end and counts_name(self.text, last, left, self.words):
                out += self._counted(group, left, edge)
            else:
                edge = last.end
                out += self._said(clause, group, left, fresh)
            fresh = ""
            if at < len(values) and values[at].kind == last.kind:
                fresh = next((word for word in self.words.new if out[-1].indicator.startswith(word)), "")
        return out

    def leads(self, clause: Clause) -> list[Target]:
        """居民收入增长和经济增长同步: a lead without a number."""
        nothing = Value(0, 0, 0.0, None, "", "lead", "")
        return [
            self._target(nothing, indicator, (start, end), "growth", None, reference)
            for indicator, reference, start, end in plain_leads(
                self.text, clause.start, clause.end, self.words
            )
        ]

    def _group(self, values: list[Value], at: int) -> list[Value]:
        """The values that one predicate carries: 10.7%、13.3%."""
        end = at + 1
        most = min(len(values), at + _LIST_LENGTH)
        while end < most and _LIST_GAP.fullmatch(self.text, values[end - 1].end, values[end].start):
            if (values[end].kind == "rank") != (values[at].kind == "rank"):
                break
            if self.text[values[end].start] in _REACHES and self.text[values[at].start] not in _REACHES:
                break  # 新增3000公里、突破1.1万公里: two things are said
            end += 1
        return level_group(values[at:end], self.text) if end - at > 1 else values[at:end]

    def _counted(self, group: list[Value], left: Left, end: int) -> list[Target]:
        """完成137家省重点实验室优化重组: the indicator stands behind the number."""
        first = group[0]
        thing = name_of(self.text, group[-1].end, end)
        prefix = next((word for word in self.words.new if self.text.endswith(word, 0, first.start)), "")
        indicator = prefix + thing if thing else left.subject
        self.owner, self.owners = indicator, []
        return [
            self._target(
                value,
                indicator,
                (value.start - (len(prefix) if value is first else 0), end),
                kind_of(value, left, indicator, counted=True),
                left.base,
                None,
            )
            for value in group
        ]

    def _said(self, clause: Clause, group: list[Value], left: Left, fresh: str) -> list[Target]:
        """国内生产总值增长5%: the indicator stands before the number, or in the clause before."""
        found = lead_of(self.text, clause.start, group[0], left, self.words)
        left, reference = found or (left, None)
        left, group = self._measured_by(left, group)
        parts = self._parts(clause, group, left, fresh)
        out = [
            self._target(
                value,
                indicator,
                (min(start, value.start), value.end),
                kind_of(value, left, indicator),
                left.base,
                reference,
            )
            for value, indicator, start in parts
        ]
        indicators_said = list(dict.fromkeys(target.indicator for target in out))
        if len(indicators_said) == 1:
            self.owner, self.owners = indicators_said[0], self.owners if not left.subject else []
        else:
            self.owner, self.owners = left.subject or self.owner, [target.indicator for target in out]
        return out

    def _parts(
        self, clause: Clause, group: list[Value], left: Left, fresh: str
    ) -> list[tuple[Value, str, int]]:
        """Each value with its indicator and where its piece begins."""
        subject, start, count = left.subject, left.start, len(group)
        if not subject:
            if count > 1 and len(self.owners) == count:
                return [(value, owner, left.verb) for value, owner in zip(group, self.owners, strict=True)]
            indicator = self._indicator("", fresh)
            return [(value, indicator, left.verb) for value in group]
        if count > 1:
            split = split_subjects(subject, count, self.words)
            if split is not None:
                return [(value, part, start + at) for value, (part, at) in zip(group, split, strict=True)]
        elif self._for_each(left):
            split = split_subjects(subject, count_subjects(subject), self.words) or [(subject, 0)]
            return [(group[0], self._indicator(part, ""), start + at) for part, at in split]
        elif not left.shared and "rank" not in left.says:
            subject, start = self._last_piece(subject, start)
        indicator = self._indicator(subject, fresh)
        return [(value, indicator, start) for value in group]

    def _for_each(self, left: Left) -> bool:
        """汽车、新能源汽车产量居全国首位 says one thing of both."""
        subject = left.subject
        if not (left.shared or "rank" in left.says) or len(subject) > _SUBJECT_LENGTH:
            return False
        return subject.endswith(self.words.measures) and ("、" in subject or "和" in subject)

    def _measured_by(self, left: Left, group: list[Value]) -> tuple[Left, list[Value]]:
        """标准不低于当地最低标准的1.6倍: what it is measured by is no part of the indicator."""
        match = self.words.measured_by.search(left.subject) if group[0].kind == "multiple" else None
        if match is None or not match.start():
            return left, group
        value = group[0]._replace(comparator=self.words.means[match.group("word")], base=match.group("of"))
        return left._replace(subject=left.subject[: match.start()]), [value, *group[1:]]

    def _last_piece(self, subject: str, start: int) -> tuple[str, int]:
        """推进产业升级、完成投资100亿元: the value is said of the last piece."""
        at = subject.rfind("、") + 1
        piece = subject[at:]
        if at and piece.startswith((*self.words.doing, *self.words.heads.get(subject[at], ()))):
            return piece, start + at
        return subject, start

    def _indicator(self, subject: str, fresh: str) -> str:
        if subject and subject not in self.words.added and subject not in self.words.replaced:
            opens = fresh and not subject.startswith(self.words.new) and len(subject) < _SUBJECT_LENGTH // 2
            return fresh + subject if opens else subject
        if self.owner is None:
            self.owner = self._carried()
        return owned(subject, self.owner, self.words)

    def _carried(self) -> str:
        """The indicator of the clause before the unit in the same sentence."""
        clauses = self.outline.clauses
        at = self.unit.first
        first = self.outline.sentences[clauses[at].sentence].first
        for before in reversed(clauses[max(first, at - _LOOK_BACK) : at]):
            digit = _NUMBER.search(self.text, before.start, before.end)
            if digit is None:
                continue
            left = left_of(self.text, before.start, digit.start(), self.words)
            if left.subject:
                return left.subject
        return ""

    def _target(
        self,
        value: Value,
        indicator: str,
        span: tuple[int, int],
        kind: str,
        base: str | None,
        reference: str | None,
    ) -> Target:
        start, end = span
        lead = value.comparator == "lead"
        if not indicator:
            indicator = self.text[start : value.start] or self.text[value.start : end]
        return _target_of(
            indicator,
            _known(indicator),
            kind,
            "lead" if reference is not None else value.comparator,
            None if lead else value.low,
            value.high,
            value.unit,
            self.role,
            period_at(self.outline, self.unit, self.periods, start if lead else value.start),
            start,
            end,
            self.text[start:end],
            value.base or base,
            reference,
        )


@lru_cache(maxsize=4096)
def _known(indicator: str) -> str | None:
    found = indicators().find(indicator) if len(indicator) <= _SUBJECT_LENGTH else None
    return found.id if found else None
