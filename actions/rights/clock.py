"""The time of day, not believed when it has jumped ahead: nothing that is deleted comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

MOST_AHEAD = timedelta(hours=12)
"""More than a clock that nobody set right for long is put right by."""


def _since_boot_s() -> float:
    """Nobody sets this one; it goes on while the machine sleeps, where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Clock:
    """Compares the time of day with the time that has passed since it was made."""

    def __init__(
        self,
        wall_s: Callable[[], float] = time.time,
        since_boot_s: Callable[[], float] = _since_boot_s,
    ):
        self._wall_s, self._since_boot_s = wall_s, since_boot_s
        self._offset_s = wall_s() - since_boot_s()

    def now(self) -> datetime | None:
        """UTC; None while it is further ahead than `MOST_AHEAD`."""
        wall_s = self._wall_s()
        ahead = timedelta(seconds=wall_s - self._since_boot_s() - self._offset_s)
        return None if ahead > MOST_AHEAD else datetime.fromtimestamp(wall_s, timezone.utc)
