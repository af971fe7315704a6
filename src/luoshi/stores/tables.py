"""The tables: the events, and what they add up to, kept beside them in the same transaction.

``events`` is the truth. ``documents``, ``statements``, ``days``, ``themes``, ``bodies`` and ``names`` can be
made anew from it, but for the texts of the documents, which the events hold by their hash. ``meta`` holds
the recorded end of the chain (``head_sequence``, ``head_hash``), and under ``rules`` those that the days in
``days`` were reckoned by.
"""

from __future__ import annotations

import re

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

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

_ESCAPED = re.compile("\x01(.)", re.DOTALL)


class WholeText(TypeDecorator[str]):
    """A text with any characters: PostgreSQL takes no NUL, so there it is kept as U+0001 U+0002."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write NUL, and the mark that opens it, with the mark."""
        if value is None or dialect.name == "sqlite":
            return value
        return value.replace("\x01", "\x01\x01").replace("\0", "\x01\x02")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Give the characters back."""
        if value is None or dialect.name == "sqlite":
            return value
        return _ESCAPED.sub(lambda found: "\0" if found[1] == "\x02" else found[1], value)


FILTERED = (
    "document",
    "parent",
    "type",
    "section",
    "force",
    "kind",
    "grade",
    "state",
    "review",
    "lead",
    "unmatched",
)
"""Columns of ``statements`` that a filter asks for by value; each has an index that ends with the number."""

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
    Column("text", WholeText, nullable=False),
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
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False),
    Column("sequence", counter, ForeignKey("events.sequence"), nullable=False, unique=True),
    Column("version", counter, nullable=False),  # the last event on the row
    Column("parent", counter),
    Column("type", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("force", Text),
    Column("kind", Text),
    Column("grade", Text),
    Column("state", Text, nullable=False),
    Column("review", Text, nullable=False),
    Column("lead", Text),
    Column("unmatched", Integer, nullable=False),
    Column("begun", Text),
    Column("percentage", Integer),
    Column("reported", Text),
    Column("closed", Text),
    Column("status", Text, nullable=False),
    Column("record", Text, nullable=False),
    *(Index(None, name, "number") for name in FILTERED),
)

days = Table(
    "days",
    metadata,
    Column("number", counter, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Column("is_open", Integer, nullable=False),
    Column("due", Text),
    Column("yellow", Text),
    Column("red", Text),
    Column("report_due", Text),
    Index(None, "is_open", "number", "yellow", "red"),
    Index(None, "is_open", "due", "number", "report_due"),
    *(Index(None, name, "number") for name in ("due", "yellow", "red")),
)
"""Apart from ``statements``, so that a walk over a million days need not turn a million records."""

themes = Table(
    "themes",
    metadata,
    Column("theme", Text, primary_key=True),
    Column("number", counter, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Index(None, "number"),
    sqlite_with_rowid=False,
)

bodies = Table(
    "bodies",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", counter, ForeignKey("statements.number"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Index(None, "number"),
    sqlite_with_rowid=False,
)

names = Table(
    "names",
    metadata,
    Column("kind", String(10), primary_key=True),  # theme, body, lead
    Column("name", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Each theme, body and lead once: a word is looked for among these few."""

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
