"""Keys to the transcripts. A key is shown once, when it is made; kept is only its SHA-256.

A hash without salt and rounds is enough: a key is 256 random bits, which nobody can try. For the
same reason it may be looked up by its hash: what the time of an index tells of a stored hash is no
way to the key.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Engine

from actions.access.tables import api_keys
from actions.transcripts.store import Row, in_utc

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")  # no colon: `cli:USER` is no key
TOKEN = re.compile(r"vd_[A-Za-z0-9_-]{43}")
_PREFIX, _BYTES = "vd_", 32
_SHOWN = ("id", "name", "role", "created_at", "expires_at", "revoked_at")


@dataclass(frozen=True)
class Key:
    """What is known of who asks; `valid` unless it has been revoked or has expired."""

    id: int
    name: str
    role: str
    valid: bool


class Keys:
    """In one database; raises SQLAlchemy's errors."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: str, days: int, now: datetime) -> str:
        """The new key, valid for so many days; raises ValueError with the role that `name` has."""
        token = _PREFIX + secrets.token_urlsafe(_BYTES)
        with self._engine.begin() as connection:
            other = select(api_keys.c.role).where(
                api_keys.c.name == name, api_keys.c.role != role, *_valid(now)
            )
            if known := connection.execute(other).scalar():
                raise ValueError(known)
            connection.execute(
                insert(api_keys).values(
                    name=name,
                    role=role,
                    token_hash=_hash(token),
                    created_at=now,
                    expires_at=now + timedelta(days=days),
                )
            )
        return token

    def all(self) -> list[Row]:
        """What may be shown of every key that there has ever been."""
        columns = select(*(api_keys.c[name] for name in _SHOWN)).order_by(api_keys.c.id)
        with self._engine.connect() as connection:
            return [in_utc(row._mapping) for row in connection.execute(columns)]

    def revoke(self, name: str, key_id: int | None, now: datetime) -> int:
        """How many valid keys of that name, or the one with that id, are valid no longer."""
        one = () if key_id is None else (api_keys.c.id == key_id,)
        these = update(api_keys).where(api_keys.c.name == name, *one, *_valid(now))
        with self._engine.begin() as connection:
            return int(connection.execute(these.values(revoked_at=now)).rowcount)

    def find(self, token: str, now: datetime) -> Key | None:
        """None if there has never been such a key."""
        if not TOKEN.fullmatch(token):
            return None
        this = select(api_keys).where(api_keys.c.token_hash == _hash(token))
        with self._engine.connect() as connection:
            row = connection.execute(this).first()
        return None if row is None else _key(in_utc(row._mapping), now)


def _key(row: Row, now: datetime) -> Key:
    valid = row["revoked_at"] is None and row["expires_at"] > now
    return Key(row["id"], row["name"], row["role"], valid)


def _valid(now: datetime) -> tuple[Any, ...]:
    return api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > now


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
