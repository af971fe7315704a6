"""Documents that hold what is asked for, in their title, name, body or text; later ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, column, literal, select

from luoshi.ledger import DocumentEntry
from luoshi.searching.grams import grams
from luoshi.searching.indexed import searched
from luoshi.searching.marking import stretches
from luoshi.searching.query import And, Field, Not, Or, Query, Word, holds, named_fields, wanted_words
from luoshi.stores.contract import FoundDocument
from luoshi.stores.searching import index
from luoshi.stores.searching.entries import MASK
from luoshi.stores.searching.fields import DOCUMENT_FIELDS, about_document
from luoshi.stores.tables import documents as table

_ENTRY = (
    table.c.sha256,
    table.c.source,
    table.c.date,
    table.c.kind,
    table.c.title,
    table.c.body,
    table.c.characters,
    table.c.added_sequence,
    table.c.format,
    table.c.parser,
    table.c.file,
    table.c.ending,
)


def found_documents(connection: Connection, query: Query, limit: int) -> tuple[FoundDocument, ...]:
    """Give the documents that meet a query, at most ``limit``.

    None where it asks for no words, or for a field that only a statement has.
    """
    if (
        limit < 1
        or not any(wanted_words(query))
        or any(each.name not in DOCUMENT_FIELDS for each in named_fields(query))
    ):
        return ()
    got: list[FoundDocument] = []
    for place in _places(connection, query):
        row = connection.execute(select(table).where(table.c.added_sequence == place & MASK)).one()
        values = dict(row._mapping)
        if _meets(connection, query, values, searched(values)):
            entry = DocumentEntry(*(values[each.name] for each in _ENTRY))
            got.append(FoundDocument(entry, stretches(query, values["text"])))
            if len(got) == limit:
                break
    return tuple(got)


def entries(connection: Connection, named: Sequence[str]) -> dict[str, DocumentEntry]:
    """Give documents by their SHA-256."""
    asked = select(*_ENTRY).where(table.c.sha256.in_(sorted(set(named))))
    return {row.sha256: DocumentEntry(*row) for row in connection.execute(asked)}


def _places(connection: Connection, query: Query) -> Iterator[int]:
    asked = index.of(connection).documents_matching(_needed(query)).order_by(column("place").desc())
    yield from connection.execute(asked).scalars().all()


def _meets(connection: Connection, query: Query, values: dict[str, Any], text: str) -> bool:
    """Look at a document itself: not all that has the pairs of a word has the word."""
    if isinstance(query, Field):
        here = and_(table.c.sha256 == values["sha256"], about_document(query))
        return connection.execute(select(literal(1)).where(here)).first() is not None
    if isinstance(query, And):
        return all(_meets(connection, part, values, text) for part in query.parts)
    if isinstance(query, Or):
        return any(_meets(connection, part, values, text) for part in query.parts)
    if isinstance(query, Not):
        return not _meets(connection, query.part, values, text)
    return holds(query, text)


def _needed(query: Query) -> Query | None:
    """Give what a document must at least meet, in words of at most two characters; ``None``: nothing."""
    if isinstance(query, Word):
        parts = tuple(Word(gram) for gram in dict.fromkeys(grams(query.folded)))
        return parts[0] if len(parts) == 1 else And(parts)
    if isinstance(query, Field | Not):
        return None
    needed = [_needed(part) for part in query.parts]
    some = tuple(part for part in needed if part is not None)
    if isinstance(query, Or):
        return Or(some) if len(some) == len(needed) else None
    return And(some) if some else None
