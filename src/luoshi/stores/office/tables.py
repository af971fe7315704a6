"""The tables of what an office keeps beside the chain, in the same database.

They stand for themselves: nothing in them can be made anew from the events, and no event from them.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
)

from luoshi.stores.projecting import plain
from luoshi.stores.tables import WholeText, counter, metadata


class Plain(TypeDecorator[str]):
    """Words that every database takes: half characters and NUL are written with a backslash."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write what a database refuses with a backslash."""
        return None if value is None else plain(value)


_AT = String(30)  # ISO, UTC, to the thousandth: later ones sort behind earlier ones

accounts = Table(
    "office_accounts",
    metadata,
    Column("id", counter, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("folded", Plain, nullable=False, unique=True),  # as names are compared
    Column("role", String(40), nullable=False),
    Column("unit", Plain),
    Column("active", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("created", _AT, nullable=False),
    Column("language", String(10)),
    Column("password", Text),  # its Argon2 hash
    Column("subject", Plain, unique=True),  # who an OpenID provider says that it is
)

ended = Table(
    "office_ended",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the session's key
    Column("until", _AT, nullable=False, index=True),  # by then its cookie has run out anyway
)
"""Sessions that were signed out of before their time."""

links = Table(
    "office_links",
    metadata,
    Column("id", counter, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("purpose", String(20), nullable=False),
    Column("account", counter, ForeignKey("office_accounts.id")),
    Column("created", _AT, nullable=False),
    Column("expires", _AT, nullable=False),
    Column("used_at", _AT),
)

tokens = Table(
    "office_tokens",
    metadata,
    Column("id", counter, primary_key=True),
    Column("account", counter, ForeignKey("office_accounts.id"), nullable=False, index=True),
    Column("label", Plain, nullable=False),
    Column("scopes", Text, nullable=False),  # with spaces between
    Column("digest", String(64), nullable=False),
    Column("created", _AT, nullable=False),
    Column("expires", _AT, nullable=False),
    Column("last_used", _AT),
    Column("revoked", _AT),
)

audit = Table(
    "office_audit",
    metadata,
    Column("id", counter, primary_key=True),
    Column("at", _AT, nullable=False),
    Column("who", Plain, nullable=False),
    Column("what", String(60), nullable=False),
    Column("subject", Plain, nullable=False),
    Column("details", Text, nullable=False),
    Column("address", Plain, nullable=False),
    Column("request", Plain, nullable=False),
    *(Index(None, name, "id") for name in ("who", "what", "at")),
)

jobs = Table(
    "office_jobs",
    metadata,
    Column("id", counter, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("author", Plain, nullable=False),
    Column("key", Plain, unique=True),  # only while it waits or runs
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", Plain),
    Column("lease", _AT),  # until when the worker has it
    Column("progress", Text),
    Column("result", Text),
    Column("error", Text),  # sentence, code, details
    Column("created", _AT, nullable=False),
    Column("changed", _AT, nullable=False),
    Column("version", counter, nullable=False, index=True),
    Index(None, "state", "id"),
    Index(None, "author", "id"),
    sqlite_autoincrement=True,  # the number of a job that was purged is not given again
)

drafts = Table(
    "office_drafts",
    metadata,
    Column("id", counter, primary_key=True),
    Column("title", Plain, nullable=False),
    Column("text", String(64), nullable=False),  # its SHA-256
    Column("document", String(64)),
    Column("opens", String(10), nullable=False),
    Column("closes", String(10), nullable=False),
    Column("author", Plain, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("digest", String(64), unique=True),  # of the link's secret
    Column("state", String(20), nullable=False),
    Column("created", _AT, nullable=False),
    Column("shows", String(20), nullable=False),  # of others' opinions, to commenters
)

texts = Table(
    "office_texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("text", WholeText, nullable=False),
)
"""The drafts' own texts; that of a document is in ``documents``."""

opinions = Table(
    "office_opinions",
    metadata,
    Column("id", counter, primary_key=True),
    Column("draft", counter, ForeignKey("office_drafts.id"), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("quoted", WholeText),
    Column("text", Plain, nullable=False),
    Column("name", Plain),
    Column("account", counter, ForeignKey("office_accounts.id")),
    Column("address", String(64), nullable=False),  # a keyed hash: floods are counted by it
    Column("at", _AT, nullable=False),
    Column("answer", String(20)),
    Column("reason", Plain),
    Column("answered_by", Plain),
    Column("answered_at", _AT),
    Column("version", Integer, nullable=False),
    Index(None, "draft", "id"),
    Index(None, "address", "at"),
)

answers = Table(
    "office_answers",
    metadata,
    Column("who", String(60), primary_key=True),
    Column("key", Plain, primary_key=True),
    Column("route", Plain, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", _AT, nullable=False, index=True),
    Column("status", Integer),  # none while the request is still at work
    Column("headers", Text),
    Column("body", LargeBinary),
)

computed = Table(
    "office_computed",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("version", String(80), nullable=False),
    Column("at", _AT, nullable=False, index=True),
    Column("value", LargeBinary, nullable=False),
)

visits = Table(
    "office_visits",
    metadata,
    Column("account", counter, ForeignKey("office_accounts.id"), primary_key=True, autoincrement=False),
    Column("at", _AT, nullable=False),
    Column("sequence", counter, nullable=False),  # the end of the chain that was seen
)

secrets = Table(
    "office_secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(128), nullable=False),
)

counters = Table(
    "office_counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", counter, nullable=False),
)
