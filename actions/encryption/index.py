"""By which a sealed value is found: its HMAC-SHA-256, with a key that is sealed in the database.

So the index stays when keys are rotated, and without the keys nobody can try all account numbers.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.engine import Connection

from actions.encryption.tables import encryption
from actions.errors import SettingError, UnreadableColumn


def keyed(connection: Connection, value: str) -> str:
    """The value's key, in hex; raises `UnreadableColumn` without the database's own keys."""
    return keyed_with(_index_key(connection), value)


def keyed_with(index_key: str, value: str) -> str:
    """The same."""
    return hmac.new(index_key.encode(), value.encode(), hashlib.sha256).hexdigest()


def check(connection: Connection, keys: str) -> None:
    """Raises `SettingError` if the database was sealed with other keys than those of that name."""
    try:
        _index_key(connection)
    except UnreadableColumn:
        allowed = "the keys that this database was written with"
        raise SettingError(keys, "(not shown)", allowed) from None


def _index_key(connection: Connection) -> str:
    """The migration has made it."""
    return str(connection.execute(select(encryption.c.index_key)).scalar_one())
