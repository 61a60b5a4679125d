"""Calls that can be found by their caller, and held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("caller_key", sa.String(64)))
    op.add_column(
        "calls", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_calls_caller_key", "calls", ["caller_key"])


def downgrade() -> None:
    op.drop_index("ix_calls_caller_key", "calls")
    op.drop_column("calls", "held")
    op.drop_column("calls", "caller_key")
