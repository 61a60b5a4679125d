"""Timers of a pure state machine: set by a command, they come back as an event.

A timer that was replaced or cancelled may still fire; its number tells, and it is ignored.
"""

from __future__ import annotations

from channels.turns.commands import SetTimer
from channels.turns.events import TimerFired


class Timers:
    """Which timers are running; each name at most once."""

    def __init__(self) -> None:
        self._running: dict[str, int] = {}
        self._count = 0

    def set(self, timer: str, at_ms: float) -> SetTimer:
        """Starts a timer, or starts it anew."""
        self._count += 1
        self._running[timer] = self._count
        return SetTimer(timer, self._count, round(at_ms))

    def cancel(self, timer: str) -> None:
        """When it fires, it is ignored."""
        self._running.pop(timer, None)

    def running(self, timer: str) -> bool:
        """Will it fire?"""
        return timer in self._running

    def fired(self, event: TimerFired) -> bool:
        """Is this the timer that runs under the name? Then it runs no longer."""
        current = self._running.get(event.timer) == event.number
        if current:
            self.cancel(event.timer)
        return current
