"""Open rows by number, with the days that turn their lights: a page of one light reads nothing else."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
made_anew = ()


def upgrade() -> None:
    op.create_index("ix_days_is_open_number_yellow_red", "days", ["is_open", "number", "yellow", "red"])
    op.drop_index("ix_days_is_open_number", "days")


def downgrade() -> None:
    raise NotImplementedError("A ledger does not go back to an earlier step; put back a copy.")
