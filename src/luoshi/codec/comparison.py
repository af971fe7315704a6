"""From a comparison to JSON Lines: one object a row, its kind under ``row``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from luoshi.ledger.canonical import escape_surrogates
from luoshi.model import (
    Comparison,
    IndicatorRow,
    IndicatorValue,
    Quote,
    SharedRow,
    ShortcomingRow,
    Side,
    Target,
    TermRow,
    ThemeCell,
    ThemeRow,
)

VIEWS = ("themes", "indicators", "terms", "shared")
# read by many programs as the end of a line
_BREAKS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085"))


def comparison_lines(comparison: Comparison, views: Sequence[str] = VIEWS) -> Iterator[str]:
    """Give the rows as lines of JSON: the sides, then those of each view that is asked for."""
    yield from side_lines(comparison.sides)
    if "themes" in views:
        yield from (_line(_theme(row)) for row in comparison.themes)
    if "indicators" in views:
        yield from (_line(_indicator(row)) for row in comparison.indicators)
    if "terms" in views:
        yield from (_line(_term(row)) for row in comparison.terms)
    if "shared" in views:
        yield from (_line(_shared(row)) for row in comparison.shared)


def side_lines(sides: Iterable[Side]) -> Iterator[str]:
    """Give what was compared."""
    yield from (_line(_side(side)) for side in sides)


def shortcoming_lines(rows: Iterable[ShortcomingRow]) -> Iterator[str]:
    """Give the rows of the shortcomings view."""
    yield from (_line(_shortcoming(row)) for row in rows)


def _line(record: dict[str, Any]) -> str:
    line = json.dumps(record, ensure_ascii=False)
    for mark, written in _BREAKS:
        line = line.replace(mark, written)
    return escape_surrogates(line)


def _side(side: Side) -> dict[str, Any]:
    return {
        "row": "side",
        "side": side.label,
        "body": side.body,
        "year": side.year,
        "source": side.document.source,
        "document": side.document.sha256,
        "start": side.start,
        "end": side.end,
        "commitments": sum(1 for statement in side.statements if statement.type == "commitment"),
    }


def _theme(row: ThemeRow) -> dict[str, Any]:
    return {
        "row": "theme",
        "field": row.field,
        "theme": row.theme,
        "named_by": list(row.named_by),
        "not_named_by": list(row.not_named_by),
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: ThemeCell) -> dict[str, Any]:
    return {
        "side": cell.side,
        "commitments": cell.commitments,
        "share": cell.share,
        "forces": dict(cell.forces),
        "grades": dict(cell.grades),
        "quotes": [_quote(quote) for quote in cell.quotes],
    }


def _indicator(row: IndicatorRow) -> dict[str, Any]:
    return {
        "row": "indicator",
        "indicator": row.indicator,
        "id": row.id,
        "measure": row.measure,
        "unit": row.unit,
        "named_by": list(row.named_by),
        "not_named_by": list(row.not_named_by),
        "values": [_value(value) for value in row.values],
    }


def _value(value: IndicatorValue) -> dict[str, Any]:
    target = value.target
    period = target.period
    return {
        "side": value.side,
        "comparator": target.comparator,
        "low": _number(value.low),
        "high": _number(value.high),
        "reference": target.reference,
        "force": value.quote.force,
        "period": None if period is None else {"from": period.from_, "until": period.until},
        "as_written": _target(target),
        "quote": _quote(value.quote),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "indicator": target.indicator,
        "low": _number(target.low),
        "high": _number(target.high),
        "unit": target.unit,
        "start": target.start,
        "end": target.end,
        "text": target.text,
    }


def _term(row: TermRow) -> dict[str, Any]:
    return {
        "row": "term",
        "side": row.side,
        "term": row.term,
        "count": row.count,
        "others": row.others,
        "log_odds": row.log_odds,
        "z": row.z,
        "quote": _quote(row.quote),
    }


def _shared(row: SharedRow) -> dict[str, Any]:
    return {"row": "shared", "text": row.text, "quotes": [_quote(quote) for quote in row.quotes]}


def _shortcoming(row: ShortcomingRow) -> dict[str, Any]:
    return {
        "row": "shortcoming",
        "body": row.body,
        "dimension": row.dimension,
        "themes": list(row.themes),
        "indicator": row.indicator,
        "gap": row.gap,
        "why": row.why,
        "own": [_quote(quote) for quote in row.own],
        "others": [_quote(quote) for quote in row.others],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    record: dict[str, Any] = {
        "side": quote.side,
        "source": quote.source,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "pieces": [list(piece) for piece in quote.pieces],
    }
    if quote.id is not None:
        record |= {"id": quote.id, "force": quote.force, "until": quote.until, "grade": quote.grade}
    return record


def _number(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() and abs(value) < 2.0**53 else value
