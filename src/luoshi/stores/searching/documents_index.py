"""The index over whole documents: their title, name, body and text, by their characters and pairs.

Small on purpose: in SQLite it does not keep where a word stands (detail=none). A document that has all
pairs of a word is looked at itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from luoshi.searching.folding import fold
from luoshi.searching.grams import entries
from luoshi.stores.searching.entries import place_of
from luoshi.stores.tables import documents

_BETWEEN = "\n"


def add(connection: Connection, values: Iterable[dict[str, Any]]) -> None:
    """Write documents, given as the columns of ``documents``."""
    found: list[dict[str, Any]] = [
        {"place": place_of(each["added_sequence"], each["date"]), "words": searched(each)} for each in values
    ]
    if connection.dialect.name == "sqlite":
        found = [each | {"words": _BETWEEN.join(sorted(set(entries(each["words"]))))} for each in found]
        asked = "INSERT INTO search_documents (rowid, words) VALUES (:place, :words)"
    else:
        asked = "INSERT INTO search_documents (place, text) VALUES (:place, :words)"
    if found:
        connection.execute(text(asked), found)


def rebuild(connection: Connection) -> None:
    """Make the index anew, in the order of the places."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_documents (search_documents) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM search_documents"))
    asked = select(documents.c.added_sequence, documents.c.date)
    found = connection.execute(asked).all()
    for sequence, _ in sorted(found, key=lambda row: place_of(row[0], row[1])):
        row = connection.execute(select(documents).where(documents.c.added_sequence == sequence)).one()
        add(connection, [dict(row._mapping)])


def searched(values: dict[str, Any]) -> str:
    """Give all of a document that is searched, folded."""
    said: Sequence[str | None] = [values[name] for name in ("title", "source", "body", "text")]
    return fold(_BETWEEN.join(words or "" for words in said))


def pieces(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the parts of a document that are searched, each with its name."""
    for name in ("title", "source", "body", "text"):
        if values[name]:
            yield name, values[name]
