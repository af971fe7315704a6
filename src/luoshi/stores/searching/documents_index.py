"""The index over whole documents: their title, name, body and text, by their characters and pairs.

Small on purpose: in SQLite it does not keep where a word stands (detail=none). A document that has all
pairs of a word is looked at itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select, text

from luoshi.searching.indexed import document_words
from luoshi.stores.searching.entries import place_of
from luoshi.stores.tables import documents


def add(connection: Connection, values: Iterable[dict[str, Any]]) -> None:
    """Write documents, given as the columns of ``documents``."""
    for each in values:
        words = document_words(each, connection.dialect.name)
        place(connection, place_of(each["added_sequence"], each["date"]), words)


def place(connection: Connection, number: int, words: str) -> None:
    """Write a document at its place."""
    column = "rowid, words" if connection.dialect.name == "sqlite" else "place, text"
    asked = text(f"INSERT INTO search_documents ({column}) VALUES (:place, :words)")  # noqa: S608 - our own names
    connection.execute(asked, {"place": number, "words": words})


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


def pieces(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the parts of a document that are searched, each with its name."""
    for name in ("title", "source", "body", "text"):
        if values[name]:
            yield name, values[name]
