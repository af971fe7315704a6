"""The tables: the events, and what they add up to, kept beside them in the same transaction.

``events`` is the truth. ``documents`` and ``statements`` can be made anew from it, but for the
texts of the documents, which the events hold by their hash. ``meta`` holds the recorded end
of the chain (``head_sequence``, ``head_hash``).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

counter = BigInteger().with_variant(Integer, "sqlite")
"""Counts rows; SQLite takes only INTEGER for the key that is the row's own place."""

events = Table(
    "events",
    metadata,
    Column("sequence", counter, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("at", String(30), nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index(None, "subject", "sequence"),
)

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("date", String(10)),
    Column("kind", String(40)),
    Column("title", Text),
    Column("body", Text),
    Column("characters", Integer, nullable=False),
    Column("added_sequence", counter, ForeignKey("events.sequence"), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("format", String(40)),
    Column("parser", String(80)),
    Column("file", String(64)),  # the SHA-256 of the bytes that it was read from, where they were kept
    Column("ending", String(20)),
)

statements = Table(
    "statements",
    metadata,
    Column("number", counter, primary_key=True, autoincrement=False),
    # not unique: it opens with 8 hex of the document's hash, which two documents can share
    Column("id", String(80), nullable=False, index=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("sequence", counter, ForeignKey("events.sequence"), nullable=False, unique=True),
    Column("type", String(40), nullable=False),
    Column("section", Text, nullable=False, index=True),
    Column("force", String(40)),
    Column("kind", String(40)),
    Column("deadline_until", String(10)),
    Column("state", String(40), nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "state", "deadline_until"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
