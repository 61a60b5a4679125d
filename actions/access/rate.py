"""How often one may come: so many times in a minute, which begins when one comes first.

Counted in the memory of this process, by the library `limits`.
"""

from __future__ import annotations

import math
import threading
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter


class Rate:
    """For each of those who come; safe to ask from several threads."""

    def __init__(self, a_minute: int) -> None:
        self._item = RateLimitItemPerMinute(a_minute)
        self._counts = MemoryStorage()  # the limiter holds it by a weak reference
        self._limiter = FixedWindowRateLimiter(self._counts)
        self._lock = threading.Lock()

    def wait_s(self, who: str) -> int:
        """0, and this time is counted; or after how many seconds to come again."""
        with self._lock:
            if self._limiter.hit(self._item, who):
                return 0
            ends_s, _ = self._limiter.get_window_stats(self._item, who)
        return max(1, math.ceil(ends_s + 1 - time.time()))  # its whole second is over then
