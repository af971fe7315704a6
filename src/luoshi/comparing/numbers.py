"""Indicators of which others set a number and the body sets none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from luoshi.comparing.gaps import indicator_row
from luoshi.comparing.indicators import indicator_rows
from luoshi.comparing.quotes import numbered, quote_of
from luoshi.comparing.sides import commitments
from luoshi.lexicon.indicators import indicators
from luoshi.model import IndicatorRow, ShortcomingRow, Side

_AGREE: Final = 2  # so many others must set an indicator that is not a known one
_QUOTES: Final = 2
_ALIKE: Final = 4
_LEAST: Final = 4  # letters of a name that is not known: 项目 is no one thing


def unnumbered_rows(body: Side, others: Sequence[Side]) -> Iterator[ShortcomingRow]:
    """Give the indicators that others set a number of, known ones and those that several set.

    Where the body names the indicator without a number, that is quoted.
    """
    by_id = {statement.id: statement for side in others for statement in commitments(side)}
    for found in indicator_rows([body, *others]):
        numbers = [value for value in found.values if value.low is not None or value.high is not None]
        setting = {value.side for value in numbers}
        if body.label in setting or not setting or _vague(found, len(setting)):
            continue
        firsts = {value.side: value.quote for value in reversed(numbers)}
        quotes = [firsts[side.label] for side in others if side.label in firsts]
        own = [s for s in commitments(body) if _names(found, s.text)]
        if any(map(numbered, own)):  # the number may be of this indicator under another name
            continue
        yield indicator_row(
            "unnumbered",
            found.indicator,
            body,
            ([quote_of(body, s) for s in own[:_QUOTES]], quotes),
            by_id[min(q.id or "" for q in quotes)],
        )


def _vague(found: IndicatorRow, setting: int) -> bool:
    return found.id is None and (setting < _AGREE or len(found.indicator) < _LEAST)


def _names(found: IndicatorRow, text: str) -> bool:
    """Say whether a text names an indicator; of one that is not known, four letters in a row will do."""
    known = indicators().by_id.get(found.id or "")
    if known:
        return any(name in text for name in known.names)
    name = found.indicator
    return any(name[at : at + _ALIKE] in text for at in range(max(len(name) - _ALIKE, 0) + 1))
