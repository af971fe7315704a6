"""The tools that read the ledger."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from luoshi.codec.rows import to_document_record, to_event_record, to_row_record
from luoshi.errors import UsageError
from luoshi.ledger.history import told
from luoshi.mcp import asked
from luoshi.mcp.limits import fitting, page
from luoshi.mcp.texts import text_of
from luoshi.stores import Filter

if TYPE_CHECKING:
    from luoshi.mcp.desk import Desk, Record

_AROUND = 120  # characters shown before and behind a record


def search(desk: Desk, said: asked.Search) -> Record:
    """Find rows and documents."""
    from luoshi.app import search as searching

    day = desk.today()
    found = searching.search(
        desk.store,
        said.query,
        limit=said.limit,
        after=said.after,
        facets=said.facets,
        synonyms=said.synonyms,
        day=day,
    )
    records = [
        {
            **to_row_record(hit.row, day, desk.store.lights),
            "marks": [list(mark) for mark in hit.marks],
            "title": hit.document.title,
            "date": hit.document.date,
        }
        for hit in found.hits
    ]
    shown = fitting(records)
    following = found.after
    if len(shown) < len(records):  # less than was asked for fits: the page is asked for again, shorter
        again = searching.search(desk.store, said.query, limit=len(shown), after=said.after,
                                 synonyms=said.synonyms, day=day)  # fmt: skip
        following = again.after
    answer: Record = {
        "records": shown,
        "total": found.total,
        "exact": found.exact,
        "next": following,
        "documents": [
            {
                "sha256": one.entry.sha256,
                "source": one.entry.source,
                "title": one.entry.title,
                "date": one.entry.date,
                "snippets": [part.text for part in one.snippets],
            }
            for one in found.documents
        ],
    }
    if found.facets is not None:
        answer["facets"] = {
            name: [list(pair) for pair in counts] for name, counts in found.facets.counts.items()
        }
    return answer


def documents(desk: Desk, said: asked.Documents) -> Record:
    """List documents."""
    entries = [
        entry
        for entry in desk.store.documents()
        if said.words is None
        or any(said.words in (name or "") for name in (entry.title, entry.source, entry.body))
    ]
    return page([to_document_record(entry) for entry in entries], said.after, said.limit)


def rows(desk: Desk, said: asked.Rows) -> Record:
    """List rows by number; ``after`` is the number of the last row seen."""
    day = desk.today()
    chosen = said.model_dump(mode="json", exclude={"document", "limit", "after"}, exclude_none=True)
    digest = None if said.document is None else text_of(desk, said.document).sha256
    wanted = Filter(**chosen, document=digest, on=day.isoformat())
    found = list(islice(desk.store.rows(wanted, after=said.after, limit=said.limit + 1), said.limit + 1))
    records = fitting(to_row_record(row, day, desk.store.lights) for row in found[: said.limit])
    more = len(records) < len(found)
    return {
        "records": records,
        "total": desk.store.count(wanted),
        "next": records[-1]["row"]["number"] if more and records else None,
    }


def show(desk: Desk, said: asked.Row) -> Record:
    """Show a row, with the words around it in its text."""
    row = desk.store.row(said.row)
    if row is None:
        raise UsageError(f"There is no row {said.row}.", code="no_row", details={"row": str(said.row)[:80]})
    entry = next(one for one in desk.store.documents() if one.sha256 == row.document)
    text = desk.store.text(row.document) or ""
    start, end = row.statement.start, row.statement.end
    return {
        "record": to_row_record(row, desk.today(), desk.store.lights),
        "document": to_document_record(entry),
        "before": text[max(0, start - _AROUND) : start],
        "quote": text[start:end],
        "behind": text[end : end + _AROUND],
    }


def history(desk: Desk, said: asked.History) -> Record:
    """Tell what happened to a row, the oldest first."""
    created, *later = desk.store.history(said.row)
    return page([to_event_record(one) for one in told(created, later)], said.after, said.limit)
