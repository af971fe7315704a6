"""Rows have a status; what is filtered by has an index, days, themes and bodies have tables of their own.

The tables that can be made anew from the events are left empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
made_anew = ("rows",)

_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_FILTERED = (
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


def upgrade() -> None:
    op.drop_table("statements")
    _statements()
    _days()
    _sides()


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("number", _counter, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("sequence", _counter, nullable=False),
        sa.Column("version", _counter, nullable=False),
        sa.Column("parent", _counter),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("force", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("review", sa.Text, nullable=False),
        sa.Column("lead", sa.Text),
        sa.Column("unmatched", sa.Integer, nullable=False),
        sa.Column("begun", sa.Text),
        sa.Column("percentage", sa.Integer),
        sa.Column("reported", sa.Text),
        sa.Column("closed", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.sha256"], name="fk_statements_document"),
        sa.ForeignKeyConstraint(["sequence"], ["events.sequence"], name="fk_statements_sequence"),
        sa.UniqueConstraint("sequence", name="uq_statements_sequence"),
    )
    op.create_index("ix_statements_id", "statements", ["id"])
    for name in _FILTERED:
        op.create_index(f"ix_statements_{name}_number", "statements", [name, "number"])


def _days() -> None:
    op.create_table(
        "days",
        sa.Column("number", _counter, primary_key=True, autoincrement=False),
        sa.Column("is_open", sa.Integer, nullable=False),
        sa.Column("due", sa.Text),
        sa.Column("yellow", sa.Text),
        sa.Column("red", sa.Text),
        sa.Column("report_due", sa.Text),
        sa.ForeignKeyConstraint(["number"], ["statements.number"], name="fk_days_number"),
    )
    for columns in (
        ["is_open", "number"],
        ["is_open", "due", "number", "report_due"],
        ["due", "number"],
        ["yellow", "number"],
        ["red", "number"],
    ):
        op.create_index("ix_days_" + "_".join(columns), "days", columns)


def _sides() -> None:
    for table, column, more in (
        ("themes", "theme", []),
        ("bodies", "name", [sa.Column("role", sa.Text, primary_key=True)]),
    ):
        op.create_table(
            table,
            sa.Column(column, sa.Text, primary_key=True),
            sa.Column("number", _counter, primary_key=True, autoincrement=False),
            *more,
            sa.ForeignKeyConstraint(["number"], ["statements.number"], name=f"fk_{table}_number"),
            sqlite_with_rowid=False,
        )
        op.create_index(f"ix_{table}_number", table, ["number"])
    op.create_table(
        "names",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
