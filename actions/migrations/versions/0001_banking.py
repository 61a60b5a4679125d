"""The bank's records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("account_number", sa.String(8), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("checking_cents", sa.Integer(), nullable=False),
        sa.Column("savings_cents", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("account_number", name="uq_customers_account_number"),
    )
    op.create_table(
        "transactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("merchant", sa.String(100), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transactions"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_transactions_customer_id_customers"
        ),
    )
    op.create_index("ix_transactions_customer_id", "transactions", ["customer_id"])
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("last_four", sa.String(4), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_cards_customer_id_customers"
        ),
        sa.UniqueConstraint("customer_id", "last_four", name="uq_cards_customer_id_last_four"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("customer_id", sa.Integer()),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_handovers_customer_id_customers"
        ),
        sa.UniqueConstraint("call_id", name="uq_handovers_call_id"),
    )


def downgrade() -> None:
    for table in ("handovers", "cards", "transactions", "customers"):
        op.drop_table(table)
