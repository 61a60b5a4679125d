"""The keys of those who read transcripts, and the log of what they have read."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, String, Table

from actions.metadata import metadata

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),  # two of a name while one takes over
    Column("role", String(16), nullable=False),  # roles.ROLES
    Column("token_hash", String(64), nullable=False, unique=True),  # SHA-256, in hex
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)

# The database itself refuses to change or delete a row: migrations/versions/0005_access.py.
audit_log = Table(
    "audit_log",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, ...
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String),  # a key's name, cli:USER for a command; null: no key that is known
    Column("role", String),
    Column("action", String, nullable=False),
    Column("subject", String),  # a call's id, a caller's key, a period; never a number
    Column("calls", Integer, nullable=False),  # how many were given, or deleted
    Column("outcome", String, nullable=False),  # audit.OK, ...
    Column("keyed", Boolean, nullable=False),  # the hash is an HMAC
    Column("previous", String(64), nullable=False, unique=True),  # the hash of the row before
    Column("hash", String(64), nullable=False),  # chain.digest
)
