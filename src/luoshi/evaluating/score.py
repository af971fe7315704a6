"""The scores: what is counted, and each miss with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from luoshi.evaluating.gold import Gold, GoldFigure
from luoshi.model import Statement, Target

_LETTER = {"commitment": "C", "result": "R", "problem": "P", "event": "E"}
_SCALES = (("千亿", 1e11), ("百亿", 1e10), ("万亿", 1e12), ("百万", 1e6), ("千万", 1e7))
_SHORT_SCALES = (("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2))


@dataclass(frozen=True, slots=True)
class Miss:
    """A segment or figure at ``start``–``end`` where answer and record differ.

    ``what`` is ``label join figure unit``; ``want`` and ``got`` say how, in words of the answers.
    """

    what: str
    start: int
    end: int
    want: str
    got: str


@dataclass(slots=True)
class Tally:
    """What was counted over one text or many; add tallies with ``+``."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    joins: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    read: bool = False
    """Whether anybody read the figures of one of the texts: without that they have no score."""

    def __add__(self, other: Tally) -> Tally:
        """Give the counts of both."""
        return Tally(
            self.confusion + other.confusion,
            self.joins + other.joins,
            self.figures + other.figures,
            self.read or other.read,
        )

    @property
    def accuracy(self) -> float:
        """The share of segments whose label is right, over all five labels."""
        total = sum(self.confusion.values())
        right = sum(count for (want, got), count in self.confusion.items() if want == got)
        return right / total if total else 0.0

    def f1(self, labels: str) -> float:
        """F1 over the segments of these labels together (``CR``: commitments and results)."""
        items = self.confusion.items()
        right = sum(count for (want, got), count in items if want == got and want in labels)
        spare = sum(count for (want, got), count in items if want != got and got in labels)
        missed = sum(count for (want, got), count in items if want != got and want in labels)
        return _f1(right, spare, missed)

    @property
    def joins_f1(self) -> float:
        """F1 of the segments that go on with the unit before them."""
        return _f1(self.joins["right"], self.joins["spare"], self.joins["missed"])

    @property
    def figures_f1(self) -> float | None:
        """F1 of the figures by place and value; ``None`` where the answers have none."""
        return (
            None
            if not self.read
            else _f1(self.figures["right"], self.figures["spare"], self.figures["missed"])
        )

    @property
    def figures_strict(self) -> float | None:
        """F1 of the figures by place, value, comparator and unit; ``None`` as above."""
        if not self.read:
            return None
        wrong = self.figures["wrong"]
        return _f1(
            self.figures["right"] - wrong, self.figures["spare"] + wrong, self.figures["missed"] + wrong
        )


def score(gold: Gold, statements: Sequence[Statement]) -> tuple[Tally, list[Miss]]:
    """Hold the statements of a text against its answers."""
    tally = Tally()
    misses: list[Miss] = []
    got, owner = [], []
    for segment in gold.segments:
        best = max(statements, key=lambda s: _cover(s, segment.start, segment.end), default=None)
        held = (
            best is not None and 2 * _cover(best, segment.start, segment.end) >= segment.end - segment.start
        )
        got.append(_LETTER[best.type] if best is not None and held else "N")
        owner.append(best.id if best is not None and held else None)
    for at, segment in enumerate(gold.segments):
        tally.confusion[segment.label, got[at]] += 1
        if got[at] != segment.label:
            misses.append(Miss("label", segment.start, segment.end, segment.label, got[at]))
        elif at and segment.label in "CR" and gold.segments[at - 1].label == segment.label == got[at - 1]:
            joined, wanted = owner[at] == owner[at - 1], segment.mark == "I"
            tally.joins[
                "right" if joined and wanted else "spare" if joined else "missed" if wanted else "-"
            ] += 1
            if joined != wanted:
                misses.append(Miss("join", segment.start, segment.end, segment.mark, "I" if joined else "B"))
    if gold.figures is not None:
        tally.read = True
        misses += _figures(gold, gold.figures, statements, tally)
    return tally, misses


def _figures(
    gold: Gold, figures: Sequence[GoldFigure], statements: Sequence[Statement], tally: Tally
) -> Iterator[Miss]:
    low, high = gold.segments[0].start, gold.segments[-1].end
    found = [target for s in statements for target in s.targets if low <= target.start < high]
    free = list(found)
    for figure in figures:
        hit = next((target for target in free if _same(figure, target)), None)
        if hit is None:
            tally.figures["missed"] += 1
            yield Miss("figure", figure.start, figure.end, _words(figure), "")
            continue
        free.remove(hit)
        tally.figures["right"] += 1
        if _unit(hit.unit)[1] != _unit(figure.unit)[1] or hit.comparator != figure.comparator:
            tally.figures["wrong"] += 1
            yield Miss("unit", figure.start, figure.end, _words(figure), _words(hit))
    for target in free:
        tally.figures["spare"] += 1
        yield Miss("figure", target.start, target.end, "", _words(target))


def _cover(statement: Statement, start: int, end: int) -> int:
    return sum(max(0, min(e, end) - max(s, start)) for s, e in statement.pieces)


def _same(figure: GoldFigure, target: Target) -> bool:
    if not (target.start < figure.end and figure.start < target.end):
        return False
    want, got = _value(figure), _value(target)
    return want is not None and got is not None and abs(want - got) <= 1e-6 * max(1.0, abs(want), abs(got))


def _value(item: GoldFigure | Target) -> float | None:
    number = item.low if item.low is not None else item.high
    return None if number is None else number * _unit(item.unit)[0]


def _unit(unit: str | None) -> tuple[float, str]:
    word = (unit or "").replace("％", "%")
    for scale, factor in (*_SCALES, *_SHORT_SCALES):
        if word.startswith(scale):
            return factor, word[len(scale) :]
    return 1.0, {"百分点": "个百分点"}.get(word, word)


def _words(item: GoldFigure | Target) -> str:
    number = item.low if item.low is not None else item.high
    return f"{item.indicator} {item.comparator} {number} {item.unit or ''}".strip()


def _f1(right: int, spare: int, missed: int) -> float:
    return 2 * right / (2 * right + spare + missed) if right else 0.0
