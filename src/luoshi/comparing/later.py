"""What the body sets a later day for than others: the same indicator, or the same object of a deed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from luoshi.comparing.gaps import indicator_row
from luoshi.comparing.indicators import same_name
from luoshi.comparing.quotes import quote_of
from luoshi.comparing.sides import commitments
from luoshi.model import ShortcomingRow, Side, Statement

_LEAST: Final = 4  # letters of an object; shorter ones (项目, 工作) are not one thing


class _Dated(NamedTuple):
    until: str
    side: Side
    statement: Statement


def later_rows(body: Side, others: Sequence[Side]) -> Iterator[ShortcomingRow]:
    """Give what others do by an earlier day, each with the body's earliest day and theirs.

    Texts of different years set different days for that reason alone: only sides of the body's own
    year are held against it, and those of which no year is known.
    """
    ours = _dated(body)
    theirs = [_dated(side) for side in others if side.year == body.year or None in (side.year, body.year)]
    for name in sorted(ours):
        own = ours[name]
        earlier = [dated[name] for dated in theirs if name in dated and dated[name].until < own.until]
        if earlier:
            first = min(each.until for each in earlier)
            quotes = [quote_of(each.side, each.statement) for each in earlier]
            yield indicator_row(
                "later",
                name[1],
                body,
                ([quote_of(body, own.statement)], quotes),
                own.statement,
                days=(own.until, first),
            )


def _dated(side: Side) -> dict[tuple[str, str], _Dated]:
    """Give the earliest last day of each indicator and each object."""
    out: dict[tuple[str, str], _Dated] = {}
    for statement in commitments(side):
        for name, until in _days(statement):
            if until and (name not in out or until < out[name].until):
                out[name] = _Dated(until, side, statement)
    return out


def _days(statement: Statement) -> Iterator[tuple[tuple[str, str], str | None]]:
    deadline = statement.deadline.until if statement.deadline else None
    for target in statement.targets:
        if target.role == "target" and target.low is not None:
            yield (same_name(target), target.indicator), target.period.until if target.period else deadline
    if statement.object and len(statement.object) >= _LEAST:
        yield (f"={statement.object}", statement.object), deadline
