"""The bank's tables. Money is whole cents: SQLite has no decimal type."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from actions.metadata import metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("account_number", String(8), nullable=False, unique=True),
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
    Column("merchant", String(100), nullable=False),
    Column("amount_cents", Integer, nullable=False),  # negative: spent
)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("kind", String(6), nullable=False),  # debit or credit
    Column("last_four", String(4), nullable=False),
    Column("blocked", Boolean, nullable=False, default=False),
    UniqueConstraint("customer_id", "last_four"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", String(64), nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id")),
    Column("reason", String(200), nullable=False),
    Column("details", JSON, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
)
