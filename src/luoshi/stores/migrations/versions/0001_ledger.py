"""The first shape: events, documents, statements, meta."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
made_anew = ()

_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _events()
    _documents()
    _statements()
    meta = op.create_table(
        "meta",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.bulk_insert(meta, [{"key": "head_sequence", "value": "0"}, {"key": "head_hash", "value": "0" * 64}])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA application_id = 1280658291")  # "LUS3": tells other programs' files apart


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("sequence", _counter, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("at", sa.String(30), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("hash", name="uq_events_hash"),
    )
    op.create_index("ix_events_subject_sequence", "events", ["subject", "sequence"])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("date", sa.String(10)),
        sa.Column("kind", sa.String(40)),
        sa.Column("title", sa.Text),
        sa.Column("body", sa.Text),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("added_sequence", _counter, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["added_sequence"], ["events.sequence"], name="fk_documents_added_sequence"),
        sa.UniqueConstraint("added_sequence", name="uq_documents_added_sequence"),
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("number", _counter, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("sequence", _counter, nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("force", sa.String(40)),
        sa.Column("kind", sa.String(40)),
        sa.Column("deadline_until", sa.String(10)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.sha256"], name="fk_statements_document"),
        sa.ForeignKeyConstraint(["sequence"], ["events.sequence"], name="fk_statements_sequence"),
        sa.UniqueConstraint("sequence", name="uq_statements_sequence"),
    )
    for columns in (["id"], ["document"], ["section"], ["state", "deadline_until"]):
        op.create_index("ix_statements_" + "_".join(columns), "statements", columns)
