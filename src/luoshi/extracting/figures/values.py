"""Which numbers of a clause set or report a value: no dates, names, ordinals or classes of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.extracting.figures.places import moved, places
from luoshi.extracting.figures.units import (
    LIST_LENGTH,
    LISTED,
    RISES_FROM,
    Value,
    bare,
    base_unit,
    classed,
    unit_of,
    worded,
)
from luoshi.lexicon.figure_words import FigureWords
from luoshi.model.quantity import Period, Quantity

_QUOTED = re.compile("[“‘「《〈]([^”’」》〉]{1,22})[”’」》〉]")
_REACH = 14  # characters before a number that may say what it is
_JOINS = frozenset("+＋/-")


def values_in(
    text: str,
    span: tuple[int, int],
    numbers: Sequence[Quantity],
    periods: Sequence[Period],
    words: FigureWords,
) -> list[Value]:
    """The values of the clause at ``span``, in order; linear in what it is handed."""
    start, end = span
    ranks = places(text, start, end, words)
    out: list[Value] = list(ranks)
    taken = _Sweep([(r.start, r.end) for r in ranks])
    named = _Sweep(
        [m.span() for m in _QUOTED.finditer(text, start, end) if not words.speaks.search(m.group(1))]
    )
    timed = _Sweep([(p.start, p.end) for p in periods if p.kind != "duration" and start <= p.start < end])
    bases: list[str] = []
    run = 0
    for at, number in enumerate(numbers):
        if text[number.start] == "第" or taken.holds(number) or named.holds(number) or timed.holds(number):
            continue
        run = run or _bases(text, span, numbers, at, words)
        if run:
            run -= 1
            bases.append(text[number.start : number.end])
            continue
        value = _value(text, span, number, numbers[at + 1 : at + 1 + LIST_LENGTH], words)
        if value is not None:
            out.append(value._replace(base=bases.pop(0)) if bases else value)
    if ranks:
        out.sort()
        out = moved(text, out, words)
    return out


class _Sweep:
    """Stretches in order, asked about numbers in order."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self.stretches = stretches
        self.at = 0

    def holds(self, number: Quantity) -> bool:
        """Whether a stretch overlaps the number."""
        while self.at < len(self.stretches) and self.stretches[self.at][1] <= number.start:
            self.at += 1
        return self.at < len(self.stretches) and self.stretches[self.at][0] < number.end


def _bases(text: str, span: tuple[int, int], numbers: Sequence[Quantity], at: int, words: FigureWords) -> int:
    """How many numbers from ``at`` on are bases: two in 分别从202元、270元提高到209元、280元."""
    first = numbers[at]
    if not RISES_FROM.search(text, max(span[0], first.start - _REACH), first.start):
        return 0
    last = at
    while last + 1 < min(len(numbers), at + LIST_LENGTH):
        end = numbers[last].end
        if text[end : min(numbers[last + 1].start, end + 3)] not in LISTED:
            break
        last += 1
    return last + 1 - at if words.moved.match(text, numbers[last].end, span[1]) else 0


def _value(
    text: str, span: tuple[int, int], number: Quantity, following: Sequence[Quantity], words: FigureWords
) -> Value | None:
    first, stop, low, high, _, means = number
    before = text[max(span[0], first - _REACH) : first]
    after = text[stop : min(span[1], stop + 8)]
    if number.unit != "%" and _in_name(before, after):
        return None
    if before.endswith(words.not_behind):
        return None
    if before.endswith("前") and not before.endswith(("年前", "之前", "以前")):
        return None  # 前1%, 前10
    unit, kind = unit_of(text, number, following)
    if not unit:
        return bare(text, span, number, words)
    if _numbers_things(unit, kind, before, after, words):
        return None
    if not any(char.isdigit() for char in text[first:stop]) and not worded(number, before, kind, words):
        return None
    if means != "eq" and kind not in ("share", "multiple") and classed(text, span, number, words):
        return None
    return Value(first, stop, low, high, unit, means, kind)


def _in_name(before: str, after: str) -> bool:
    """5+2, 296X, V3: the number is part of a name."""
    if after[:1] in _JOINS and after[:1] in ("+", "＋"):
        return True
    return bool(before) and (before[-1] in _JOINS or (before[-1].isascii() and before[-1].isalpha()))


def _numbers_things(unit: str, kind: str, before: str, after: str, words: FigureWords) -> bool:
    """第8届, 12号线, 500千伏, 8个方面: the unit numbers or classes things and sets no value."""
    base = base_unit(unit)
    if kind == "label" or unit.endswith("级") or after.startswith(("级", "大类", "大产", "大行")):
        return True
    if base in words.no_units:
        said = words.unless.get(base)
        return said is None or not said.search(before)
    return base == "个" and after.lstrip("重大关键主要").startswith(words.no_things)
