"""The bank's tables. Money is whole cents: SQLite has no decimal type."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
)

from actions.encryption.columns import Sealed, SealedJSON
from actions.metadata import metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Sealed, nullable=False),
    Column("account_number", Sealed, nullable=False),
    Column("account_key", String(64), nullable=False, unique=True),  # encryption.index.keyed
    Column("pin_hash", String(200), nullable=False),
    Column("checking_cents", Integer, nullable=False),
    Column("savings_cents", Integer),
)

transactions = Table(
    "transactions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("merchant", Sealed, nullable=False),
    Column("amount_cents", Integer, nullable=False),  # negative: spent
)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("kind", String(6), nullable=False),  # debit or credit
    Column("last_four", Sealed, nullable=False),
    Column("blocked", Boolean, nullable=False, default=False),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", String(64), nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id")),
    Column("reason", Sealed, nullable=False),
    Column("details", SealedJSON, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
)
