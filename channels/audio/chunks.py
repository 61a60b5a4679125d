"""Audio comes in chunks of any size; engines want frames, and a call has a bounded appetite."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from channels.audio.pcm import Samples


class Frames:
    """Cuts chunks of any size into frames of one size; what is left over waits."""

    def __init__(self, frame_samples: int):
        self.frame_samples = frame_samples
        self._rest = np.zeros(0, np.int16)

    def __call__(self, samples: Samples) -> Iterator[Samples]:
        """The frames that are complete with these samples."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // self.frame_samples * self.frame_samples
        self._rest = joined[whole:]
        yield from joined[:whole].reshape(-1, self.frame_samples)


class Recent:
    """The last samples of a stream, at most `size` and at least as many if there were so many."""

    def __init__(self, size: int):
        self.size = size
        self._chunks: deque[Samples] = deque()
        self._held = 0

    def add(self, samples: Samples) -> None:
        """The stream goes on."""
        self._chunks.append(samples)
        self._held += len(samples)
        while self._held - len(self._chunks[0]) >= self.size:
            self._held -= len(self._chunks.popleft())

    def last(self, count: int) -> Samples:
        """The last `count` samples, fewer if there were no more."""
        joined: Samples = np.concatenate([np.zeros(0, np.int16), *self._chunks])
        return joined[max(0, len(joined) - count) :]


class Intake:
    """Bounds what a far end may send: twice real time, with some seconds of patience.

    Audio beyond that waits, and the oldest that waits is dropped when there is too much of it.
    """

    def __init__(self, sample_rate_hz: int, speed: float = 2.0, waiting_s: float = 2.0):
        self._per_ms = speed * sample_rate_hz / 1000
        self._most = int(waiting_s * sample_rate_hz)
        self._allowed = float(self._most)
        self._waiting: deque[Samples] = deque()
        self._waits = 0
        self._at_ms = 0.0
        self.dropped = 0
        """Samples that nobody heard."""

    def __call__(self, samples: Samples, now_ms: float) -> Iterator[Samples]:
        """Takes a chunk; what may be processed now, in order."""
        self._allowed += (now_ms - self._at_ms) * self._per_ms
        self._allowed, self._at_ms = min(self._allowed, self._most), now_ms
        if len(samples):
            self._push(samples[-self._most :])
        self.dropped += max(0, len(samples) - self._most)
        while self._waiting and len(self._waiting[0]) <= self._allowed:
            chunk = self._waiting.popleft()
            self._waits -= len(chunk)
            self._allowed -= len(chunk)
            yield chunk

    def _push(self, samples: Samples) -> None:
        self._waiting.append(samples)
        self._waits += len(samples)
        while self._waits > self._most:
            chunk = self._waiting.popleft()
            self._waits -= len(chunk)
            self.dropped += len(chunk)
