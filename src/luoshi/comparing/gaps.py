"""A row of the shortcomings view, with its reason in words that a planner reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from luoshi.comparing.dimensions import Respect
from luoshi.lexicon.comparing import NO_FORCE, comparing_words
from luoshi.model import Quote, ShortcomingRow, Side, Statement

_MOST_NAMES: Final = 3


def row(
    gap: str,
    respect: Respect,
    body: Side,
    own: tuple[Quote, ...],
    others: tuple[Quote, ...],
) -> ShortcomingRow:
    """Give the row of a gap in a dimension or finer theme; its quotes are of the respect's themes."""
    why = (
        comparing_words()
        .why[gap]
        .format(
            body=body.label,
            others=names(quote.side for quote in others),
            what=respect.name,
            own=_force(own),
            their=_force(others),
        )
    )
    return ShortcomingRow(body.label, respect.dimension, respect.themes, None, gap, own, others, why)


def indicator_row(
    gap: str,
    indicator: str,
    body: Side,
    quotes: tuple[Sequence[Quote], Sequence[Quote]],
    of: Statement,
    *,
    days: tuple[str, str] = ("", ""),
) -> ShortcomingRow:
    """Give the row of a gap in one indicator or object; its themes are those of the commitment ``of``.

    ``quotes`` are the body's and the others', ``days`` the last days of each.
    """
    own, others = quotes
    why = (
        comparing_words()
        .why[gap]
        .format(
            body=body.label, others=names(q.side for q in others), what=indicator, own=days[0], their=days[1]
        )
    )
    return ShortcomingRow(body.label, None, of.subthemes, indicator, gap, tuple(own), tuple(others), why)


def names(sides: Iterable[str]) -> str:
    """Name the sides, the first three of many with how many there are."""
    every = list(dict.fromkeys(sides))
    if len(every) <= _MOST_NAMES + 1:
        return "、".join(every)
    return f"{'、'.join(sorted(every)[:_MOST_NAMES])}等{len(every)}方"


def _force(quotes: Sequence[Quote]) -> str:
    return comparing_words().forces[(quotes[0].force if quotes else None) or NO_FORCE]
