"""Calls are noted with the region that they were taken in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("region", sa.String()))


def downgrade() -> None:
    op.drop_column("calls", "region")
