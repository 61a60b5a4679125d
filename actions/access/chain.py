"""The chain of the audit log: each row's hash covers its content and the hash before it. Pure.

A row is hashed as JSON in the canonical form of RFC 8785, which for texts and small integers is
Python's own with sorted keys and without spaces. With a key the hash is HMAC-SHA-256 (RFC 2104):
who has no key cannot make one. Without, it is SHA-256: whoever may change the table may compute the
rest of the chain anew, and only a head that was noted elsewhere tells of it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

AUDIT_KEY = "VOICEDESK_AUDIT_KEY"
START = "0" * 64
"""What stands for the hash before the first row."""
_HASHED = ("sequence", "at", "who", "role", "action", "subject", "calls", "outcome", "keyed")


def digest(row: Mapping[str, Any], key: str) -> str:
    """The row's hash, in hex; by `key` if the row is `keyed`."""
    values = {name: row[name] for name in (*_HASHED, "previous")}
    content = json.dumps(
        {**values, "at": instant(row["at"])},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()
    if row["keyed"]:
        return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()
    return hashlib.sha256(content).hexdigest()


def fits(row: Mapping[str, Any], key: str) -> bool:
    """Whether the row has the hash of its content."""
    return hmac.compare_digest(str(row["hash"]), digest(row, key))


def instant(at: datetime) -> str:
    """In UTC, to the microsecond, as RFC 3339 has it; SQLite's times know no zone and are UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
    text = aware.astimezone(timezone.utc).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


class Chain:
    """As far as it has been followed; feed it the rows in their order."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._keyed = False
        self.rows = 0
        self.rows_without_key = 0
        self.head = START

    def trouble(self, row: Mapping[str, Any]) -> str | None:
        """Why the row does not follow; if it does, it is now the head."""
        if row["sequence"] != self.rows + 1:
            return f"row {self.rows + 1} is not there"
        if row["previous"] != self.head:
            return "it does not follow the row before it"
        if row["keyed"] and not self._key:
            return f"it was written with a key, and {AUDIT_KEY} is not set"
        if self._keyed and not row["keyed"]:
            return "it was written without the key, though rows before it were written with it"
        if not fits(row, self._key):
            return "its content does not have its hash"
        self._keyed = bool(row["keyed"])
        self.rows, self.head = self.rows + 1, row["hash"]
        self.rows_without_key += not row["keyed"]
        return None
