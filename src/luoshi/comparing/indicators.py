"""Side by side by indicator: who sets which number, in one unit, and who sets none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from luoshi.comparing.measures import convert, family
from luoshi.comparing.quotes import quote_of
from luoshi.comparing.sides import commitments
from luoshi.lexicon.comparing import comparing_words
from luoshi.lexicon.indicators import indicators
from luoshi.model import IndicatorRow, IndicatorValue, Side, Statement, Target
from luoshi.normalize.fold import fold

_KEPT: Final = ("growth", "rank", "multiple")  # measures that no known indicator mixes with its level
_LEAST: Final = 2  # letters of a name
_MARKS: Final = str.maketrans("", "", " \n\t“”‘’\"'《》（）()、,，")


class _Found(NamedTuple):
    side: Side
    statement: Statement
    target: Target


_Key = tuple[str, str, str]  # the indicator's id or name, the measure, the family of units


def indicator_rows(sides: Sequence[Side]) -> tuple[IndicatorRow, ...]:
    """Give a row for each indicator that a side sets a target of; known ones and shared ones first.

    The same indicator is the same id of ``data/indicators.yaml``, and where there is none the same
    name but for marks and for whose it is. What names no number (“高于全国”) joins the row of its
    indicator and measure.
    """
    groups: dict[_Key, list[_Found]] = {}
    wordy: list[_Found] = []
    for found in _targets(sides):
        if found.target.low is None and found.target.high is None:
            wordy.append(found)
        else:
            name, measure = _key(found.target)
            groups.setdefault((name, measure, family(found.target.unit)[0]), []).append(found)
    for found in wordy:
        name, measure = _key(found.target)
        fits = [key for key in groups if key[:2] == (name, measure)]
        # the row of the most values; a tie goes by name, so that the order of sides decides nothing
        key = min(fits, key=lambda k: (-len(groups[k]), k)) if fits else (name, measure, "")
        groups.setdefault(key, []).append(found)
    rows = [_row(key, found, sides) for key, found in groups.items()]
    order = {known: place for place, known in enumerate(indicators().by_id)}
    rows.sort(
        key=lambda r: (
            r.id is None,
            -len(r.named_by),
            order.get(r.id or "", 0),
            r.indicator,
            r.measure,
            r.unit,
        )
    )
    return tuple(rows)


def same_name(target: Target) -> str:
    """Give the name under which a target's indicator is looked for in other texts."""
    return target.id or _plain(target.indicator)[0]


def _targets(sides: Iterable[Side]) -> Iterator[_Found]:
    for side in sides:
        for statement in commitments(side):
            for target in statement.targets:
                if target.role == "target" and len(target.indicator) >= _LEAST:
                    yield _Found(side, statement, target)


def _key(target: Target) -> tuple[str, str]:
    if target.id is not None:
        return target.id, target.kind if target.kind in _KEPT else "level"
    name, added = _plain(target.indicator)
    return name, "added" if added and target.kind in ("count", "level", "change") else target.kind


def _plain(name: str) -> tuple[str, bool]:
    """Give a name without marks, without whose it is and without 新增, and whether that stood there."""
    name = fold(name).translate(_MARKS)
    for prefix in indicators().prefixes:
        if name.startswith(prefix) and len(name) - len(prefix) > _LEAST and len(prefix) > 1:
            name = name[len(prefix) :]
            break
    found = comparing_words().added.match(name)
    if found and len(name) - found.end() >= _LEAST:
        return name[found.end() :], True
    return name, False


def _row(key: _Key, found: list[_Found], sides: Sequence[Side]) -> IndicatorRow:
    known = indicators().by_id.get(found[0].target.id or "")
    unit = _unit(found, known.unit if known else "")
    name = known.names[0] if known else min((f.target.indicator for f in found), key=lambda n: (len(n), n))
    values = tuple(
        IndicatorValue(
            each.side.label,
            convert(each.target.low, each.target.unit, unit),
            convert(each.target.high, each.target.unit, unit),
            each.target,
            quote_of(each.side, each.statement),
        )
        for each in found
    )
    named = {value.side for value in values}
    labels = [side.label for side in sides]
    return IndicatorRow(
        name,
        known.id if known else None,
        key[1],
        unit,
        values,
        tuple(label for label in labels if label in named),
        tuple(label for label in labels if label not in named),
    )


def _unit(found: Iterable[_Found], usual: str) -> str:
    """The indicator's usual unit where the values can be brought to it, else the one most written."""
    written = Counter(f.target.unit for f in found if f.target.low is not None or f.target.high is not None)
    if not written:
        return ""
    if usual and all(family(unit)[0] == family(usual)[0] for unit in written):
        return usual
    return min(written, key=lambda unit: (-written[unit], len(unit), unit))
