"""What callers agree to, purpose by purpose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("wording", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.UniqueConstraint("call_id", "purpose", name="uq_consents_call_id_purpose"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.call_id"], name="fk_consents_call_id_calls", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("consents")
