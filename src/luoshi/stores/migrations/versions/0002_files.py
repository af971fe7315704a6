"""Documents say how they were read, and from which kept file."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
made_anew = ()

_COLUMNS = (("format", 40), ("parser", 80), ("file", 64), ("ending", 20))


def upgrade() -> None:
    for name, length in _COLUMNS:
        op.add_column("documents", sa.Column(name, sa.String(length)))
    bind = op.get_bind()
    events = sa.table("events", sa.column("sequence"), sa.column("payload"), sa.column("kind"))
    documents = sa.table("documents", sa.column("added_sequence"), sa.column("format"))
    asked = sa.select(events.c.sequence, events.c.payload).where(events.c.kind == "document_added")
    for sequence, payload in bind.execute(asked).all():
        stated = json.loads(payload).get("format")
        bind.execute(sa.update(documents).where(documents.c.added_sequence == sequence).values(format=stated))


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")
