"""The one schema of the action server's database; migrations are compared with it."""

from __future__ import annotations

from sqlalchemy import MetaData

# Named constraints, so that a migration can drop them on every database
# (https://alembic.sqlalchemy.org/en/latest/naming.html).
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
