"""Transcripts of calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("line", sa.String()),
        sa.Column("direction", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("caller", sa.String()),
        sa.Column("called", sa.String()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("awaiting", sa.String()),
        sa.PrimaryKeyConstraint("call_id", name="pk_calls"),
    )
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text()),
        sa.Column("response", sa.String()),
        sa.Column("intent", sa.String()),
        sa.Column("intent_confidence", sa.Float()),
        sa.Column("input", sa.String()),
        sa.Column("recognizer", sa.String()),
        sa.Column("recognition_confidence", sa.Float()),
        sa.Column("times", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.call_id"], name="fk_turns_call_id_calls", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("call_id", "number", name="uq_turns_call_id_number"),
    )
    op.create_table(
        "entities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name="fk_entities_turn_id_turns", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_entities_turn_id", "entities", ["turn_id"])
    op.create_table(
        "recorded_events",
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_recorded_events"),
    )
    op.create_index("ix_recorded_events_call_id", "recorded_events", ["call_id"])


def downgrade() -> None:
    for table in ("recorded_events", "entities", "turns", "calls"):
        op.drop_table(table)
