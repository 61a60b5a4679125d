"""What somebody does to the audit log who may do everything with the database."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Engine

_TRIGGERS = ("audit_log_update", "audit_log_delete", "audit_log_insert")


def tamper(engine: Engine, statement: str) -> None:
    """Runs it in spite of the triggers."""
    with engine.begin() as connection:
        if engine.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
            connection.execute(text(statement))
            connection.execute(text("ALTER TABLE audit_log ENABLE TRIGGER USER"))
            return
        for trigger in _TRIGGERS:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        connection.execute(text(statement))
