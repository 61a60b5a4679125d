"""Writes and reads the audit log: what was asked for, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection, Engine

from actions.access.chain import AUDIT_KEY, START, digest, fits
from actions.access.tables import audit_log
from actions.errors import SettingError
from actions.transcripts.store import Row, in_utc

OK, REFUSED, NOT_FOUND = "ok", "refused", "not_found"
ASKED, LEFT = "asked", "left"
"""Before something is changed; and after it, if not all of it could be."""
_LOCK = 0x564F4943  # any number that nobody else uses in this database


@dataclass(frozen=True)
class Entry:
    """What is told of one request; `who` is None if its key is not known."""

    who: str | None
    role: str | None
    action: str
    subject: str | None = None
    calls: int = 0
    outcome: str = OK


class AuditLog:
    """In one database, with `key` or, if it is empty, without; raises SQLAlchemy's errors."""

    def __init__(self, engine: Engine, key: str = "") -> None:
        self._engine = engine
        self._key = key

    def append(self, entry: Entry) -> None:
        """Returns when it is written; give nothing away before.

        Raises `SettingError` if the rows before were written with another key, or with one at all.
        """
        with self._engine.begin() as connection:
            alone(connection)
            row = self._row(entry, self._last(connection))
            connection.execute(insert(audit_log).values({**row, "hash": digest(row, self._key)}))

    def check(self) -> None:
        """Raises `SettingError` if `append` would."""
        with self._engine.connect() as connection:
            self._last(connection)

    def after(self, sequence: int, limit: int) -> list[Row]:
        """The rows that follow that one, in their order."""
        rows = select(audit_log).where(audit_log.c.sequence > sequence)
        with self._engine.connect() as connection:
            found = connection.execute(rows.order_by(audit_log.c.sequence).limit(limit))
            return [in_utc(row._mapping) for row in found]

    def _row(self, entry: Entry, last: Mapping[str, Any] | None) -> dict[str, Any]:
        return {
            **asdict(entry),
            "sequence": last["sequence"] + 1 if last else 1,
            "at": datetime.now(timezone.utc),
            "keyed": bool(self._key),
            "previous": last["hash"] if last else START,
        }

    def _last(self, connection: Connection) -> Mapping[str, Any] | None:
        newest = select(audit_log).order_by(audit_log.c.sequence.desc()).limit(1)
        row = connection.execute(newest).first()
        if row is None:
            return None
        last: Mapping[str, Any] = row._mapping
        if last["keyed"] and not (self._key and fits(last, self._key)):
            allowed = "the key that the audit log was written with so far"
            raise SettingError(AUDIT_KEY, "(not shown)", allowed, "environment")
        return last


def alone(connection: Connection) -> None:
    """Until the end of the transaction nobody else appends, in no process."""
    if connection.engine.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(lock, {"lock": _LOCK})
    else:  # Python's driver would begin at the INSERT, after the last row has been read
        connection.exec_driver_sql("BEGIN IMMEDIATE")
