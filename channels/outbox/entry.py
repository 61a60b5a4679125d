"""The way into the queue: what its disk does not take waits in memory, and is tried again."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from typing import Any

from channels.outbox.outbox import Outbox

logger = logging.getLogger(__name__)


class Entry:
    """Of one outbox. `put` in one thread, `write` in any."""

    def __init__(self, outbox: Outbox):
        self._outbox = outbox
        self._unwritten: deque[dict[str, Any]] = deque()
        self._writing = threading.Lock()
        self._failing = False

    def put(self, item: dict[str, Any]) -> None:
        """Keeps the item, behind those before it; never fails."""
        self._unwritten.append(item)
        self.write()

    def write(self) -> None:
        """Brings to the disk what it did not take before."""
        with self._writing:
            try:
                while self._unwritten:
                    self._outbox.put(self._unwritten[0])
                    self._unwritten.popleft()
            except (sqlite3.Error, OSError) as error:
                self._tell(error)
            else:
                self._tell(None)

    def close(self) -> None:
        """Tries for the last time."""
        self.write()
        if self._unwritten:
            logger.error("%s events are lost: the disk has not taken them", len(self._unwritten))

    def _tell(self, error: Exception | None) -> None:
        """Once for many: a call has dozens of events."""
        if error and not self._failing:
            logger.error("Events wait in memory, for the disk does not take them: %s", error)
        elif self._failing and not error:
            logger.warning("Events are on disk again")
        self._failing = error is not None
