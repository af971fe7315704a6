"""What an office keeps beside the chain: accounts, links, tokens, audit, jobs, drafts, opinions and more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
made_anew = ()

_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _people()
    _audit()
    _jobs()
    _drafts()
    _opinions()
    _answers()
    _computed()
    _few()


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")


def _id() -> sa.Column[int]:
    return sa.Column("id", _counter, primary_key=True)


def _at(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(30), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account"], ["office_accounts.id"], name=f"fk_office_{table}_account")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_office_{table}_{'_'.join(columns)}", f"office_{table}", list(columns))


def _people() -> None:
    op.create_table(
        "office_accounts",
        _id(),
        _text("name"),
        _text("folded"),
        sa.Column("role", sa.String(40), nullable=False),
        _text("unit", nullable=True),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        _at("created"),
        sa.Column("language", sa.String(10)),
        _text("password", nullable=True),
        _text("subject", nullable=True),
        sa.UniqueConstraint("folded", name="uq_office_accounts_folded"),
        sa.UniqueConstraint("subject", name="uq_office_accounts_subject"),
    )
    op.create_table(
        "office_ended",
        sa.Column("digest", sa.String(64), primary_key=True),
        _at("until"),
    )
    _index("ended", "until")
    op.create_table(
        "office_links",
        _id(),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("account", _counter),
        _at("created"),
        _at("expires"),
        _at("used_at", nullable=True),
        sa.UniqueConstraint("digest", name="uq_office_links_digest"),
        _of_account("links"),
    )
    op.create_table(
        "office_tokens",
        _id(),
        sa.Column("account", _counter, nullable=False),
        _text("label"),
        _text("scopes"),
        sa.Column("digest", sa.String(64), nullable=False),
        _at("created"),
        _at("expires"),
        _at("last_used", nullable=True),
        _at("revoked", nullable=True),
        _of_account("tokens"),
    )
    _index("tokens", "account")


def _audit() -> None:
    op.create_table(
        "office_audit",
        _id(),
        _at("at"),
        _text("who"),
        sa.Column("what", sa.String(60), nullable=False),
        _text("subject"),
        _text("details"),
        _text("address"),
        _text("request"),
    )
    for column in ("who", "what", "at"):
        _index("audit", column, "id")


def _jobs() -> None:
    op.create_table(
        "office_jobs",
        _id(),
        sa.Column("kind", sa.String(40), nullable=False),
        _text("payload"),
        _text("author"),
        _text("key", nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        _text("worker", nullable=True),
        _at("lease", nullable=True),
        _text("progress", nullable=True),
        _text("result", nullable=True),
        _text("error", nullable=True),
        _at("created"),
        _at("changed"),
        sa.Column("version", _counter, nullable=False),
        sa.UniqueConstraint("key", name="uq_office_jobs_key"),
        sqlite_autoincrement=True,
    )
    for columns in (("version",), ("state", "id"), ("author", "id")):
        _index("jobs", *columns)


def _drafts() -> None:
    op.create_table(
        "office_drafts",
        _id(),
        _text("title"),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("document", sa.String(64)),
        sa.Column("opens", sa.String(10), nullable=False),
        sa.Column("closes", sa.String(10), nullable=False),
        _text("author"),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("state", sa.String(20), nullable=False),
        _at("created"),
        sa.Column("shows", sa.String(20), nullable=False),
        sa.UniqueConstraint("digest", name="uq_office_drafts_digest"),
    )
    op.create_table("office_texts", sa.Column("sha256", sa.String(64), primary_key=True), _text("text"))


def _opinions() -> None:
    op.create_table(
        "office_opinions",
        _id(),
        sa.Column("draft", _counter, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        _text("quoted", nullable=True),
        _text("text"),
        _text("name", nullable=True),
        sa.Column("account", _counter),
        sa.Column("address", sa.String(64), nullable=False),
        _at("at"),
        sa.Column("answer", sa.String(20)),
        _text("reason", nullable=True),
        _text("answered_by", nullable=True),
        _at("answered_at", nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["office_drafts.id"], name="fk_office_opinions_draft"),
        _of_account("opinions"),
    )
    _index("opinions", "draft", "id")
    _index("opinions", "address", "at")


def _answers() -> None:
    op.create_table(
        "office_answers",
        sa.Column("who", sa.String(60), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        _text("route"),
        sa.Column("digest", sa.String(64), nullable=False),
        _at("at"),
        sa.Column("status", sa.Integer),
        _text("headers", nullable=True),
        sa.Column("body", sa.LargeBinary),
    )
    _index("answers", "at")


def _computed() -> None:
    op.create_table(
        "office_computed",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("version", sa.String(80), nullable=False),
        _at("at"),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    _index("computed", "at")


def _few() -> None:
    op.create_table(
        "office_visits",
        sa.Column("account", _counter, primary_key=True, autoincrement=False),
        _at("at"),
        sa.Column("sequence", _counter, nullable=False),
        _of_account("visits"),
    )
    op.create_table(
        "office_secrets",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(128), nullable=False),
    )
    op.create_table(
        "office_counters",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", _counter, nullable=False),
    )
