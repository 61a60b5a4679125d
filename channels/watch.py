"""Notices a line from which nothing comes any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

DEAD_AFTER_S = 10.0
"""A line on which nothing comes for so long, not even silence, is dead."""


class Watch:
    """Calls `dead` when a line says nothing for too long: cheaper than a time-out a message."""

    def __init__(self, dead: Callable[[], None]):
        self._dead, self._loop = dead, asyncio.get_running_loop()
        self.on_hold = False
        """Nothing is expected to come."""
        self.heard()
        self._look()

    def heard(self) -> None:
        """Something has come."""
        self._heard_s = self._loop.time()

    def _look(self) -> None:
        if self.on_hold:
            self.heard()
        left_s = self._heard_s + DEAD_AFTER_S - self._loop.time()
        self._timer = self._loop.call_later(left_s, self._look) if left_s > 0 else None
        if self._timer is None:
            self._dead()

    def end(self) -> None:
        if self._timer:
            self._timer.cancel()
