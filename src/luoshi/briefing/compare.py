"""横向比较: sides beside one another by field, force and figures; the order of the sides decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from luoshi.briefing.cited import Basis, Cited, Counted, Source, share
from luoshi.briefing.entries import LANGUAGE
from luoshi.lexicon.messages import say
from luoshi.lexicon.themes import FIELDS
from luoshi.model import Comparison, IndicatorRow, Quote, Side, Statement


def facts(found: Comparison) -> dict[str, Any]:
    """Give what the template may ask for."""
    documents = {side.label: side.document.sha256 for side in found.sides}
    named = [row for row in found.indicators if len(row.named_by) > 1]
    labels = "、".join(side.label for side in found.sides)
    return {
        "names": labels,
        "count": Cited(len(found.sides), (Counted("比较各方", (), labels),)),
        "sides": [_side(side, found) for side in found.sides],
        "fields": list(FIELDS),
        "common": Cited(len(named), (Counted("两方以上提出的指标", (), _named(named)),)),
        "indicators": [line for row in named for line in _indicator(row, documents)],
        "open": [
            {
                "theme": row.theme or row.field,
                "named": "、".join(row.named_by),
                "missing": "、".join(row.not_named_by),
                "quote": Cited(
                    (quote := next(q for cell in row.cells for q in cell.quotes)).text,
                    (place(quote, documents),),
                ),
            }
            for row in found.themes
            if row.theme and row.not_named_by and any(cell.quotes for cell in row.cells)
        ],
        "terms": [
            {
                "side": row.side,
                "term": row.term,
                "here": Cited(row.count, (place(row.quote, documents),)),
                "elsewhere": Cited(row.others, (place(row.quote, documents),)),
            }
            for row in found.terms
        ],
    }


def place(quote: Quote, documents: dict[str, str]) -> Source:
    """Give where a quote stands."""
    return Source(documents[quote.side], quote.start, quote.end)


def _side(side: Side, found: Comparison) -> dict[str, Any]:
    own = [statement for statement in side.statements if statement.type == "commitment"]

    def count(what: str, test: Callable[[Statement], bool]) -> dict[str, Any]:
        held = [one for one in own if test(one)]
        basis = _basis(side, what, held)
        return {"count": Cited(len(held), basis), "share": share(len(held), len(own), basis)}

    cells = {
        row.field: cell
        for row in found.themes
        if row.theme is None
        for cell in row.cells
        if cell.side == side.label
    }
    by_field = {
        field: Cited(
            cells[field].commitments if field in cells else 0,
            (Source(side.document.sha256, side.start, side.end),),
        )
        for field in FIELDS
    }
    return {
        "name": side.label,
        "total": Cited(len(own), _basis(side, "承诺", own)),
        "measured": count("有量化目标", lambda one: bool(one.targets)),
        "dated": count("有时限", lambda one: one.deadline is not None and one.deadline.until is not None),
        "binding": count("约束力为刚性", lambda one: one.force == "binding"),
        "by_field": by_field,
    }


def _basis(side: Side, what: str, held: Sequence[Statement]) -> tuple[Basis, ...]:
    whole = Source(side.document.sha256, side.start, side.end)
    return (whole, Counted(f"{side.label}：{what}", (), f"{len(held)}条"))


def _named(rows: Sequence[IndicatorRow]) -> str:
    names = list(dict.fromkeys(row.indicator for row in rows))
    return "、".join(names[:40]) + ("等" if len(names) > 40 else "")


def _indicator(row: IndicatorRow, documents: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": row.indicator,
            "measure": say(LANGUAGE, f"measure.{row.measure}"),
            "side": value.side,
            "value": Cited(value.target.text, (place(value.quote, documents),)),
            "quote": Cited(value.quote.text, (place(value.quote, documents),)),
        }
        for value in row.values
    ]
