"""Texts about callers and customers are encrypted: actions/encryption.

An account is found by its keyed hash from now on. What was written before is encrypted here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from actions.encryption.columns import cipher_of
from actions.encryption.index import keyed_with

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS: dict[str, dict[str, sa.types.TypeEngine]] = {
    "calls": {"caller": sa.String(), "called": sa.String()},
    "turns": {"text": sa.Text(), "heard": sa.Text()},
    "entities": {"value": sa.Text()},
    "customers": {"name": sa.String(100), "account_number": sa.String(8)},
    "transactions": {"merchant": sa.String(100)},
    "cards": {"last_four": sa.String(4)},
    "handovers": {"reason": sa.String(200), "details": sa.JSON()},
}
"""By table, and what they are without encryption."""
KEYS = {"calls": "call_id"}
ACCOUNT, CARD = "uq_customers_account_number", "uq_cards_customer_id_last_four"
BATCH = 500


def upgrade() -> None:
    cipher = cipher_of(op.get_context().dialect)
    index_key = secrets.token_urlsafe(32)
    op.create_table(
        "encryption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("index_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_encryption"),
    )
    op.execute(
        sa.text("INSERT INTO encryption (id, index_key) VALUES (1, :sealed)").bindparams(
            sealed=cipher.seal(index_key)
        )
    )
    with op.batch_alter_table("customers") as customers:
        customers.drop_constraint(ACCOUNT, type_="unique")
        customers.add_column(sa.Column("account_key", sa.String(64)))
    with op.batch_alter_table("cards") as cards:
        cards.drop_constraint(CARD, type_="unique")
    change("customers", "account_number", "account_key", lambda text: keyed_with(index_key, text))
    with op.batch_alter_table("customers") as customers:
        customers.alter_column("account_key", nullable=False)
        customers.create_unique_constraint("uq_customers_account_key", ["account_key"])
    for table, columns in COLUMNS.items():
        retype(table, columns, to_text=True)
        for column in columns:
            change(table, column, column, cipher.seal)


def downgrade() -> None:
    cipher = cipher_of(op.get_context().dialect)
    for table, columns in COLUMNS.items():
        for column in columns:
            change(table, column, column, cipher.open)
        retype(table, columns, to_text=False)
    with op.batch_alter_table("customers") as customers:
        customers.drop_constraint("uq_customers_account_key", type_="unique")
        customers.drop_column("account_key")
        customers.create_unique_constraint(ACCOUNT, ["account_number"])
    with op.batch_alter_table("cards") as cards:
        cards.create_unique_constraint(CARD, ["customer_id", "last_four"])
    op.drop_table("encryption")


def retype(table: str, columns: dict[str, sa.types.TypeEngine], to_text: bool) -> None:
    with op.batch_alter_table(table) as batch:
        for name, plain in columns.items():
            old, new = (plain, sa.Text()) if to_text else (sa.Text(), plain)
            using = "json" if isinstance(new, sa.JSON) else "text"
            batch.alter_column(
                name, existing_type=old, type_=new, postgresql_using=f"{name}::{using}"
            )


def change(table: str, source: str, target: str, made_of: Callable[[str], str]) -> None:
    """Row by row: `target` is what is made of the text in `source`."""
    key = KEYS.get(table, "id")
    read = sa.text(
        f"SELECT {key}, {source} FROM {table} WHERE {key} > :last AND {source} IS NOT NULL "
        f"ORDER BY {key} LIMIT {BATCH}"
    )
    write = sa.text(f"UPDATE {table} SET {target} = :text WHERE {key} = :key")
    last: object = "" if key in KEYS.values() else -1
    while rows := op.get_bind().execute(read, {"last": last}).all():
        changed = [{"key": row[0], "text": made_of(row[1])} for row in rows]
        op.get_bind().execute(write, changed)
        last = rows[-1][0]
