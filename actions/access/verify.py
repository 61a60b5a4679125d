"""Follows the chain of the audit log from its first row to its last."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import Engine

from actions.access.audit import AuditLog
from actions.access.chain import START, Chain

BATCH = 1000


class Verification:
    """Iterate over it: after each batch comes the number of rows that fit so far.

    Then `trouble` says which row is the first that does not fit and why, if one does not.
    """

    def __init__(self, engine: Engine, key: str, noted_head: str = START) -> None:
        self.chain = Chain(key)
        self.trouble: str | None = None
        self._noted = noted_head
        self._seen = noted_head == START
        self._log = AuditLog(engine)

    def __iter__(self) -> Iterator[int]:
        while self.trouble is None and (rows := self._log.after(self.chain.rows, BATCH)):
            for row in rows:
                why = self.chain.trouble(row)
                if why is not None:
                    self.trouble = f"row {row['sequence']} does not fit: {why}"
                    return
                self._seen = self._seen or row["hash"] == self._noted
            yield self.chain.rows
        if not self._seen:
            self.trouble = "the noted head is not in the log: rows are gone, or were written anew"
