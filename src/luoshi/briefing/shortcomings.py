"""短板分析: what one body lacks beside others, by dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from luoshi.briefing.cited import Cited, Counted, Source
from luoshi.briefing.compare import place
from luoshi.briefing.entries import LANGUAGE
from luoshi.lexicon.messages import say
from luoshi.model import Quote, ShortcomingRow, Side

_GAPS: Final = ("absent", "weaker", "unnumbered", "later", "missed", "open")


def facts(rows: Sequence[ShortcomingRow], body: Side, others: Sequence[Side]) -> dict[str, Any]:
    """Give what the template may ask for; rows of one dimension stand together."""
    documents = {side.label: side.document.sha256 for side in (body, *others)}
    gaps = [row for row in rows if row.gap in _GAPS]
    groups: dict[str, list[ShortcomingRow]] = {}
    for row in gaps:
        groups.setdefault(row.dimension or _respect(row) or "", []).append(row)
    counts = Counter(row.gap for row in gaps)
    return {
        "body": body.label,
        "others": "、".join(side.label for side in others),
        "total": Cited(
            len(gaps),
            (Source(body.document.sha256, body.start, body.end), Counted("差别", (), f"{len(gaps)}处")),
        ),
        "gaps": [
            {
                "name": (word := say(LANGUAGE, f"gap.{gap}")),
                "count": Cited(counts[gap], (Counted(word, (), "、".join(_names(gaps, gap))),)),
            }
            for gap in _GAPS
            if counts[gap]
        ],
        "dimensions": [
            {
                "name": name,
                "rows": [_row(row, documents, body) for row in own],
            }
            for name, own in groups.items()
        ],
        "all_rows": [_row(row, documents, body) for row in gaps],
    }


def _row(row: ShortcomingRow, documents: dict[str, str], body: Side) -> dict[str, Any]:
    whole = Source(body.document.sha256, body.start, body.end)
    bases = (*(place(q, documents) for q in (*row.own, *row.others)),) or (whole,)
    return {
        "respect": _respect(row),
        "gap": say(LANGUAGE, f"gap.{row.gap}"),
        "own": _quotes(row.own, documents, named=False),
        "others": _quotes(row.others, documents, named=True),
        "why": Cited(row.why.rstrip("。"), bases),
    }


def _quotes(quotes: Sequence[Quote], documents: dict[str, str], *, named: bool) -> Cited:
    said = [f"{quote.side}：“{quote.text}”" if named else f"“{quote.text}”" for quote in quotes]
    return Cited("\n".join(said), tuple(place(quote, documents) for quote in quotes))


def _respect(row: ShortcomingRow) -> str:
    return row.indicator or "、".join(theme.rpartition("/")[2] for theme in row.themes) or row.dimension or ""


def _names(rows: Sequence[ShortcomingRow], gap: str) -> list[str]:
    return list(dict.fromkeys(_respect(row) for row in rows if row.gap == gap))
