"""Audio in few, big messages, for far ends that count them.

What is to be said comes in small pieces, a little ahead of the caller's ear. It is kept here until
the far end has almost played what it has: a message is as big as can be, and never late.
"""

from __future__ import annotations

import numpy as np

from channels.audio.pcm import Samples

RESERVE_S = 0.06
"""What the far end still has to play when the next message leaves: the network's unevenness."""


class Gathering:
    """What waits, and when it is to leave. Pure: the time is passed in, from any zero."""

    def __init__(self, rate_hz: int, messages_a_s: float, burst: int):
        """No more messages than `messages_a_s` on average, of which `burst` may come at once."""
        self._rate_hz = rate_hz
        self._interval_s, self._slack_s = 1 / messages_a_s, (burst - 1) / messages_a_s
        self._waiting: list[Samples] = []
        self._ends_s = self._counted_s = 0.0

    @property
    def waiting_s(self) -> float:
        """Length of what has not left."""
        return sum(map(len, self._waiting)) / self._rate_hz

    @property
    def due_s(self) -> float:
        """When the next message is to leave."""
        return max(self._ends_s - RESERVE_S, self._counted_s - self._slack_s)

    @property
    def over_s(self) -> float:
        """When all of it will have been played; infinite while some waits."""
        return float("inf") if self._waiting else self._ends_s

    def add(self, samples: Samples) -> None:
        """Audio to follow what waits."""
        if len(samples):
            self._waiting.append(samples)

    def take(self, now_s: float) -> Samples:
        """All that waits, to be sent now."""
        samples: Samples = np.concatenate([np.zeros(0, np.int16), *self._waiting])
        self._waiting.clear()
        self._ends_s = max(self._ends_s, now_s) + len(samples) / self._rate_hz
        self._counted_s = max(self._counted_s, now_s) + self._interval_s
        return samples

    def clear(self, now_s: float) -> None:
        """Nothing waits any more, and the far end has dropped what it had."""
        self._waiting.clear()
        self._ends_s = now_s
