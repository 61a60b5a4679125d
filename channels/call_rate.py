"""How often one caller may call."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0
MOST_CALLERS = 10_000
"""Remembered at once; who called longest ago is forgotten first."""


class CallRate:
    """Calls a minute, by the caller's number; 0: as many as they like. Time is passed in."""

    def __init__(self, a_minute: int):
        self._a_minute = a_minute
        self._calls: dict[str, deque[float]] = {}

    def exceeded(self, caller: str, now_s: float) -> bool:
        """The next call would be too many. A caller who is not known cannot be counted."""
        calls = self._calls.get(caller, deque())
        while calls and now_s - calls[0] >= WINDOW_S:
            calls.popleft()
        return 0 < self._a_minute <= len(calls)

    def count(self, caller: str, now_s: float) -> None:
        """One more."""
        if caller and self._a_minute:
            calls = self._calls.pop(caller, deque(maxlen=self._a_minute))
            calls.append(now_s)
            self._calls[caller] = calls  # the last in order
            if len(self._calls) > MOST_CALLERS:
                del self._calls[next(iter(self._calls))]
