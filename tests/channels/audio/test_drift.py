"""Half an hour in which our clock and the far end's do not run alike. One sample is one frame."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

import numpy as np
import pytest

from channels.audio.drift import WINDOW, Drift
from channels.audio.pacing import Pacing

FRAME_MS = 20.0
FRAMES = 30 * 60 * 50
"""In half an hour."""
BUFFERED = 2
"""Frames that the far end waits for before it begins to play."""
SENTENCE, GAP = 150, 150
"""Frames: the assistant speaks for three seconds, and then does not."""
LATEST_MS = 15.0

Sends = Callable[[int], bool]
"""Whether the far end sends its n-th frame."""


def always(frame: int) -> bool:
    return True


def with_pauses(frame: int) -> bool:
    """As a telephone that does not send silence: not every fifth minute."""
    return frame // 3000 % 5 != 4


def in_spurts(frame: int) -> bool:
    """As a telephone that sends nothing but words."""
    return frame % 170 < 110


class FarEnd:
    """Plays a frame in each 20 ms of its own clock."""

    def __init__(self, ppm: float, follow: bool = True):
        self.rate = 1 + ppm / 1e6
        """Of our clock, by the far end's."""
        self.drift = Drift(FRAME_MS)
        self.pacing = Pacing(1, self.drift if follow else None)
        self.buffer = deque([False] * BUFFERED)
        """Frames that have come: whether there is a voice in them."""
        self.most = 0
        self.broken_words = 0
        """How often it ran dry while the assistant spoke."""
        self._sent = 0
        self._spoke = False

    def call(self, sends: Sends) -> FarEnd:
        """Half an hour of it."""
        late_ms = random.Random(1).choices(np.linspace(0, LATEST_MS).tolist(), k=FRAMES)
        for frame in range(FRAMES):
            self._receive_until(frame * FRAME_MS)
            if sends(frame):
                self.drift.heard(FRAME_MS, (frame * FRAME_MS + late_ms[frame]) * self.rate)
            self._play()
        return self

    def _receive_until(self, at_ms: float) -> None:
        """What we send by then, on the deadlines of our own clock."""
        while self._sent * FRAME_MS <= at_ms * self.rate:
            if self._sent % (SENTENCE + GAP) == 0:
                self.pacing.add(np.ones(SENTENCE, np.int16))
            self.buffer.extend(bool(samples[0]) for samples, _ in self.pacing.due())
            self._sent += 1

    def _play(self) -> None:
        if self.buffer:
            self._spoke = self.buffer.popleft()
            self.most = max(self.most, len(self.buffer))
        else:
            self.broken_words += self._spoke


@pytest.mark.parametrize("sends", [always, with_pauses])
@pytest.mark.parametrize("ppm", [100, -100])
def test_no_delay_builds_up_and_no_word_is_broken(ppm: float, sends: Sends) -> None:
    far_end = FarEnd(ppm).call(sends)
    assert far_end.most <= BUFFERED + 2
    assert far_end.broken_words == 0


@pytest.mark.parametrize("ppm", [100, -100])
def test_a_far_end_that_pauses_all_the_time_is_at_least_not_made_worse(ppm: float) -> None:
    followed, left = FarEnd(ppm).call(in_spurts), FarEnd(ppm, follow=False).call(always)
    assert followed.most <= left.most and followed.broken_words <= left.broken_words
    assert (left.most >= BUFFERED + 8) if ppm > 0 else left.broken_words


def test_words_are_never_left_out_for_it() -> None:
    drift = Drift(FRAME_MS)
    pacing = Pacing(1, drift)
    for chunk in range(100 * WINDOW):
        drift.heard(FRAME_MS, chunk * FRAME_MS * 1.0005)
    pacing.add(np.ones(5, np.int16))
    due = [len(pacing.due()) for _ in range(9)]
    assert due == [1] * 5 + [0, 0, 1, 1]


def test_a_network_that_stalls_is_no_clock() -> None:
    drift, at_ms = Drift(FRAME_MS), 0.0
    for chunk in range(40 * WINDOW):
        stalled = chunk % (4 * WINDOW) < WINDOW
        at_ms = max(at_ms, FRAME_MS * chunk + 500 * stalled)
        drift.heard(FRAME_MS, at_ms)
    assert drift.take() == 0
