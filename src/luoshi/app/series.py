"""Targets and outcomes of an indicator over years, body by body, from the rows of the ledger.

Figures stand in one series only where indicator, measure and unit are the same (a unit is brought to
another of its family: 亿元 and 万元). The year is that of the record's own period, never a guess. What is
left out is told with its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from luoshi.comparing.measures import convert, family
from luoshi.lexicon.following import following_words
from luoshi.lexicon.indicators import indicators

if TYPE_CHECKING:
    from luoshi.stores import Store
    from luoshi.stores.series import Figures, Within

REASONS: Final = ("unknown", "wordy", "undated", "part", "several", "average", "differs")
"""Why a figure is left out: no known indicator, no number, no period, a part of a year, several years, a mean
over years, or the same body's texts say different numbers for the same year."""
_HELD: Final = 4
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year; ``low`` and ``high`` are in the series' unit, ``words`` as they are written."""

    number: int
    body: str
    year: int
    role: str
    comparator: str
    low: float | None
    high: float | None
    words: str

    @property
    def value(self) -> float:
        """Where it stands in a picture: a range in its middle."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return sum(ends) / len(ends)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in one measure and unit; ``points`` by body, year and role, targets before outcomes.

    ``drawn`` has the one value of each body, year and role that all its texts agree on; ``left`` has what is
    left out by reason, as the numbers of the rows.
    """

    key: str
    indicator: str
    kind: str
    unit: str
    points: tuple[Point, ...] = ()
    drawn: Mapping[tuple[str, int, str], Point] = field(default_factory=dict)
    left: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """All years from the first to the last, without a gap."""
        found = [point.year for point in self.points]
        return list(range(min(found), max(found) + 1)) if found else []

    @property
    def bodies(self) -> list[str]:
        """Those with most figures first."""
        counts = Counter(point.body for point in self.points)
        return sorted(counts, key=lambda body: (-counts[body], body))


@dataclass(frozen=True, slots=True)
class Lines:
    """All series, the fullest first; ``left`` counts the figures that belong to none, by reason."""

    lines: tuple[Line, ...]
    left: Mapping[str, int]

    def line(self, key: str) -> Line | None:
        """Give a series by its key, else the first."""
        return next((line for line in self.lines if line.key == key), self.lines[0] if self.lines else None)


@dataclass(slots=True)
class _Gathered:
    units: Counter[str] = field(default_factory=Counter)
    found: list[tuple[Figures, Mapping[str, Any], int]] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


_kept: dict[tuple[str, int, Within], Lines] = {}


def lines_of(store: Store, within: Within) -> Lines:
    """Give the series of a ledger's rows; the last few are kept until the ledger grows."""
    key = (store.name, store.head(), within)
    found = _kept.get(key)
    if found is None:
        found = lines(store.figures(within))
        for old in list(_kept)[: 1 - _HELD]:
            _kept.pop(old, None)
        _kept[key] = found
    return found


def lines(rows: Iterable[Figures]) -> Lines:
    """Sort the figures of rows into series."""
    groups: dict[_Key, _Gathered] = defaultdict(_Gathered)
    left: Counter[str] = Counter()
    for row in rows:
        for target in row.targets:
            if target["id"] not in indicators().by_id:
                left["unknown"] += 1
                continue
            if target["low"] is None and target["high"] is None:
                left["wordy"] += 1
                continue
            group = groups[target["id"], target["kind"], family(target["unit"])[0]]
            year, reason = year_of(target)
            if reason:
                group.left[reason].append(row.number)
            else:
                group.units[target["unit"]] += 1
                group.found.append((row, target, year))
    made = [_line(key, group) for key, group in groups.items() if group.found]
    for group in groups.values():
        if not group.found:
            left.update({reason: len(numbers) for reason, numbers in group.left.items()})
    made.sort(
        key=lambda line: (-_pairs(line), -len({p.year for p in line.points}), -len(line.points), line.key)
    )
    return Lines(tuple(made), dict(left))


def year_of(target: Mapping[str, Any]) -> tuple[int, str]:
    """Give the year that a figure is of, or the reason why it is of none.

    A figure that is to be reached by the end of a year is of that year.
    """
    period = target["period"]
    if period is None or period["until"] is None:
        return 0, "undated"
    if target["kind"] == "growth" and following_words().averages.search(target["text"]):
        return 0, "average"
    first, last = period["from"], period["until"]
    if first is not None and first[:4] != last[:4]:
        return 0, "several"
    if last[4:] != "-12-31" or (first is not None and first[4:] != "-01-01"):
        return 0, "part"
    return int(last[:4]), ""


def _line(key: _Key, group: _Gathered) -> Line:
    known = indicators().by_id[key[0]]
    unit = known.unit if known.unit and family(known.unit)[0] == key[2] else _usual(group.units)
    points = sorted(
        (_point(row, target, year, unit) for row, target, year in group.found),
        key=lambda p: (p.body, p.year, p.role != "target", p.number),
    )
    places: dict[tuple[str, int, str], list[Point]] = defaultdict(list)
    for point in points:
        places[point.body, point.year, point.role].append(point)
    drawn = {}
    for place, found in places.items():
        if len({(point.low, point.high) for point in found}) == 1:
            drawn[place] = found[0]
        else:
            group.left["differs"] += [point.number for point in found]
    left = {reason: tuple(dict.fromkeys(group.left[reason])) for reason in REASONS if group.left.get(reason)}
    return Line(
        ".".join((key[0], key[1], key[2] or "-")), known.names[0], key[1], unit, tuple(points), drawn, left
    )


def _usual(units: Counter[str]) -> str:
    return min(units, key=lambda unit: (-units[unit], len(unit), unit))


def _point(row: Figures, target: Mapping[str, Any], year: int, unit: str) -> Point:
    low, high = (convert(target[end], target["unit"], unit) for end in ("low", "high"))
    return Point(
        row.number, row.body, year, target["role"], target["comparator"], low, high, str(target["text"])
    )


def _pairs(line: Line) -> int:
    """Count the years for which there are both a target and an outcome."""
    return sum(
        1 for body, year, role in line.drawn if role == "target" and (body, year, "actual") in line.drawn
    )


def of_bodies(line: Line, bodies: Iterable[str]) -> Line:
    """Give a series with some bodies only."""
    wanted = frozenset(bodies)
    return replace(
        line,
        points=tuple(point for point in line.points if point.body in wanted),
        drawn={place: point for place, point in line.drawn.items() if place[0] in wanted},
    )
