"""Alembic's entry point: runs on the connection that `actions.database.migrate` hands in.

For a new migration: `alembic -c actions/migrations/alembic.ini revision -m "what changes"`.
"""

from __future__ import annotations

from alembic import context

import actions.access.tables
import actions.banking.tables
import actions.encryption.tables
import actions.transcripts.tables
from actions.database import open_engine
from actions.metadata import metadata
from actions.settings import settings

# they fill the metadata
assert actions.access.tables and actions.banking.tables
assert actions.encryption.tables and actions.transcripts.tables


def _run(connection: object) -> None:
    # SQLite cannot alter tables: batch mode copies them.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    _run(handed_in)
else:
    with open_engine(settings().database_url, settings().keys).begin() as connection:
        _run(connection)
