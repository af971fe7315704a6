"""What one body lacks beside its peers and the central text, by dimension, finer theme and indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from luoshi.comparing.dimensions import (
    Respect,
    mentions,
    ordered_dimensions,
    orders_analysis,
    respects,
    takes_up,
)
from luoshi.comparing.gaps import row
from luoshi.comparing.later import later_rows
from luoshi.comparing.numbers import unnumbered_rows
from luoshi.comparing.quotes import firmest, numbered, quote_of, strength
from luoshi.comparing.sides import commitments
from luoshi.extracting.themes import themes_of
from luoshi.model import Quote, ShortcomingRow, Side, Statement

_QUOTES: Final = 2

_Taken = Mapping[str, list[Statement]]  # by side


_GAPS: Final = ("absent", "weaker", "unnumbered")
_WHOLE: Final = ("absent", "open", "alone")  # said of a dimension, these hold for each of its themes
_WORK: Final = frozenset(("goal", "project", "measure", "monitoring"))  # no principle, study or publicity


class _Read(NamedTuple):
    """A commitment with the finer themes that it is about by its own words, and all that it mentions."""

    statement: Statement
    about: tuple[str, ...]
    touched: frozenset[str]


def shortcomings(
    body: Side, others: Sequence[Side], dimensions: Sequence[str] | None = None
) -> tuple[ShortcomingRow, ...]:
    """Give what a body lacks beside others: first by dimension, then by finer theme, then by indicator.

    ``dimensions`` are those asked for; without them, those that the body itself orders to be analysed.
    Of a dimension there is always a row, of a theme, also within a dimension, only where there is a
    gap. The body is given the benefit of the doubt: a heading or a mere mention counts as taking a
    theme up, while of the others only what their own words say counts. An order to look for shortcomings
    takes nothing up.
    """
    asked = ordered_dimensions(body) if dimensions is None else dimensions
    own = [_read(s) for s in commitments(body) if not orders_analysis(s)]
    theirs = [(side, [_read(s) for s in commitments(side)]) for side in others]

    def found(respect: Respect) -> list[ShortcomingRow]:
        taken = {side.label: firmest(_about(respect, read)) for side, read in theirs}
        if respect.dimension and not any(taken.values()):  # before it is said that nobody does
            taken = {side.label: firmest(_touching(respect, read)) for side, read in theirs}
        return list(_rows(respect, body, _ours(respect, own), others, taken))

    out: list[ShortcomingRow] = []
    for respect in respects(asked):
        rows = found(respect)
        if rows and rows[0].gap not in _WHOLE:
            parts = [row for part in respect.parts() for row in found(part) if row.gap in _GAPS]
            rows = [row for row in rows if row.gap in _GAPS or not parts]
            said = {(row.gap, row.others) for row in rows}
            rows += [row for row in parts if (row.gap, row.others) not in said]
        out += rows
    return (*out, *unnumbered_rows(body, others), *later_rows(body, others))


def _read(statement: Statement) -> _Read:
    text = statement.text
    for actor in statement.actors:
        if not actor.inherited or actor.why == "list":  # 区财政局 in a duty list says nothing of finance
            text = text.replace(actor.name, "")
    touched = frozenset(mentions(text))
    about = tuple(theme for theme in themes_of(text, ())[1] if theme in touched)
    return _Read(statement, about, touched)


def _about(respect: Respect, read: Sequence[_Read]) -> list[Statement]:
    return [
        r.statement
        for r in read
        if takes_up(respect, r.about, r.statement.text) and r.statement.kind in _WORK
    ]


def _touching(respect: Respect, read: Sequence[_Read]) -> list[Statement]:
    return [r.statement for r in read if takes_up(respect, tuple(r.touched), r.statement.text)]


def _ours(respect: Respect, read: Sequence[_Read]) -> list[Statement]:
    """Give the body's own, firmest first, and of equally firm ones first what is about it."""
    about = {statement.id for statement in _about(respect, read)}
    found = [
        r.statement for r in read if takes_up(respect, (*r.statement.subthemes, *r.touched), r.statement.text)
    ]
    return sorted(firmest(found), key=lambda s: (-strength(s), s.id not in about))


def _rows(
    respect: Respect, body: Side, ours: list[Statement], others: Sequence[Side], taken: _Taken
) -> Iterator[ShortcomingRow]:
    naming = [side for side in others if taken[side.label]]
    if not naming:
        if respect.dimension is not None and not ours:
            yield row("open", respect, body, (), ())
        elif respect.dimension is not None:
            yield row("alone", respect, body, _quotes(body, ours), ())
        return
    if not ours:
        yield row("absent", respect, body, (), _of_each(naming, taken))
        return
    gaps = 0
    firmer = [side for side in naming if strength(taken[side.label][0]) > strength(ours[0])]
    if _half(firmer, naming):
        gaps += 1
        quotes = tuple(quote_of(side, taken[side.label][0]) for side in firmer)
        yield row("weaker", respect, body, _quotes(body, ours[:1]), quotes)
    counting = [side for side in naming if any(map(numbered, taken[side.label]))]
    if _half(counting, naming) and not any(map(numbered, ours)):
        gaps += 1
        only = {side.label: list(filter(numbered, taken[side.label])) for side in counting}
        yield row("unnumbered", respect, body, _quotes(body, ours), _of_each(counting, only))
    if not gaps and respect.dimension is not None:
        yield row("level", respect, body, _quotes(body, ours), _of_each(naming, taken))


def _half(some: Sequence[Side], of: Sequence[Side]) -> bool:
    return bool(some) and len(some) * 2 >= len(of)


def _quotes(side: Side, found: Sequence[Statement]) -> tuple[Quote, ...]:
    once = {statement.text: statement for statement in reversed(found)}  # a heading says it again
    return tuple(quote_of(side, s) for s in [s for s in found if once[s.text] is s][:_QUOTES])


def _of_each(sides: Sequence[Side], taken: _Taken) -> tuple[Quote, ...]:
    return tuple(quote for side in sides for quote in _quotes(side, taken[side.label]))
