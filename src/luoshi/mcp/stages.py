"""The tools that read texts: extract, follow, align. Nothing is recorded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from luoshi.errors import UsageError
from luoshi.mcp import asked
from luoshi.mcp.limits import check_text, page
from luoshi.mcp.texts import text_of
from luoshi.model import Document

if TYPE_CHECKING:
    from luoshi.mcp.desk import Desk, Record


def extract(desk: Desk, said: asked.Extract) -> Record:
    """Extract the statements of a text."""
    import luoshi
    from luoshi.codec import to_record

    if (said.document is None) == (said.text is None):
        raise UsageError("Give either document or text.", code="mcp_one_text")
    if said.text is not None:
        document = Document(check_text(said.text), source="text", date=said.date)
    else:
        document = text_of(desk, said.document or "", said.date)
    key = "extract", document.sha256, str(said.date or document.date)
    records = desk.once(key, lambda: [to_record(one) for one in luoshi.extract(document, date=said.date)])
    counts = Counter(record["type"] for record in records)
    wanted = [record for record in records if said.type in (None, record["type"])]
    return {"document": document.sha256, "counts": dict(counts), **page(wanted, said.after, said.limit)}


def follow(desk: Desk, said: asked.Follow) -> Record:
    """Follow promises into a later text."""
    import luoshi
    from luoshi.codec import to_finding_record

    earlier, later = text_of(desk, said.earlier), text_of(desk, said.later)
    key = "follow", earlier.sha256, later.sha256, f"{earlier.date} {later.date}"
    records = desk.once(key, lambda: [to_finding_record(one) for one in luoshi.follow(earlier, later)])
    return {
        "earlier": _named(earlier),
        "later": _named(later),
        "counts": dict(Counter(record["standing"] for record in records)),
        **page(_standing(records, said.standing), said.after, said.limit),
    }


def align(desk: Desk, said: asked.Align) -> Record:
    """Align a local text with a central one."""
    local, central = text_of(desk, said.local), text_of(desk, said.central)
    key = "align", local.sha256, central.sha256, str(local.date)
    found = desk.once(key, lambda: _aligned(local, central))
    records = found[said.view]
    return {
        "local": _named(local),
        "central": _named(central),
        "counts": dict(Counter(record["standing"] for record in records)),
        **page(_standing(records, said.standing), said.after, said.limit),
    }


def _aligned(local: Document, central: Document) -> dict[str, list[Record]]:
    import json

    from luoshi.aligning.aligner import alignments
    from luoshi.aligning.central import central_index, refuse_same
    from luoshi.aligning.coverage import coverage
    from luoshi.codec import to_alignment_record, to_coverage_lines
    from luoshi.extracting.statements import statements
    from luoshi.parsing.outline import parse

    refuse_same(local, central)
    index = central_index(parse(central))
    outline = parse(local)
    found = list(alignments(outline, tuple(statements(outline)), index))
    uptakes = map(json.loads, to_coverage_lines(coverage(index.provisions, found)))
    return {
        "alignments": [to_alignment_record(one) for one in found],
        "coverage": [record for record in uptakes if "article" in record],
    }


def _standing(records: list[Record], wanted: str | None) -> list[Record]:
    if wanted is None:
        return records
    return [record for record in records if record["standing"] == wanted]


def _named(document: Document) -> Record:
    day = document.date.isoformat() if document.date else None
    return {"sha256": document.sha256, "source": document.source, "date": day}
