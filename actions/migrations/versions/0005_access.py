"""Keys for reading transcripts, and a log of what was read that can only be added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit_log can only be added to'); END"
# REPLACE deletes without DELETE's triggers; it cannot where a row must follow the last one.
_SQLITE = (
    f"CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log {_REFUSE}",
    f"CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log {_REFUSE}",
    f"""CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)
    OR NEW.previous IS NOT coalesce(
        (SELECT hash FROM audit_log ORDER BY sequence DESC LIMIT 1), '{"0" * 64}')
    {_REFUSE}""",
)
_POSTGRESQL = (
    """CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit_log can only be added to'; END $$""",
    """CREATE TRIGGER audit_log_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()""",
)


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("token_hash", name="uq_api_keys_token_hash"),
    )
    op.create_table(
        "audit_log",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String()),
        sa.Column("role", sa.String()),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_log"),
        sa.UniqueConstraint("previous", name="uq_audit_log_previous"),
    )
    for statement in _POSTGRESQL if _on_postgresql() else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_log")  # and its triggers
    op.drop_table("api_keys")
    if _on_postgresql():
        op.execute("DROP FUNCTION audit_log_refuse()")


def _on_postgresql() -> bool:
    return str(op.get_bind().dialect.name) == "postgresql"
